// MIME types: what an operation consumes must fit what it takes.
import { own } from '../../json.js';
import type { Document, Operation } from '../document.js';
import { below, textIn, textsIn } from '../json.js';
import { bodyOf } from '../reach.js';
import type { Rule } from '../rule.js';

const forms = ['multipart/form-data', 'application/x-www-form-urlencoded'];

/** The types that the documentation names. JSON counts with any suffix and parameters. */
const supported = ['application/json', 'text/plain', ...forms];

/** What published connectors consume besides. */
const accepted = ['text/json', 'application/octet-stream', 'application/xml', 'text/xml'];

export const mimeTypeRules: readonly Rule[] = [
  {
    name: 'MimeTypeNotValid',
    severity: 'error',
    message: "The MIME type '{0}' is not valid.",
    checks: 'Every type in `consumes` and `produces` is a type, a slash and a subtype, perhaps with parameters.',
    *check({ document }) {
      for (const { type, pointer } of typesIn(document, ['consumes', 'produces'])) {
        if (!/^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+(\s*;\s*[\w.-]+=("[^"]*"|[^\s;"]+))*$/.test(type))
          yield { pointer, values: [type] };
      }
    },
  },
  {
    name: 'MimeTypeNotSupported',
    severity: 'warning',
    message: "The MIME type '{0}' is not supported. The supported mime types are: '{1}'.",
    checks: `Every type in \`consumes\` is one of those that the documentation names (${supported.map((type) => `\`${type}\``).join(', ')}), JSON by another name (\`+json\`), or one that published connectors have (${accepted.map((type) => `\`${type}\``).join(', ')}).`,
    *check({ document }) {
      for (const { type, pointer } of typesIn(document, ['consumes'])) {
        const bare = essence(type);
        if (supported.includes(bare) || accepted.includes(bare) || bare.endsWith('+json')) continue;
        yield { pointer, values: [type, supported.join(', ')] };
      }
    },
  },
  {
    name: 'ConsumesMissing',
    severity: 'warning',
    message: "At least one supported MIME type must be provided in 'consumes' for operation '{0}'.",
    checks:
      'An operation with form fields has a MIME type in `consumes`, its own or that of the document. (A body without one goes out as JSON: many published connectors leave it so.)',
    *check({ document }) {
      for (const operation of document.operations) {
        if (takes(operation, 'formData') && operation.consumes.length === 0) {
          yield { pointer: operation.pointer, at: 'key', values: [operation.id] };
        }
      }
    },
  },
  {
    name: 'MimeTypeNotCompatibleWithRequestContentSchemaType',
    severity: 'error',
    message: "The MIME type(s) are not compatible with the request content type '{0}' for operation '{1}'.",
    checks:
      'Form fields are consumed as `multipart/form-data` or `application/x-www-form-urlencoded`, files as `multipart/form-data`, and a body as something else.',
    *check({ document }) {
      for (const operation of document.operations) {
        const content = misfit(operation);
        if (content !== undefined) yield { pointer: operation.pointer, at: 'key', values: [content, operation.id] };
      }
    },
  },
  {
    name: 'StringBinaryNotSupportedForFormUrlEncoded',
    severity: 'error',
    message:
      "String/binary parameters are not supported for operation '{0}' with 'application/x-www-form-urlencoded' consumes type.",
    checks: 'No field of a form that is only sent as `application/x-www-form-urlencoded` is a file or `string/binary`.',
    *check({ document }) {
      for (const operation of document.operations) {
        const { id, parameters, consumes } = operation;
        if (!consumes.some((type) => essence(type) === forms[1]) || consumes.some((type) => essence(type) === forms[0]))
          continue;
        for (const { source, pointer, in: location } of parameters) {
          if (location === 'formData' && (own(source, 'type') === 'file' || textIn(source, 'format') === 'binary')) {
            yield { pointer, values: [id] };
          }
        }
      }
    },
  },
];

function typesIn({ root, operations }: Document, names: readonly string[]) {
  return [{ source: root, pointer: '' }, ...operations].flatMap(({ source, pointer }) =>
    names.flatMap((name) => textsIn(source, name).map((type, at) => ({ type, pointer: below(pointer, name, at) }))),
  );
}

/** A type without its parameters. */
function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

function takes({ parameters }: Operation, location: string): boolean {
  return parameters.some((parameter) => parameter.in === location);
}

/** What an operation takes, where none of its MIME types can carry it. */
function misfit(operation: Operation): string | undefined {
  const types = operation.consumes.map(essence);
  if (types.length === 0) return undefined;
  const isForm = types.some((type) => forms.includes(type));
  if (takes(operation, 'formData')) return isForm ? undefined : 'formData';
  if (!bodyOf(operation)) return undefined;
  return types.every((type) => type === forms[0]) ? 'body' : undefined;
}
