// A connector as a maker sees it in the designer: its triggers and actions, the inputs of each in the designer's order.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import {
  boundsOf,
  callsBack,
  isNotificationUrl,
  itemsOf,
  keyOf,
  leavesOf,
  resolve,
  takesNotificationUrl,
  textOf,
  type Bounds,
  type Operation,
  type Parameter,
  type Visibility,
} from '../swagger/index.js';

/** An input of an operation, under the name that flows give it. */
export interface MakerInput extends Bounds {
  readonly name: string;
  readonly title?: string;
  readonly type: string;
  readonly required: boolean;
  readonly visibility: Exclude<Visibility, 'internal'>;
  readonly description?: string;
  /** What the designer fills in, and what is sent where the input is required. */
  readonly default?: Json;
  /** What the designer offers; of a list, for each of its items. */
  readonly choices?: readonly Json[];
}

export interface MakerOperation {
  /** Method and path where the swagger gives it no operationId. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly kind: 'action' | 'webhook action' | 'webhook trigger' | 'polling trigger';
  readonly deprecated: boolean;
  readonly inputs: readonly MakerInput[];
}

/** What a maker may choose from; internal operations are not shown. */
export function makerView(operations: readonly Operation[]): readonly MakerOperation[] {
  return operations.filter(({ visibility }) => visibility !== 'internal').map(shown);
}

function shown(operation: Operation): MakerOperation {
  const { id, summary, description, deprecated, document } = operation;
  const ofParameters = operation.parameters.flatMap((parameter) => ofParameter(document, parameter));
  const inputs = [...ofParameters, ...inBody(operation)];
  return {
    id,
    title: summary ?? id,
    ...(description !== undefined && { description }),
    kind: kindOf(operation),
    deprecated,
    inputs: inputs.toSorted((a, b) => rank(a) - rank(b)),
  };
}

function kindOf(operation: Operation): MakerOperation['kind'] {
  // Whether it is `batch` or `single` does not tell: single ones are published that are polled.
  const isTrigger = own(operation.source, 'x-ms-trigger') !== undefined;
  if (isTrigger) return callsBack(operation) ? 'webhook trigger' : 'polling trigger';
  return takesNotificationUrl(operation) ? 'webhook action' : 'action';
}

/** Required first, then important, then the others, advanced at the end (LAUX parameterprocessor). */
function rank({ required, visibility }: MakerInput): number {
  return required ? 0 : visibility === 'important' ? 1 : visibility === 'none' ? 2 : 3;
}

function ofParameter(
  document: JsonObject,
  { name, title, description, required, visibility, schema }: Parameter,
): MakerInput[] {
  if (visibility === 'internal' || isNotificationUrl({}, schema)) return [];
  return [{ name, required, visibility, ...ofSchema(document, schema), ...said({ title, description }) }];
}

/** The properties of the body one by one, those of nested objects behind a slash; the whole of one that has none. */
function inBody({ body, document }: Operation): MakerInput[] {
  if (!body) return [];
  const leaves = leavesOf(document, body.schema);
  if (leaves.length === 0) {
    const { required, description, schema } = body;
    const more = said({ description });
    return [{ name: 'body', required, visibility: 'none', ...ofSchema(document, resolve(document, schema)), ...more }];
  }
  return leaves.flatMap(({ path, required, visibility, schema: given }): MakerInput[] => {
    if (visibility === 'internal') return [];
    const found = resolve(document, given);
    const title = textOf(found, 'x-ms-summary') ?? textOf(found, 'title');
    const more = said({ title, description: textOf(found, 'description') });
    return [
      { name: keyOf(path), required: body.required && required, visibility, ...ofSchema(document, found), ...more },
    ];
  });
}

/** What a schema says about the values: the type, the default, the choices and the bounds. */
function ofSchema(
  document: JsonObject,
  schema: JsonObject,
): Pick<MakerInput, 'type' | 'default' | 'choices' | keyof Bounds> {
  const preset = own(schema, 'default');
  const items = itemsOf(document, schema);
  const choices = own(items ? resolve(document, items) : schema, 'enum');
  return {
    type: typeOf(document, schema),
    ...(preset !== undefined && { default: preset }),
    ...(isArray(choices) && choices.length > 0 && { choices }),
    ...boundsOf(schema),
  };
}

/** What is not said is left out. */
function said(texts: { readonly title?: string | undefined; readonly description?: string | undefined }) {
  const { title, description } = texts;
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

function typeOf(document: JsonObject, schema: JsonObject): string {
  const [type, format] = [textOf(schema, 'type') ?? 'any', textOf(schema, 'format')];
  if (type === 'array') return `array of ${typeOfItems(document, own(schema, 'items') ?? null)}`;
  return format === undefined ? type : `${type} (${format})`;
}

function typeOfItems(document: JsonObject, items: Json): string {
  return isObject(items) ? (textOf(resolve(document, items), 'type') ?? 'objects') : 'anything';
}
