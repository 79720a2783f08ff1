// What is known of a definition while the values of its expressions are traced, and where they may come from.
import { ExpressionError, parseTemplate, type Dialect, type Template } from '../../expressions/index.js';
import type { Json } from '../../json.js';
import type { LeafNode } from '../../workflow/index.js';

/** The step from a list to one of its elements. */
export const item = Symbol('item');
/** The step from a text to what it says as JSON. */
export const json = Symbol('json');
/** The step from a text to the one that it is the base64 of. */
export const base64 = Symbol('base64');

export type Step = string | typeof item | typeof json | typeof base64;

/** A place in the outputs of an action, by its folded name, or of the trigger. */
export interface Place {
  readonly source: string | typeof trigger;
  readonly path: readonly Step[];
}

/** The source that is the trigger. */
export const trigger = Symbol('trigger');

/** An answer's value, or one that the definition writes out: with templates, which have origins of their own. */
export type Origin =
  ({ readonly kind: 'read' } & Place) | { readonly kind: 'written'; readonly value: Json; readonly scope: Scope };

/** Something that the definition writes, and what the templates in it can see. */
export interface Written {
  readonly value: Json;
  readonly scope: Scope;
}

/** What a template sees, by folded names. */
export interface Scope {
  readonly dialect: Dialect;
  /** Reads a text as a template, each text once. */
  readonly template: typeof templateOf;
  readonly actions: ReadonlyMap<string, { readonly node: LeafNode; readonly scope: Scope }>;
  /** What tells most of a variable's value. */
  readonly variables: ReadonlyMap<string, Written>;
  /** The values that calls have in every run, by function and name: `parameters limit`. */
  readonly constants: ReadonlyMap<string, Json>;
  /** The elements of the loops around, and of the innermost, which may be a data operation. */
  readonly loops: ReadonlyMap<string, Element>;
  readonly item: Element;
}

type Element = (trail: Trail) => Origin | undefined;

/** What is being followed: a variable may be set to something of its own. And how far yet, for every way forks. */
export interface Trail {
  readonly names: ReadonlySet<string>;
  readonly steps: { left: number };
}

const furthest = 50;

/** Nothing has been followed yet. */
export function newTrail(): Trail {
  return { names: new Set(), steps: { left: furthest } };
}

/** A text as a template; undefined where it is none, as the code of an action. */
export function templateOf(text: string): Template | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
