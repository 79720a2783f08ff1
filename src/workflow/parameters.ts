import { isArray, isObject, equal, kindOf, type Json, type JsonObject } from '../json.js';
import type { ConnectionReference, ParameterDefinition, ParameterType } from './definition.js';
import { connectionKeywords, parameterKeywords, parameterTypes } from './keywords.js';
import { limits } from './limits.js';
import { fold } from './names.js';
import { child } from '../pointer.js';
import { described, field, isTemplate, objectField, textField, warnUnknown, type Field } from './reading.js';
import type { Report } from './report.js';
import { oneOf, shown } from './values.js';

/** Reads the `parameters` of a definition. */
export function parseParameters(definition: JsonObject, report: Report): readonly ParameterDefinition[] {
  const { value, pointer } = objectField(definition, '', 'parameters', report);
  const names = Object.keys(value);
  if (names.length > limits.parameters) {
    const message = `The workflow has ${names.length} parameters; the service allows ${limits.parameters}.`;
    report.warn({ code: 'LimitExceeded', message, pointer, at: 'key' });
  }
  for (const [at, name] of names.entries()) {
    if (names.findIndex((other) => fold(other) === fold(name)) === at) continue;
    const message = `The workflow has two parameters named '${name}': letter case does not count.`;
    report.error({ code: 'DuplicateName', message, pointer: child(pointer, name), at: 'key' });
  }
  return names.flatMap((name) => parseParameter(name, value[name] ?? null, child(pointer, name), report) ?? []);
}

function parseParameter(name: string, body: Json, pointer: string, report: Report): ParameterDefinition | undefined {
  if (!isObject(body)) {
    report.error({
      code: 'InvalidProperty',
      message: `The parameter '${name}' must be a map with 'type' and 'defaultValue', and is ${described(body)}.`,
      advice: `Write: ${name}: { type: ${guess(body)}${body === null ? '' : ', defaultValue: …'} }`,
      pointer,
      at: body === null ? 'key' : undefined,
    });
    return undefined;
  }
  warnUnknown(body, pointer, [parameterKeywords], 'A parameter', report);
  const found = field(body, pointer, 'type');
  const type =
    found && found.value !== null ? oneOf(found, parameterTypes, report) : reportNoType(name, body, pointer, report);
  if (!type) return { name, type: 'object', pointer }; // so that templates which use it are not wrong too
  return { name, type, ...defaultOf(body, pointer, type, report), pointer };
}

function reportNoType(name: string, body: JsonObject, pointer: string, report: Report): undefined {
  report.error({
    code: 'MissingProperty',
    message: `The parameter '${name}' has no 'type'.`,
    advice: `Its type is one of ${parameterTypes.join(', ')}; here it looks like ${guess(field(body, pointer, 'defaultValue')?.value ?? null)}.`,
    pointer,
    at: 'key',
  });
}

const guesses = {
  Null: 'string',
  Boolean: 'bool',
  Integer: 'int',
  Float: 'float',
  Decimal: 'float',
  String: 'string',
  Array: 'array',
  Object: 'object',
} as const;

function guess(value: Json): ParameterType {
  return guesses[kindOf(value)];
}

function defaultOf(
  body: JsonObject,
  pointer: string,
  type: ParameterType,
  report: Report,
): { defaultValue?: Json; allowedValues?: readonly Json[] } {
  const given = field(body, pointer, 'defaultValue');
  const allowed = field(body, pointer, 'allowedValues');
  const values = allowed && isArray(allowed.value) ? allowed.value : undefined;
  if (allowed && allowed.value !== null && !values) {
    report.error({ code: 'InvalidProperty', message: "'allowedValues' must be a list.", pointer: allowed.pointer });
  }
  for (const [at, value] of values?.entries() ?? []) {
    checkValue({ key: 'allowedValues', value, pointer: child(allowed?.pointer ?? '', at) }, type, report);
  }
  if (!given || given.value === null) return values ? { allowedValues: values } : {};
  checkValue(given, type, report);
  if (values && !isTemplate(given.value)) checkAllowed(given, values, report);
  return { defaultValue: given.value, ...(values ? { allowedValues: values } : {}) };
}

function checkAllowed(given: Field, values: readonly Json[], report: Report): void {
  if (values.some((value) => equal(value, given.value))) return;
  report.error({
    code: 'InvalidProperty',
    message: `The defaultValue ${shown(given.value)} is not one of the allowedValues.`,
    advice: `Allowed: ${values.map(shown).join(', ')}.`,
    pointer: given.pointer,
  });
}

const kinds: Record<ParameterType, readonly string[]> = {
  string: ['String'],
  securestring: ['String'],
  int: ['Integer'],
  float: ['Integer', 'Float', 'Decimal'],
  bool: ['Boolean'],
  array: ['Array'],
  object: ['Object'],
  secureobject: ['Object'],
};

function checkValue({ key, value, pointer }: Field, type: ParameterType, report: Report): void {
  // An ARM template writes values of any type as text: "[parameters('x')]".
  const later = typeof value === 'string' && (value.startsWith('@') || /^\[.*\]$/s.test(value));
  if (later || kinds[type].includes(kindOf(value))) return;
  report.error({
    code: 'InvalidProperty',
    message: `'${key}' must be of type ${type}, and is ${described(value)}.`,
    advice:
      typeof value === 'string'
        ? `Write it without quotes, or make the type string.`
        : `Make the type ${guess(value)}, or change the value.`,
    pointer,
  });
}

/** Reads the `connections` of a workflow file: each names its connector. */
export function parseConnections(definition: JsonObject, report: Report): readonly ConnectionReference[] {
  const { value, pointer } = objectField(definition, '', 'connections', report);
  return Object.keys(value).flatMap((name) => parseConnection(name, value, pointer, report));
}

function parseConnection(
  name: string,
  all: JsonObject,
  parent: string,
  report: Report,
): readonly ConnectionReference[] {
  const pointer = child(parent, name);
  const body = all[name] ?? null;
  if (!isObject(body)) {
    const advice = `Write: ${name}: { connector: ${typeof body === 'string' ? body : 'acs-identity'} }`;
    const message = `The connection '${name}' must be a map with 'connector'.`;
    report.error({ code: 'InvalidProperty', message, advice, pointer, at: body === null ? 'key' : undefined });
    return [];
  }
  warnUnknown(body, pointer, [connectionKeywords], 'A connection', report, (key) =>
    key === 'parameters' ? 'Keys and secrets stand in connections.yaml, beside the workflow, never in it.' : undefined,
  );
  const connector = textField(body, pointer, 'connector', report);
  if (connector) return [{ name, connector, pointer }];
  report.error({
    code: 'MissingProperty',
    message: `The connection '${name}' has no 'connector'.`,
    advice: "Name a built-in connector ('acs-identity'), or the path of its apiDefinition.swagger.json.",
    pointer,
    at: 'key',
  });
  return [];
}
