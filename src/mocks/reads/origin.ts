// Where the value of an expression comes from: out of the answer of an action or of the trigger, along a path of names.
import type { Access, Call, Expression } from '../../expressions/index.js';
import { isArray, isNumber, isObject, ownAnyCase, type Json } from '../../json.js';
import { fold, type LeafNode } from '../../workflow/index.js';
import {
  base64,
  item,
  json,
  newTrail,
  trigger,
  type Origin,
  type Scope,
  type Step,
  type Trail,
  type Written,
} from './scope.js';

/** The origin of what the definition writes at some place: a whole expression, as a value or a text, or a structure. */
export function originOfWritten(value: Json, scope: Scope, trail = newTrail()): Origin | undefined {
  if (isArray(value) || isObject(value)) return { kind: 'written', value, scope };
  if (typeof value !== 'string') return undefined;
  const template = scope.template(value);
  if (template?.kind === 'expression') return originOf(template.expression, scope, trail);
  const [part, ...others] = template?.kind === 'interpolation' ? template.parts : [];
  return typeof part === 'object' && others.length === 0 ? originOf(part.expression, scope, trail) : undefined;
}

/** The origin of an expression; undefined where it is made by a function, or written out. */
export function originOf(expression: Expression, scope: Scope, trail = newTrail()): Origin | undefined {
  switch (expression.kind) {
    case 'literal':
      return undefined;
    case 'call':
      return originOfCall(expression, scope, trail);
    case 'access':
      return originOfAccess(expression, scope, trail);
  }
}

function originOfAccess({ target, key }: Access, scope: Scope, trail: Trail): Origin | undefined {
  const name = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
  const outputs = target.kind === 'call' && name === 'outputs' ? outputsOfRecord.get(fold(target.name)) : undefined;
  if (target.kind === 'call' && outputs !== undefined) return originOfCall({ ...target, name: outputs }, scope, trail);
  const from = originOf(target, scope, trail);
  if (!from) return undefined;
  if (name === undefined) return isIndex(key) ? stepInto(from, item, trail) : undefined;
  const names = scope.dialect === 'power-automate' ? name.split('/') : [name];
  return names.reduce<Origin | undefined>((at, each) => at && stepInto(at, stepOf(each), trail), from);
}

/** `actions('Get')?['outputs']` is `outputs('Get')`. */
const outputsOfRecord = new Map([
  ['actions', 'outputs'],
  ['trigger', 'triggerOutputs'],
]);

/** Whether a key that is computed takes an element: a guess, but for what a property or a text function gives. */
function isIndex(key: Expression): boolean {
  if (key.kind === 'literal') return isNumber(key.value);
  return key.kind === 'call' && !/^(?:concat|string|tolower|toupper|trim|replace|formatdatetime)$/.test(fold(key.name));
}

/** In Power Automate's `body/value/0/id` a number is an element. */
function stepOf(name: string): Step {
  return /^\d+$/.test(name) ? item : name;
}

/** The origin of a property or of an element. */
export function stepInto(origin: Origin, step: Step, trail = newTrail()): Origin | undefined {
  if (origin.kind === 'read') return { ...origin, path: [...origin.path, step] };
  const { value, scope } = origin;
  const inner = partOf(value, step);
  return inner === undefined ? undefined : originOfWritten(inner, scope, trail);
}

function partOf(value: Json, step: Step): Json | undefined {
  if (isArray(value)) return step === item ? value[0] : undefined;
  return isObject(value) && typeof step === 'string' ? ownAnyCase(value, step) : undefined;
}

function originOfCall({ name, args }: Call, scope: Scope, trail: Trail): Origin | undefined {
  const [first] = args;
  const named = nameIn(first);
  const into = (step: Step): Origin | undefined => {
    const origin = first && originOf(first, scope, trail);
    return origin && stepInto(origin, step, trail);
  };
  switch (fold(name)) {
    case 'triggeroutputs':
      return { kind: 'read', source: trigger, path: [] };
    case 'triggerbody':
      return { kind: 'read', source: trigger, path: ['body'] };
    case 'outputs':
    case 'actionoutputs':
      return ofAction(named, [], scope, trail);
    case 'body':
    case 'actionbody':
      return ofAction(named, ['body'], scope, trail);
    case 'variables':
      return followed(`variable ${named}`, scope.variables.get(named), trail);
    case 'item':
      return scope.item(trail);
    case 'items':
      return scope.loops.get(named)?.(trail);
    case 'first':
    case 'last':
      return into(item);
    case 'json':
      return into(json) ?? (first && originOf(first, scope, trail));
    case 'base64tostring':
    case 'decodebase64':
      return into(base64);
    default: {
      const found = sameAs(fold(name), args).flatMap((arg) => originOf(arg, scope, trail) ?? []);
      return found.find(({ kind }) => kind === 'read') ?? found[0];
    }
  }
}

/** The name that a call asks for, folded. */
export function nameIn(first: Expression | undefined): string {
  return first?.kind === 'literal' && typeof first.value === 'string' ? fold(first.value) : '';
}

/** The arguments that a function hands on, whole or changed so little that what is known of the result holds of them. */
function sameAs(name: string, args: readonly Expression[]): readonly Expression[] {
  if (/^(?:coalesce|union|intersection)$/.test(name)) return args;
  if (name === 'if') return args.slice(1);
  return /^(?:take|skip|sort|reverse|string|trim|tolower|toupper)$/.test(name) ? args.slice(0, 1) : [];
}

/** Data operations hand on what they are given; other actions are asked for it. */
function ofAction(name: string, path: readonly string[], scope: Scope, trail: Trail): Origin | undefined {
  const found = scope.actions.get(name);
  if (!found) return undefined;
  const { node } = found;
  if (node.type === 'Compose') return followed(name, { value: node.inputs, scope: found.scope }, trail);
  const body = handedOn(node);
  if (body === undefined) return dataOperations.test(node.type) ? undefined : { kind: 'read', source: name, path };
  const outputs: Origin = { kind: 'written', value: { body }, scope: found.scope };
  return path.length === 0 ? outputs : followed(name, { value: body, scope: found.scope }, trail);
}

const dataOperations = /^(?:ParseJson|Query|Select)$/;

/** What a data operation writes of its body. */
function handedOn({ type, inputs }: LeafNode): Json | undefined {
  const input = (key: string) => (isObject(inputs) ? ownAnyCase(inputs, key) : undefined);
  if (type === 'ParseJson') return input('content');
  if (type === 'Query') return input('from');
  const made = type === 'Select' ? input('select') : undefined;
  return made === undefined ? undefined : [made];
}

function followed(name: string, written: Written | undefined, { names, steps }: Trail): Origin | undefined {
  if (!written || names.has(name) || steps.left <= 0) return undefined;
  steps.left -= 1;
  return originOfWritten(written.value, written.scope, { names: new Set([...names, name]), steps });
}
