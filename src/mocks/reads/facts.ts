// What the expressions of a definition take for granted of the values they read.
import type { Access, Call, Expression, Literal } from '../../expressions/index.js';
import { isArray, isObject, own, type Json, type JsonObject } from '../../json.js';
import { countCompared, otherThan } from './counts.js';
import { constantOf, demand } from './demands.js';
import { originOf, originOfWritten } from './origin.js';
import { fold } from '../../workflow/index.js';
import { type Origin, type Place, type Scope } from './scope.js';
import type { Claim } from './schema.js';

/** A place that is read, and what is taken for granted of its value. */
export type Fact = Place & Claim;

/** What all the templates in a structure take for granted. */
export function factsIn(value: Json, scope: Scope): readonly Fact[] {
  if (isArray(value)) return value.flatMap((each) => factsIn(each, scope));
  if (isObject(value))
    return Object.entries(value).flatMap(([name, each]) => [...factsIn(name, scope), ...factsIn(each, scope)]);
  return typeof value === 'string' ? expressionsIn(value, scope).flatMap((each) => factsOf(each, scope)) : [];
}

/** A condition: a template, or Logic Apps' objects (`{ equals: [a, b] }`), which say the same as functions. */
export function factsOfCondition(condition: Json, scope: Scope): readonly Fact[] {
  return factsOf(asExpression(condition, scope), scope);
}

/** A condition that must hold, or must not: a loop would not end else, no run begin, or one end too early. */
export function required(condition: Json, holds: boolean, scope: Scope): readonly Fact[] {
  return requiredOf(asExpression(condition, scope), holds, scope);
}

/** With `and` and `or` all parts are made to help, whether or not one would do. */
function requiredOf(expression: Expression, holds: boolean, scope: Scope): readonly Fact[] {
  if (expression.kind === 'literal') return [];
  if (expression.kind === 'call') {
    const { name, args } = expression;
    if (/^(?:and|or)$/i.test(name)) return args.flatMap((arg) => requiredOf(arg, holds, scope));
    if (denies(name, args)) return args.flatMap((arg) => requiredOf(arg, !holds, scope));
  }
  const itself = factAt(originOf(expression, scope), { schema: { enum: [true] } });
  const facts = [...itself, ...factsOf(expression, scope)];
  return holds ? facts.map((fact) => ({ ...fact, decisive: true })) : facts.map(ruledOut);
}

/** What must not hold. Of true and false the other one must, and of a list there must be more or fewer items. */
function ruledOut(fact: Fact): Fact {
  const { source, path, schema, count } = fact;
  if (count) return { source, path, count: otherThan(count), decisive: true };
  const choices = schema && own(schema, 'enum');
  if (!isArray(choices)) return fact;
  const [only, ...others] = choices;
  return typeof only === 'boolean' && others.length === 0
    ? { source, path, schema: { enum: [!only] }, decisive: true }
    : { source, path, excluded: choices };
}

/** Says something of the place that a written value comes from. */
export function factOf(value: Json, schema: JsonObject, scope: Scope): readonly Fact[] {
  return factAt(originOfWritten(value, scope), { schema });
}

/** An address: in one that is put together the first part tells where it goes. */
export function factOfAddress(value: Json, scope: Scope): readonly Fact[] {
  const [first] = typeof value === 'string' ? expressionsIn(value, scope) : [];
  const isFirst = typeof value === 'string' && value.startsWith('@');
  const part = first?.kind === 'call' && fold(first.name) === 'concat' ? first.args[0] : first;
  return isFirst && part ? factAt(originOf(part, scope), { schema: { format: 'uri' } }) : [];
}

function expressionsIn(text: string, scope: Scope): readonly Expression[] {
  const template = scope.template(text);
  if (template?.kind === 'expression') return [template.expression];
  if (template?.kind !== 'interpolation') return [];
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
}

