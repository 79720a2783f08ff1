import { isObject, type JsonObject } from '../json.js';
import type { ActionType } from './action-types.js';
import { actionKeywords, callKeywords, type Keywords } from './keywords.js';
import { didYouMean, fold, listed, nearest } from './names.js';
import type { Placed } from './place.js';
import { child } from '../pointer.js';
import { field, isTemplate, warnUnknown, wrongType, type Field } from './reading.js';
import type { Report } from './report.js';

const withInputs: Keywords = {
  inputs: { description: 'The settings of the action.' },
  kind: { description: 'A variety of the type.' },
};

/** Checks which keywords an action has: those of its type, none missing. */
export function checkKeywords(placed: Placed, type: ActionType, report: Report): void {
  const own = type.keywords ?? {};
  const inTable = type.runs || type.inputs !== 'any'; // of a type from outside, the keywords are not all known
  if (inTable) warnOfOthers(placed, type, [actionKeywords, own, type.inputs ? withInputs : {}], report);
  checkRequired(placed.body, placed.pointer, own, placed, report);
}

function warnOfOthers({ body, pointer }: Placed, type: ActionType, known: readonly Keywords[], report: Report): void {
  const inputs = typeof type.inputs === 'object' ? Object.keys(type.inputs).map(fold) : [];
  warnUnknown(body, pointer, known, `An action of type ${type.type}`, report, (key) => {
    if (inputs.includes(fold(key))) return `'${key}' belongs below 'inputs:'.`;
    return fold(key) === 'with' ? "'with' goes with 'call'; an action with a type has 'inputs'." : undefined;
  });
}

/** Checks `call` and what stands beside it. */
export function checkCallKeywords(placed: Placed, report: Report): void {
  const beside = Object.keys(callKeywords).filter((key) => key !== 'call');
  const { type: _type, ...others } = actionKeywords;
  if (reportSpilled(placed, [...beside, ...Object.keys(others), 'call', 'type', 'inputs'], report)) return;
  warnUnknown(placed.body, placed.pointer, [others, callKeywords], "An action with 'call'", report, (key) => {
    const near = nearest(key, beside);
    return near === undefined ? `Parameters of the operation belong below 'with:'.` : `Did you mean '${near}'?`;
  });
}

/** `with:` is empty and its parameters stand beside it: they would be left out in silence. */
function reportSpilled({ body, pointer }: Placed, known: readonly string[], report: Report): boolean {
  const parameters = field(body, pointer, 'with');
  const spilled = Object.keys(body).filter((key) => !known.some((name) => fold(name) === fold(key)));
  if (parameters?.value !== null || spilled.length === 0) return false;
  report.error({
    code: 'BodyNotIndented',
    message: `${listed(spilled)} ${spilled.length === 1 ? 'stands' : 'stand'} beside 'with', not inside it.`,
    advice: "Indent what belongs to 'with' further than 'with'.",
    pointer: child(pointer, spilled[0] ?? ''),
    at: 'key',
  });
  return true;
}

/** Checks that `inputs` is a map which has what the type needs. */
export function checkInputs(inputs: Field | undefined, type: ActionType, placed: Placed, report: Report): void {
  if (typeof type.inputs !== 'object') {
    if (type.type === 'Compose' && !inputs)
      reportMissing('inputs', 'any value: it becomes the output', placed, placed.body, report);
    return;
  }
  if (inputs && isTemplate(inputs.value)) return; // an expression that gives the whole map
  if (inputs && inputs.value !== null && !isObject(inputs.value)) return wrongType(inputs, 'a map', report);
  const value = inputs && isObject(inputs.value) ? inputs.value : {};
  const pointer = inputs?.pointer ?? placed.pointer;
  checkRequired(value, pointer, type.inputs, placed, report, inputs ?? null);
  if (!type.open) warnUnknown(value, pointer, [type.inputs], `'inputs' of an action of type ${type.type}`, report);
}

function checkRequired(
  map: JsonObject,
  pointer: string,
  keywords: Keywords,
  placed: Placed,
  report: Report,
  inputs?: Field | null,
): void {
  for (const [name, { required, description }] of Object.entries(keywords)) {
    if (!required) continue;
    const found = field(map, pointer, name);
    // An empty `actions` has its own message, and null is a value that a variable can be set to.
    if (found && (found.value !== null || name === 'actions' || name === 'value')) continue;
    reportMissing(
      inputs === undefined ? name : `inputs.${name}`,
      description,
      placed,
      map,
      report,
      found ?? inputs ?? undefined,
    );
  }
}

function reportMissing(
  path: string,
  description: string,
  placed: Placed,
  map: JsonObject,
  report: Report,
  near?: Field,
): void {
  const name = path.slice(path.indexOf('.') + 1);
  report.error({
    code: 'MissingProperty',
    message: `The ${placed.type} action '${placed.name}' has no ${listed([path])}.`,
    advice: missingAdvice(path, name, description, placed, map),
    pointer: stray(path, name, placed)?.pointer ?? near?.pointer ?? placed.namePointer,
    at: 'key',
  });
}

/** A property of `inputs` that stands beside `type` instead. */
function stray(path: string, name: string, { body, pointer }: Placed): Field | undefined {
  return path === name ? undefined : field(body, pointer, name);
}

function missingAdvice(path: string, name: string, description: string, placed: Placed, map: JsonObject): string {
  if (stray(path, name, placed)) {
    return `'${name}' stands beside 'type'. Put it below 'inputs:', indented.`;
  }
  const slip = Object.keys(map).find((key) => fold(key) !== fold(name) && nearest(key, [name]) !== undefined);
  const meant = slip === undefined ? undefined : didYouMean(slip, [name]);
  return meant ?? `Add '${name}:' — ${description[0]?.toLowerCase()}${description.slice(1).replace(/\.$/, '')}.`;
}
