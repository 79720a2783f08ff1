import { isArray, isObject, type Json, type JsonObject, own, ownAnyCase } from '../json.js';
import { ExpressionError } from './error.js';

// Forms and multipart content in the outputs of a trigger or an action: bodies `{ "$content-type", "$content", "$formdata":
// [{ key, value }] }` or `{ …, "$multipart": [{ headers, body }] }`. The messages were measured in Power Automate.

const FORM = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

/** The values of a form's field. */
export function formValues(name: string, outputs: Json, field: string): Json[] {
  const type = contentTypeOf(outputs);
  if (!FORM.test(type)) {
    throw notRetrieved(
      name,
      'formdata',
      "The output content is not a valid form data content. Supported form data content types are 'multipart/form-data' " +
        `and 'application/x-www-form-urlencoded' and the provided content type is '${type || '<null>'}'.`,
    );
  }
  const fields = listIn(outputs, '$formdata');
  if (fields) return fields.filter((entry) => own(entry, 'key') === field).map((entry) => own(entry, 'value') ?? null);
  const parts = listIn(outputs, '$multipart') ?? [];
  return parts.filter((part) => partName(part) === field).map((part) => own(part, 'body') ?? null);
}

/** The value of a form's field, which must not be there twice; null if it is not there. */
export function formValue(name: string, outputs: Json, field: string): Json {
  const [first = null, ...others] = formValues(name, outputs, field);
  if (others.length === 0) return first;
  throw notRetrieved(name, 'formdata', `There are more than one items matching the field name '${field}'.`);
}

/** The body of one part of multipart content. */
export function multipartBody(name: string, outputs: Json, index: number): Json {
  const type = contentTypeOf(outputs);
  if (!/^multipart\//i.test(type)) {
    throw notRetrieved(
      name,
      'multipart',
      `The supported multipart content type is 'multipart/*' and the provided content type is '${type || '<null>'}'.`,
    );
  }
  const parts = listIn(outputs, '$multipart') ?? [];
  const part = parts[index];
  if (part) return own(part, 'body') ?? null;
  throw notRetrieved(
    name,
    'multipart',
    `The index value '${index}' exceeds the number of multipart contents '${parts.length}' in the outputs.`,
  );
}

/** The header's content type, else the body's own: a Compose has no headers. */
function contentTypeOf(outputs: Json): string {
  if (!isObject(outputs)) return '';
  const headers = own(outputs, 'headers');
  const header = isObject(headers) ? ownAnyCase(headers, 'Content-Type') : undefined;
  if (typeof header === 'string') return header;
  const body = own(outputs, 'body');
  const inner = isObject(body) ? own(body, '$content-type') : undefined;
  return typeof inner === 'string' ? inner : '';
}

function listIn(outputs: Json, key: '$formdata' | '$multipart'): JsonObject[] | undefined {
  const body = isObject(outputs) ? own(outputs, 'body') : undefined;
  const list = isObject(body) ? own(body, key) : undefined;
  return isArray(list) ? list.filter(isObject) : undefined;
}

function partName(part: JsonObject): string | undefined {
  const headers = own(part, 'headers');
  const disposition = isObject(headers) ? ownAnyCase(headers, 'Content-Disposition') : undefined;
  if (typeof disposition !== 'string') return undefined;
  const match = /\bname=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  return match?.[1] ?? match?.[2];
}

function notRetrieved(name: string, what: string, why: string): ExpressionError {
  return new ExpressionError(
    'InvalidArgument',
    `The template language function '${name}' failed to retrieve ${what} contents from outputs. ${why}`,
  );
}
