// Where the value of an expression comes from: out of the answer of an action or of the trigger, along a path of names.
import {
  ExpressionError,
  parseTemplate,
  type Call,
  type Dialect,
  type Expression,
  type Template,
} from '../../expressions/index.js';
import { isArray, isObject, ownAnyCase, type Json } from '../../json.js';
import type { LeafNode } from '../../workflow/index.js';

/** The step from a list to one of its elements. */
export const item = Symbol('item');
/** The step from a text to what it says as JSON. */
export const json = Symbol('json');

export type Step = string | typeof item | typeof json;

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
  readonly actions: ReadonlyMap<string, { readonly node: LeafNode; readonly scope: Scope }>;
  /** The first value that a variable is given. */
  readonly variables: ReadonlyMap<string, Written>;
  /** The elements of the loops around, and of the innermost, which may be a data operation. */
  readonly loops: ReadonlyMap<string, () => Origin | undefined>;
  readonly item: () => Origin | undefined;
  /** What is being followed: a variable may be set to something of its own. */
  readonly following: ReadonlySet<string>;
}

/** The names of a definition are the same in any case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

/** The origin of what the definition writes at some place: a whole expression, or a structure. */
export function originOfWritten(value: Json, scope: Scope): Origin | undefined {
  if (isArray(value) || isObject(value)) return { kind: 'written', value, scope };
  if (typeof value !== 'string') return undefined;
  const template = templateOf(value);
  return template?.kind === 'expression' ? originOf(template.expression, scope) : undefined;
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

/** The origin of an expression; undefined where it is made by a function, or written out. */
export function originOf(expression: Expression, scope: Scope): Origin | undefined {
  switch (expression.kind) {
    case 'literal':
      return undefined;
    case 'call':
      return originOfCall(expression, scope);
    case 'access': {
      const target = originOf(expression.target, scope);
      if (!target) return undefined;
      const { key } = expression;
      if (key.kind !== 'literal' || typeof key.value !== 'string') return stepInto(target, item);
      const names = scope.dialect === 'power-automate' ? key.value.split('/') : [key.value];
      return names.reduce<Origin | undefined>((at, name) => at && stepInto(at, stepOf(name)), target);
    }
  }
}

/** In Power Automate's `body/value/0/id` a number is an element. */
function stepOf(name: string): Step {
  return /^\d+$/.test(name) ? item : name;
}

/** The origin of a property or of an element. */
export function stepInto(origin: Origin, step: Step): Origin | undefined {
  if (origin.kind === 'read') return { ...origin, path: [...origin.path, step] };
  const { value, scope } = origin;
  if (step === item) return isArray(value) && value[0] !== undefined ? originOfWritten(value[0], scope) : undefined;
  const inner = isObject(value) && typeof step === 'string' ? ownAnyCase(value, step) : undefined;
  return inner === undefined ? undefined : originOfWritten(inner, scope);
}

function originOfCall({ name, args }: Call, scope: Scope): Origin | undefined {
  const [first] = args;
  const named = first?.kind === 'literal' && typeof first.value === 'string' ? fold(first.value) : '';
  const firstOrigin = () => first && originOf(first, scope);
  switch (fold(name)) {
    case 'triggeroutputs':
      return { kind: 'read', source: trigger, path: [] };
    case 'triggerbody':
      return { kind: 'read', source: trigger, path: ['body'] };
    case 'outputs':
      return ofAction(named, [], scope);
    case 'body':
      return ofAction(named, ['body'], scope);
    case 'variables':
      return followed(`variable ${named}`, scope.variables.get(named), scope);
    case 'item':
      return scope.item();
    case 'items':
      return scope.loops.get(named)?.();
    case 'first':
    case 'last': {
      const list = firstOrigin();
      return list && stepInto(list, item);
    }
    case 'json': {
      const text = firstOrigin();
      return text?.kind === 'read' ? stepInto(text, json) : text;
    }
    case 'coalesce':
    case 'take':
    case 'skip':
    case 'sort':
    case 'reverse':
    case 'union':
    case 'intersection':
      return firstOrigin();
    default:
      return undefined;
  }
}

/** Data operations hand on what they are given; other actions are asked for it. */
function ofAction(name: string, path: readonly Step[], scope: Scope): Origin | undefined {
  const found = scope.actions.get(name);
  const inputs = found?.node.inputs ?? null;
  const input = (key: string): Written | undefined => {
    const value = isObject(inputs) ? ownAnyCase(inputs, key) : undefined;
    return found && value !== undefined ? { value, scope: found.scope } : undefined;
  };
  switch (found?.node.type) {
    case 'Compose':
      return followed(name, { value: inputs, scope: found.scope }, scope);
    case 'ParseJson':
      return followed(name, input('content'), scope);
    case 'Query':
      return followed(name, input('from'), scope);
    case 'Select': {
      const made = input('select');
      return made && { kind: 'written', value: [made.value], scope: made.scope };
    }
    case undefined:
      return undefined;
    default:
      return { kind: 'read', source: name, path };
  }
}

function followed(name: string, written: Written | undefined, scope: Scope): Origin | undefined {
  if (!written || scope.following.has(name)) return undefined;
  return originOfWritten(written.value, { ...written.scope, following: new Set([...scope.following, name]) });
}