/** What is written of a condition as one expression. */
function asExpression(value: Json, scope: Scope): Expression {
  if (isArray(value)) return callOf('createArray', value, scope);
  if (isObject(value)) {
    const calls = Object.entries(value).map(([name, given]) => callOf(name, isArray(given) ? given : [given], scope));
    return calls.length === 1 && calls[0] ? calls[0] : { ...nowhere, kind: 'call', name: 'and', args: calls };
  }
  const template = typeof value === 'string' ? scope.template(value) : undefined;
  if (template?.kind === 'expression') return template.expression;
  if (template?.kind !== 'interpolation') return { ...nowhere, kind: 'literal', value: value as Literal['value'] };
  const args = template.parts.map((part): Expression =>
    typeof part === 'string' ? { ...nowhere, kind: 'literal', value: part } : part.expression,
  );
  return { ...nowhere, kind: 'call', name: 'concat', args };
}

function callOf(name: string, given: readonly Json[], scope: Scope): Call {
  return { ...nowhere, kind: 'call', name, args: given.map((each) => asExpression(each, scope)) };
}

const nowhere = { span: { start: 0, end: 0 }, nameSpan: { start: 0, end: 0 } } as const;

function factsOf(expression: Expression, scope: Scope): readonly Fact[] {
  if (expression.kind === 'literal') return [];
  const read = factAt(originOf(expression, scope));
  if (expression.kind === 'access')
    return [
      ...read,
      ...factsOfAccess(expression, scope),
      ...factsOf(expression.target, scope),
      ...factsOf(expression.key, scope),
    ];
  const { name, args } = expression;
  const inner = [
    ...args.flatMap((arg) => factsOf(arg, scope)),
    ...factsOfForm(expression, scope),
    ...factsOfLength(expression, scope),
  ];
  return [...read, ...(denies(name, args) ? inner.filter(isNoChoice) : inner), ...demands(name, args, scope)];
}

/** `formDataValue('Get', 'name')` wants a form with that field. */
function factsOfForm(call: Call, scope: Scope): readonly Fact[] {
  const [, triggers] = /^(trigger)?formData(?:Multi)?Values?$/i.exec(call.name) ?? [undefined, null];
  const field = constantOf(call.args.at(-1), scope);
  if (triggers === null || typeof field !== 'string') return [];
  return factAt(originOf({ ...call, name: triggers ? 'triggerBody' : 'body' }, scope), { field });
}

/** `split(x, ',')[1]` wants a comma in the text, and a key that is computed an object. */
/** `equals(length(x), 1)` */
function factsOfLength({ name, args }: Call, scope: Scope): readonly Fact[] {
  const at = args.findIndex((arg) => arg.kind === 'call' && fold(arg.name) === 'length');
  const [length, other] = [args[at], args[1 - at]];
  const count = countCompared(fold(name), constantOf(other, scope), at === 0);
  const list = length?.kind === 'call' ? length.args[0] : undefined;
  return list && count ? factAt(originOf(list, scope), { count }) : [];
}

function factsOfAccess({ target, key }: Access, scope: Scope): readonly Fact[] {
  const [text, separator] = target.kind === 'call' && fold(target.name) === 'split' ? target.args : [];
  const [by, index] = [constantOf(separator, scope), constantOf(key, scope)];
  if (text && typeof by === 'string' && by !== '' && typeof index === 'number')
    return factAt(originOf(text, scope), { separators: Array.from({ length: Math.min(index, 20) }, () => by) });
  const list = originOf(target, scope);
  if (typeof index === 'number' && index >= 0) return factAt(list, { count: { least: index + 1 } });
  return key.kind === 'access' ? factAt(list, { schema: { type: 'object' } }) : [];
}

/** `not(…)`, or `equals(…, false)`. */
function denies(name: string, args: readonly (Expression | undefined)[]): boolean {
  if (fold(name) === 'not') return true;
  return fold(name) === 'equals' && args.some((arg) => arg?.kind === 'literal' && arg.value === false);
}

/** What a value must not equal is no choice for it. */
function isNoChoice({ schema }: Fact): boolean {
  return schema === undefined || own(schema, 'enum') === undefined;
}

/** What a function takes for granted of its arguments. */
function demands(name: string, args: readonly (Expression | undefined)[], scope: Scope): readonly Fact[] {
  return args.flatMap((arg, at) => {
    const claim = arg && demand(fold(name), args, at, scope);
    return claim ? factAt(originOf(arg, scope), claim) : [];
  });
}

function factAt(origin: Origin | undefined, claim: Claim = {}): readonly Fact[] {
  return origin?.kind === 'read' ? [{ source: origin.source, path: origin.path, ...claim }] : [];
}
