import type { JsonNumber } from '../json.js';

/** A type by the word that schemas have for it. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** A schema that has been read: what `validate` walks. Keywords that are not here are notes for people. */
export interface Schema {
  /** What errors call it: `#/properties/name`. */
  readonly id: string;
  /** The schema that stands in the place of this one, which has a `$ref`. */
  readonly ref?: Schema;
  /** The schema `false`, which nothing satisfies. */
  readonly never?: true;
  readonly types?: readonly JsonType[];
  /** Whether `1.0` is an integer; not in draft 4. */
  readonly wholeFloats: boolean;
  /** Values by their canonical text. */
  readonly enum?: ReadonlySet<string>;
  readonly const?: string;

  readonly maxLength?: number;
  readonly minLength?: number;
  readonly format?: string;

  readonly maximum?: JsonNumber;
  readonly minimum?: JsonNumber;
  readonly exclusiveMaximum?: boolean;
  readonly exclusiveMinimum?: boolean;
  readonly multipleOf?: JsonNumber;

  readonly properties?: ReadonlyMap<string, Schema>;
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly dependencies?: ReadonlyMap<string, Schema | readonly string[]>;

  /** One for all items, or a list of one for each. */
  readonly items?: Schema | readonly Schema[];
  readonly additionalItems?: Schema | false;
  readonly contains?: Schema;
  readonly uniqueItems?: boolean;
  readonly maxItems?: number;
  readonly minItems?: number;

  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  /** `if`, `then` and `else`. */
  readonly condition?: Schema;
  readonly whenTrue?: Schema;
  readonly whenFalse?: Schema;
}

/** A schema while it is read. */
export type Draft = { -readonly [K in keyof Schema]: Schema[K] };
