import { isObject, own, type JsonObject } from '../json.js';
import { actionType, actionTypes, type ActionType } from './action-types.js';
import type { Entry } from './entries.js';
import { didYouMean, fold, nearest } from './names.js';
import { child } from '../pointer.js';
import { described, field, textField } from './reading.js';
import type { Report } from './report.js';

/** The body of an action, or a report of what stands in its place. */
export function bodyOf({ name, body, namePointer }: Entry, report: Report): JsonObject | undefined {
  if (isObject(body) && Object.keys(body).length > 0) return body;
  const operation = typeof body === 'string' && /^[\w-]+\.\w+$/.test(body) ? body : undefined;
  report.error({
    code: 'InvalidActionBody',
    message:
      body === null || isObject(body)
        ? `The action '${name}' has no body.`
        : `The body of the action '${name}' must be a map, and is ${described(body)}.`,
    advice: operation
      ? `Write 'call: ${operation}' below '${name}:', indented.`
      : `Below '${name}:' write, indented, what it does: 'call: connection.Operation' or 'type: …'.`,
    pointer: namePointer,
    at: body === null ? 'key' : undefined,
  });
  return undefined;
}

/** The type of an action, or a report that it has none or one that does not exist. */
export function typeOf(entry: Entry, body: JsonObject, report: Report): ActionType | undefined {
  const found = field(body, entry.pointer, 'type');
  if (!found || found.value === null) {
    reportMissing(entry, body, report);
    return undefined;
  }
  const name = textField(body, entry.pointer, 'type', report);
  const type = name === undefined ? undefined : actionType(name);
  if (name !== undefined && !type) reportUnknown(name, found.pointer, report);
  return type;
}

const typeNames = actionTypes.map(({ type }) => type);
const runnable = actionTypes.filter(({ runs }) => runs).map(({ type }) => type);

function reportUnknown(name: string, pointer: string, report: Report): void {
  report.error({
    code: 'UnknownType',
    message: `There is no action type '${name}'.`,
    advice: didYouMean(name, typeNames) ?? `Types that run here: ${runnable.join(', ')}.`,
    pointer,
  });
}

function reportMissing(entry: Entry, body: JsonObject, report: Report): void {
  const slip = Object.keys(body).find((key) => fold(key) !== 'type' && nearest(key, ['type', 'call']) !== undefined);
  report.error({
    code: 'MissingProperty',
    message: `The action '${entry.name}' does not say what it does: it has neither 'type' nor 'call'.`,
    advice: missingTypeAdvice(body, slip),
    pointer: slip === undefined ? entry.namePointer : child(entry.pointer, slip),
    at: 'key',
  });
}

function missingTypeAdvice(body: JsonObject, slip: string | undefined): string {
  if (Object.values(body).every((item) => isObject(item) && own(item, 'type') !== undefined))
    return "To group actions, write 'type: Scope' and put them below 'actions:'.";
  const meant = slip === undefined ? undefined : didYouMean(slip, ['type', 'call']);
  return meant ?? "Add 'call: connection.Operation', or 'type: …' (Compose, Http, If, …).";
}
