import { isArray, isObject, type Json, type JsonObject } from '../json.js';
import { checkDescription } from './common.js';
import type { TriggerDefinition } from './definition.js';
import { triggerKeywords } from './keywords.js';
import { limits } from './limits.js';
import { didYouMean, fold, listed } from './names.js';
import { child } from '../pointer.js';
import { described, field, objectField, textField, warnUnknown } from './reading.js';
import type { Report } from './report.js';
import { triggerType, triggerTypes } from './trigger-types.js';

/** Reads the `triggers` of a definition. */
export function parseTriggers(definition: JsonObject, report: Report): readonly TriggerDefinition[] {
  if (refuseList(definition, report)) return [];
  const { value, pointer } = objectField(definition, '', 'triggers', report);
  const names = Object.keys(value);
  if (names.length > limits.triggers) {
    const message = `The workflow has ${names.length} triggers; the service allows ${limits.triggers}.`;
    report.warn({ code: 'LimitExceeded', message, pointer, at: 'key' });
  }
  const strays = new Set(names.flatMap((name) => reportMisindented(name, value, pointer, report)));
  const found = names.filter((name) => !strays.has(name));
  return found.flatMap((name) => parseTrigger(name, value, child(pointer, name), report) ?? []);
}

function refuseList(definition: JsonObject, report: Report): boolean {
  const found = field(definition, '', 'triggers');
  if (!found || !isArray(found.value)) return false;
  const message = "'triggers' must be a map from names to triggers; only actions can be a list.";
  const advice = "Below 'triggers:' write, without a dash: manual: { type: Request, kind: Http }";
  report.error({ code: 'InvalidProperty', message, advice, pointer: found.pointer });
  return true;
}

/** `manual:` with its body on the same level; gives the names that are none. */
function reportMisindented(name: string, all: JsonObject, pointer: string, report: Report): readonly string[] {
  const strays = Object.keys(all).filter((key) => Object.hasOwn(triggerKeywords, key) && !isObject(all[key] ?? null));
  if (all[name] !== null || typeof all['type'] !== 'string') return [];
  report.error({
    code: 'BodyNotIndented',
    message: `${listed(strays)} ${strays.length === 1 ? 'stands' : 'stand'} beside the trigger '${name}', not inside it.`,
    advice: `Indent what belongs to '${name}' further than '${name}'.`,
    pointer: child(pointer, 'type'),
    at: 'key',
  });
  return [name, ...strays];
}

function parseTrigger(name: string, all: JsonObject, pointer: string, report: Report): TriggerDefinition | undefined {
  const source = all[name] ?? null;
  if (!isObject(source)) {
    reportBody(name, source, pointer, report);
    return undefined;
  }
  warnUnknown(source, pointer, [triggerKeywords], 'A trigger', report);
  checkDescription(source, pointer, report);
  const type = typeOf(name, source, pointer, report);
  const kind = textField(source, pointer, 'kind', report);
  const known = triggerType(type ?? '')?.kinds?.find((word) => fold(word) === fold(kind ?? ''));
  return {
    name,
    type: type ?? '',
    ...(kind === undefined ? {} : { kind: known ?? kind }),
    inputs: field(source, pointer, 'inputs')?.value ?? {},
    source,
    pointer,
  };
}

function typeOf(name: string, source: JsonObject, pointer: string, report: Report): string | undefined {
  const written = textField(source, pointer, 'type', report);
  const found = field(source, pointer, 'type');
  const type = written === undefined ? undefined : triggerType(written);
  const names = triggerTypes.map((known) => known.type);
  if (type || (found && found.value !== null && written === undefined)) return type?.type;
  report.error({
    code: written === undefined ? 'MissingProperty' : 'UnknownType',
    message: written === undefined ? `The trigger '${name}' has no 'type'.` : `There is no trigger type '${written}'.`,
    advice:
      (written === undefined ? undefined : didYouMean(written, names)) ?? `Triggers are of type ${names.join(', ')}.`,
    pointer: written === undefined ? pointer : (found?.pointer ?? pointer),
    at: written === undefined ? 'key' : undefined,
  });
  return undefined;
}

function reportBody(name: string, value: Json, pointer: string, report: Report): void {
  report.error({
    code: 'InvalidProperty',
    message: `The trigger '${name}' must be a map, and is ${described(value)}.`,
    advice: `Write: ${name}: { type: Request, kind: Http }`,
    pointer,
    at: value === null ? 'key' : undefined,
  });
}
