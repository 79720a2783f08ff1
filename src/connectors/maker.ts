// A connector as a maker sees it in the designer: its triggers and actions, the inputs of each in the designer's order.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import {
  defaultOf,
  keyOf,
  leavesOf,
  resolve,
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
  /** What the designer fills in, and what is sent where the input is required. */
  readonly default?: Json;
  /** What the designer offers. */
  readonly choices?: readonly Json[];
}

export interface MakerOperation {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly kind: 'action' | 'webhook trigger' | 'polling trigger';
  readonly deprecated: boolean;
  readonly inputs: readonly MakerInput[];
}

/** What a maker may choose from; internal operations are not shown. */
export function makerView(operations: readonly Operation[]): readonly MakerOperation[] {
  return operations.filter(({ visibility }) => visibility !== 'internal').map(shown);
}

function shown(operation: Operation): MakerOperation {
  const { id, summary, description, deprecated, source } = operation;
  const trigger = own(source, 'x-ms-trigger');
  const kind = trigger === undefined ? 'action' : trigger === 'batch' ? 'polling trigger' : 'webhook trigger';
  const inputs = [...operation.parameters.flatMap(ofParameter), ...inBody(operation)];
  return {
    id,
    title: summary ?? id,
    ...(description !== undefined && { description }),
    kind,
    deprecated,
    inputs: inputs.toSorted((a, b) => rank(a) - rank(b)),
  };
}

/** Required first, then important, then the others, advanced at the end (LAUX parameterprocessor). */
function rank({ required, visibility }: MakerInput): number {
  return required ? 0 : visibility === 'important' ? 1 : visibility === 'none' ? 2 : 3;
}

function ofParameter({ name, title, description, required, visibility, schema }: Parameter): MakerInput[] {
  if (visibility === 'internal') return [];
  return [{ name, required, visibility, ...ofSchema(schema), ...said({ title, description }) }];
}

/** The properties of the body one by one, those of nested objects behind a slash; the whole of one that has none. */
function inBody({ body, document }: Operation): MakerInput[] {
  if (!body) return [];
  const leaves = leavesOf(document, body.schema);
  const schema = resolve(document, body.schema);
  if (leaves.length === 0) {
    const { required, description } = body;
    return [{ name: 'body', required, visibility: 'none', ...ofSchema(schema), ...said({ description }) }];
  }
  return leaves.flatMap(({ path, required, visibility, schema: given }): MakerInput[] => {
    if (visibility === 'internal') return [];
    const found = resolve(document, given);
    const due = body.required && required && defaultOf(document, given) === undefined;
    const title = text(found, 'x-ms-summary') ?? text(found, 'title');
    const more = said({ title, description: text(found, 'description') });
    return [{ name: keyOf(path), required: due, visibility, ...ofSchema(found), ...more }];
  });
}

/** What a schema says about the values: the type, the defaultand the choices. */
function ofSchema(schema: JsonObject): Pick<MakerInput, 'type' | 'default' | 'choices'> {
  const [preset, choices] = [own(schema, 'default'), own(schema, 'enum')];
  return {
    type: typeOf(schema),
    ...(preset !== undefined && { default: preset }),
    ...(isArray(choices) && choices.length > 0 && { choices }),
  };
}

/** What is not said is left out. */
function said(texts: { readonly title?: string | undefined; readonly description?: string | undefined }) {
  const { title, description } = texts;
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

function typeOf(schema: JsonObject): string {
  const [type, format] = [text(schema, 'type') ?? 'any', text(schema, 'format')];
  const items = own(schema, 'items') ?? null;
  if (type === 'array') return `array of ${isObject(items) ? (text(items, 'type') ?? 'objects') : 'anything'}`;
  return format === undefined ? type : `${type} (${format})`;
}

function text(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}
