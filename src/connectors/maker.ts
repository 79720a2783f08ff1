// A connector as a maker sees it in the designer: its triggers and actions, the inputs of each in the designer's order.
import { isObject, own, type JsonObject } from '../json.js';
import {
  fillsItself,
  isHidden,
  isNotificationUrl,
  propertiesOf,
  resolve,
  takesNotificationUrl,
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
  const { id, summary, description, deprecated } = operation;
  const inputs = [...operation.parameters.flatMap(ofParameter), ...inBody(operation)];
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

function ofParameter({ name, title, description, required, visibility, schema }: Parameter): MakerInput[] {
  if (visibility === 'internal' || isNotificationUrl({}, schema)) return [];
  return [input(name, required, visibility, schema, title, description)];
}

function inBody({ body, document }: Operation): MakerInput[] {
  if (!body) return [];
  const properties = [...propertiesOf(document, body.schema).values()];
  const schema = resolve(document, body.schema);
  if (properties.length === 0) return [input('body', body.required, 'none', schema, undefined, body.description)];
  return properties.flatMap(({ name, required, schema: given }) => {
    const found = resolve(document, given);
    const visibility = visibilityOf(found);
    if (visibility === 'internal' || isHidden(document, given)) return [];
    const due = body.required && required && !fillsItself(document, given, true);
    return [
      input(
        name,
        due,
        visibility,
        found,
        text(found, 'x-ms-summary') ?? text(found, 'title'),
        text(found, 'description'),
      ),
    ];
  });
}

function input(
  name: string,
  required: boolean,
  visibility: MakerInput['visibility'],
  schema: JsonObject,
  title: string | undefined,
  description: string | undefined,
): MakerInput {
  const type = typeOf(schema);
  return {
    name,
    type,
    required,
    visibility,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

function typeOf(schema: JsonObject): string {
  const [type, format] = [text(schema, 'type') ?? 'any', text(schema, 'format')];
  const items = own(schema, 'items') ?? null;
  if (type === 'array') return `array of ${isObject(items) ? (text(items, 'type') ?? 'objects') : 'anything'}`;
  return format === undefined ? type : `${type} (${format})`;
}

function visibilityOf(schema: JsonObject): Visibility {
  const value = text(schema, 'x-ms-visibility')?.toLowerCase();
  return value === 'important' || value === 'advanced' || value === 'internal' ? value : 'none';
}

function text(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}
