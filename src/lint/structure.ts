// Whether a value has the shape of what it is meant to be. Shapes are data (shapes/, package/shapes.ts); what is found
// here is told by several rules, one for each kind of fault.
import { isArray, isObject, kindOf, own, type Json, type JsonObject, type Kind } from '../json.js';
import { didYouMean } from './advice.js';
import { below } from './json.js';

/** What a value must be like. Names stand for shapes of the same table. */
export interface Shape {
  /** The kinds it may be of, by JSON's names for them. */
  readonly type?: readonly Type[];
  readonly values?: readonly string[];
  /** The items of a list. */
  readonly items?: string;
  readonly properties?: { readonly [name: string]: string };
  readonly required?: readonly string[];
  /** Properties that are not in `properties`: a shape for each, or not looked at. Left out: they are not allowed. */
  readonly others?: string;
  /** Whether properties that begin with `x-` are welcome. */
  readonly extensions?: true;
  /** Whether a `$ref` may stand for it. */
  readonly reference?: true;
  /** The shape that a value of this kind really has. */
  readonly choose?: (value: JsonObject) => string;
}

export type Shapes = { readonly [name: string]: Shape };

export type Type = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';

/** Something that is not as its shape wants it. */
export interface Misfit {
  readonly kind: 'type' | 'value' | 'missing' | 'unknown';
  readonly pointer: string;
  /** The property that is missing or unknown; the values allowed; the type expected. */
  readonly what: string;
  /** The type found; of a value that is not allowed, the value where it is text. */
  readonly found?: string;
  /** For `unknown`: whether extensions are welcome there, so that an `x-` is all that lacks. */
  readonly extensions?: boolean;
  /** The properties that are known, or the values that are allowed. */
  readonly known?: readonly string[];
}

const kinds: { readonly [type in Type]: readonly Kind[] } = {
  string: ['String'],
  number: ['Integer', 'Float', 'Decimal'],
  integer: ['Integer'],
  boolean: ['Boolean'],
  array: ['Array'],
  object: ['Object'],
};

/** Whether a value is of a type of swagger's; an unknown type fits nothing. */
export function isOfType(value: Json, type: string): boolean {
  return isType(type) && kinds[type].includes(kindOf(value));
}

/** Whether swagger has a type of this name for values; another one is told of as such. */
export function isType(type: string): type is Type {
  return Object.hasOwn(kinds, type);
}

/** A type by the name that .NET's JSON library, and so the documentation's messages, has for it. */
export function nameOfType(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}

/** What may have been meant by an unknown property or value. */
export function meant({ kind, what, found, known = [] }: Misfit): { readonly advice?: string } {
  return didYouMean(kind === 'value' ? (found ?? '') : what, known);
}

/** All that does not fit, in the order of the file. */
export function* misfits(shapes: Shapes, name: string, value: Json, pointer = ''): Generator<Misfit> {
  const shape = shapes[name] ?? {};
  if (shape.type && !shape.type.some((type) => isOfType(value, type))) {
    yield { kind: 'type', pointer, what: shape.type.map(nameOfType).join("' or '"), found: kindOf(value) };
    return;
  }
  if (shape.values && !(typeof value === 'string' && shape.values.includes(value))) {
    const found = typeof value === 'string' ? { found: value } : {};
    yield {
      kind: 'value',
      pointer,
      what: shape.values.map((one) => `'${one}'`).join(', '),
      ...found,
      known: shape.values,
    };
  }
  if (isArray(value) && shape.items !== undefined) {
    for (const [at, item] of value.entries()) yield* misfits(shapes, shape.items, item, below(pointer, at));
  }
  if (isObject(value)) yield* inObject(shapes, shape, value, pointer);
}

function* inObject(shapes: Shapes, shape: Shape, value: JsonObject, pointer: string): Generator<Misfit> {
  if (shape.reference && own(value, '$ref') !== undefined) return;
  if (shape.choose) {
    yield* misfits(shapes, shape.choose(value), value, pointer);
    return;
  }
  for (const name of shape.required ?? []) {
    if (own(value, name) === undefined) yield { kind: 'missing', pointer, what: name };
  }
  for (const [name, item] of Object.entries(value)) yield* property(shapes, shape, name, item, below(pointer, name));
}

function* property(shapes: Shapes, shape: Shape, name: string, value: Json, pointer: string): Generator<Misfit> {
  const { properties = {}, others, extensions = false } = shape;
  const known = own(properties, name) as string | undefined;
  if (known !== undefined) yield* misfits(shapes, known, value, pointer);
  else if (extensions && name.startsWith('x-')) return;
  else if (others !== undefined) yield* misfits(shapes, others, value, pointer);
  else if (shape.properties) yield { kind: 'unknown', pointer, what: name, extensions, known: Object.keys(properties) };
}
