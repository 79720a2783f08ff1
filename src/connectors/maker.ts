// A connector as a maker sees it in the designer: its triggers and actions, the inputs of each in the designer's order.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import {
  fillsItself,
  isHidden,
  isNotificationUrl,
  keyOf,
  propertiesOf,
  resolve,
  takesNotificationUrl,
  type Body,
  type Operation,
  type Parameter,
  type Visibility,
} from '../swagger/index.js';

/** An input of an operation, under the name that flows give it. */
export interface MakerInput {
  readonly name: string;
  readonly title?: string;
  readonly type: string;
  readonly required: boolean;
  readonly visibility: Exclude<Visibility, 'internal'>;
  readonly description?: string;
}

export interface MakerOperation {
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
  const trigger = own(operation.source, 'x-ms-trigger');
  if (trigger === undefined) return takesNotificationUrl(operation) ? 'webhook action' : 'action';
  return trigger === 'batch' ? 'polling trigger' : 'webhook trigger';
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
  return [input(name, typeOf(document, schema), required, visibility, title, description)];
}

function inBody({ body, document }: Operation): MakerInput[] {
  if (!body) return [];
  const schema = resolve(document, body.schema);
  if (propertiesOf(document, body.schema).size > 0)
    return below({ document, body, path: [], due: body.required, open: [] }, body.schema);
  return [input('body', typeOf(document, schema), body.required, 'none', undefined, body.description)];
}

interface Level {
  readonly document: JsonObject;
  readonly body: Body;
  /** The names that lead here. */
  readonly path: readonly string[];
  /** Whether what is required here is required at all. */
  readonly due: boolean;
  /** The schemas around: one that contains itself is entered once. */
  readonly open: readonly JsonObject[];
}

// Deeper down nobody reads a list.
const deepest = 4;

/** The properties of an object, as the designer shows them: those of an object in it take its place. */
function below(level: Level, schema: JsonObject): MakerInput[] {
  const { document, due } = level;
  const open = [...level.open, resolve(document, schema)];
  return [...propertiesOf(document, schema).values()].flatMap(({ name, required, schema: given }) => {
    const found = resolve(document, given);
    const visibility = visibilityOf(found);
    if (visibility === 'internal' || isHidden(document, given)) return [];
    const path = [...level.path, name];
    const needed = due && required && !fillsItself(document, given, true);
    const inside = propertiesOf(document, given).size > 0 && path.length < deepest && !open.includes(found);
    if (inside) return below({ ...level, path, due: needed, open }, given);
    const title = text(found, 'x-ms-summary') ?? text(found, 'title');
    return [input(keyOf(path), typeOf(document, found), needed, visibility, title, text(found, 'description'))];
  });
}

function input(
  name: string,
  type: string,
  required: boolean,
  visibility: MakerInput['visibility'],
  title: string | undefined,
  description: string | undefined,
): MakerInput {
  return {
    name,
    type,
    required,
    visibility,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

function typeOf(document: JsonObject, schema: JsonObject): string {
  const [type, format] = [text(schema, 'type') ?? 'any', text(schema, 'format')];
  if (type === 'array') return `array of ${typeOfItems(document, own(schema, 'items') ?? null)}`;
  return format === undefined ? type : `${type} (${format})`;
}

function typeOfItems(document: JsonObject, items: Json): string {
  return isObject(items) ? (text(resolve(document, items), 'type') ?? 'objects') : 'anything';
}

function visibilityOf(schema: JsonObject): Visibility {
  const value = text(schema, 'x-ms-visibility')?.toLowerCase();
  return value === 'important' || value === 'advanced' || value === 'internal' ? value : 'none';
}

function text(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}
