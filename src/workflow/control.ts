import { isArray, isObject, kindOf, type Json, type JsonObject } from '../json.js';
import type { ActionType } from './action-types.js';
import type { ActionBase, ActionNode, SwitchCase } from './definition.js';
import type { Keywords } from './keywords.js';
import { limits } from './limits.js';
import type { Context, Placed } from './place.js';
import { field, objectField, warnUnknown, wrongType, type Field } from './reading.js';
import { checkKeywords } from './required.js';
import { checkInteger, checkTimeout } from './values.js';

type ParseActions = (value: Json, pointer: string, owner: Placed, context: Context) => readonly ActionNode[];

/** Reads an action that holds other actions. */
export function parseControl(
  base: ActionBase,
  type: ActionType,
  placed: Placed,
  context: Context,
  parse: ParseActions,
): ActionNode {
  checkKeywords(placed, type, context.report);
  const { body, pointer } = placed;
  const value = (name: string): Json => field(body, pointer, name)?.value ?? null;
  const inside = (found: Field | undefined): readonly ActionNode[] =>
    found ? parse(found.value, found.pointer, placed, context) : [];
  const branch = (name: string): readonly ActionNode[] => inside(branchOf(field(body, pointer, name), context));
  const actions = (): readonly ActionNode[] => inside(field(body, pointer, 'actions'));
  switch (type.type) {
    case 'If':
      checkBranches(placed, context);
      checkExpression(placed, 'expression', context);
      return { control: 'if', ...base, expression: value('expression'), actions: actions(), otherwise: branch('else') };
    case 'Switch':
      return {
        control: 'switch',
        ...base,
        expression: value('expression'),
        cases: casesOf(placed, inside, context),
        otherwise: branch('default'),
      };
    case 'Foreach':
      checkForeach(placed, context);
      return { control: 'foreach', ...base, foreach: value('foreach'), actions: actions() };
    case 'Until':
      checkExpression(placed, 'expression', context);
      return {
        control: 'until',
        ...base,
        expression: value('expression'),
        limit: limitOf(placed, context),
        actions: actions(),
      };
    default:
      return { control: 'scope', ...base, actions: actions() };
  }
}

function checkBranches({ name, body, pointer, namePointer }: Placed, { report }: Context): void {
  if (field(body, pointer, 'actions') ?? field(body, pointer, 'else')) return;
  report.error({
    code: 'MissingProperty',
    message: `The If action '${name}' has no 'actions'.`,
    advice: "Add 'actions:' — what runs when the condition is true; 'else: { actions: … }' when it is false.",
    pointer: namePointer,
    at: 'key',
  });
}

/** Text that is no expression is never true or false, and no array. */
function checkExpression({ body, pointer }: Placed, name: string, { report }: Context): void {
  const found = field(body, pointer, name);
  if (!found || found.value === null) return;
  if (typeof found.value !== 'string') {
    const fits = name === 'foreach' ? isArray(found.value) : isObject(found.value) || typeof found.value === 'boolean';
    if (!fits) wrongType(found, name === 'foreach' ? 'an expression or a list' : 'an expression or a map', report);
  } else if (!found.value.startsWith('@')) {
    report.warn({
      code: 'InvalidProperty',
      message: `'${found.key}' is plain text, which is not evaluated: an expression begins with @.`,
      advice: `Write: ${found.key}: "@${found.value.trim()}"`,
      pointer: found.pointer,
    });
  }
}

/** `else` and `default` hold `actions`; the actions put there directly are read all the same. */
function branchOf(found: Field | undefined, { report }: Context): Field | undefined {
  if (!found || found.value === null) return undefined;
  const { key, value, pointer } = found;
  const actions = isObject(value) ? field(value, pointer, 'actions') : undefined;
  if (actions && isObject(value)) {
    warnUnknown(value, pointer, [{ actions: { description: 'What runs.' } }], `'${key}'`, report);
    return actions;
  }
  if (isObject(value) && Object.keys(value).length === 0) return undefined;
  report.error({
    code: 'InvalidProperty',
    message: `'${key}' must hold 'actions'.`,
    advice: `Write '${key}:', below it 'actions:', and below that the actions.`,
    pointer,
    at: 'key',
  });
  return isObject(value) || isArray(value) ? found : undefined;
}

const caseKeywords: Keywords = {
  case: { description: 'The value that selects this case.' },
  actions: { description: 'What runs then.' },
};

function casesOf(
  placed: Placed,
  inside: (found: Field | undefined) => readonly ActionNode[],
  context: Context,
): readonly SwitchCase[] {
  const cases = objectField(placed.body, placed.pointer, 'cases', context.report);
  const names = Object.keys(cases.value);
  if (names.length > limits.switchCases) {
    const message = `The Switch has ${names.length} cases; the service allows ${limits.switchCases}.`;
    context.report.warn({ code: 'LimitExceeded', message, pointer: cases.pointer, at: 'key' });
  }
  return names.map((name) => {
    const body = objectField(cases.value, cases.pointer, name, context.report);
    const { value, pointer } = body;
    warnUnknown(value, pointer, [caseKeywords], 'A case', context.report);
    for (const key of ['case', 'actions']) if (!field(value, pointer, key)) reportMissing(name, key, pointer, context);
    return { name, value: caseValue(value, pointer, context), actions: inside(field(value, pointer, 'actions')) };
  });
}

function reportMissing(name: string, key: string, pointer: string, { report }: Context): void {
  const advice =
    key === 'case' ? "Add 'case:' — the value that selects it." : "Add 'actions:' — what runs then; it may be {}.";
  report.error({ code: 'MissingProperty', message: `The case '${name}' has no '${key}'.`, advice, pointer, at: 'key' });
}

function caseValue(value: JsonObject, pointer: string, { report }: Context): Json {
  const found = field(value, pointer, 'case');
  if (!found || ['String', 'Integer'].includes(kindOf(found.value))) return found?.value ?? null;
  wrongType(found, 'text or a whole number', report);
  return null;
}

function checkForeach(placed: Placed, context: Context): void {
  const { report } = context;
  checkExpression(placed, 'foreach', context);
  const runtime = field(placed.body, placed.pointer, 'runtimeConfiguration');
  if (!runtime || !isObject(runtime.value)) return; // reported with the common keywords
  const concurrency = objectField(runtime.value, runtime.pointer, 'concurrency', report);
  const repetitions = field(concurrency.value, concurrency.pointer, 'repetitions');
  if (repetitions) checkInteger(repetitions, 1, limits.foreachConcurrency, report);
}

function limitOf({ body, pointer }: Placed, { report }: Context): { count?: Json; timeout?: Json } {
  const limit = objectField(body, pointer, 'limit', report);
  const count = field(limit.value, limit.pointer, 'count');
  const timeout = field(limit.value, limit.pointer, 'timeout');
  if (count) checkInteger(count, 1, limits.untilCount, report);
  if (timeout) checkTimeout(timeout, report);
  return { ...(count ? { count: count.value } : {}), ...(timeout ? { timeout: timeout.value } : {}) };
}
