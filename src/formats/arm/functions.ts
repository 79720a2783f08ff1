// The functions of ARM templates. One that is not here is the workflow language's of the same name, since both descend from
// one library; what neither knows, or Azure alone can answer, is left open.
import { createHash } from 'node:crypto';
import { contextScope, evaluate, functionGroups, nameOf, stringOf } from '../../expressions/index.js';
import { isArray, isObject, keyAnyCase, type Json, type JsonObject } from '../../json.js';
import { environment, managementGroup, resourceGroup, resourceId, subscription, tenant } from './azure.js';
import { settled, type ArmScope, type Value } from './value.js';

type ArmFunction = (args: readonly Json[], scope: ArmScope) => Value | undefined;

const texts = (args: readonly Json[]): readonly string[] => args.map((arg) => stringOf(arg));

const table: { readonly [name: string]: ArmFunction } = {
  parameters: ([name], scope) => scope.parameter(stringOf(name ?? null)),
  variables: ([name], scope) => scope.variable(stringOf(name ?? null)),
  if: ([condition, yes, no]) => (condition === true ? yes : no),
  concat: (args) => (args.every(isArray) ? args.flat() : texts(args).join('')),
  format: ([pattern, ...args]) =>
    stringOf(pattern ?? null).replace(/\{\{|\}\}|\{(\d+)[^}]*\}/g, (all, index?: string) =>
      index === undefined ? all.charAt(0) : stringOf(args[Number(index)] ?? null),
    ),
  padleft: ([text, width, fill]) =>
    stringOf(text ?? null).padStart(Math.min(Number(width), 1000), stringOf(fill ?? ' ')),
  createobject: (args) => Object.fromEntries(pairs(args)),
  objectkeys: ([object]) => (isObject(object) ? Object.keys(object).toSorted() : undefined),
  items: ([object]) =>
    isObject(object)
      ? Object.keys(object)
          .toSorted()
          .map((key) => ({ key, value: object[key] ?? null }))
      : undefined,
  tryget: ([object, key]) => (isObject(object) ? member(object, stringOf(key ?? null)) : null),
  flatten: ([array]) => (isArray(array) ? array.flat() : undefined),
  base64tojson: ([text = null]) => shared('json', [shared('base64ToString', [text])]),
  uri: ([base, relative]) => new URL(stringOf(relative ?? null), stringOf(base ?? null)).href,
  datetimeadd: ([base = null, duration, format]) => addDuration(base, stringOf(duration ?? null), format),
  copyindex: (args) => args.find((arg) => typeof arg === 'number') ?? 0, // of a loop, the first
  uniquestring: (args) => uniqueText(texts(args)),
  guid: (args) => uuid(texts(args)),
  newguid: () => '<newGuid>',
  subscription: () => subscription,
  resourcegroup: () => resourceGroup,
  tenant: () => tenant,
  managementgroup: () => managementGroup,
  environment: () => environment,
  deployment: () => ({ name: '<deployment>' }),
  resourceid: (args) => resourceId(texts(args), 'group'),
  subscriptionresourceid: (args) => resourceId(texts(args), 'subscription'),
  tenantresourceid: (args) => resourceId(texts(args), 'tenant'),
  extensionresourceid: ([scope = null, ...args]) => `${stringOf(scope)}${resourceId(texts(args), 'tenant') ?? ''}`,
};

/** Calls a function; undefined where only Azure knows the answer (`reference`, `listKeys`). Throws where it refuses. */
export function callFunction(name: string, args: readonly Value[], scope: ArmScope): Value | undefined {
  const given = args.map(settled);
  const own = table[name.toLowerCase()];
  return own ? own(given, scope) : shared(name, given);
}

const lookingAtRuns = new Set(functionGroups['workflow']?.map((row) => nameOf(row).toLowerCase()));

/** A function of the workflow language; those that look at a run have nothing to look at here. */
function shared(name: string, args: readonly Json[]): Json {
  if (lookingAtRuns.has(name.toLowerCase())) throw new RangeError(`${name} looks at a run.`);
  if (/^range$/i.test(name) && Number(args[1]) > 10_000) throw new RangeError('A range of that length is a mistake.');
  const parameters = Object.fromEntries(args.map((value, at) => [`${at}`, value]));
  const list = args.map((_, at) => `parameters('${at}')`).join(', ');
  return evaluate(`@${name}(${list})`, contextScope({ parameters }));
}

function pairs(args: readonly Json[]): readonly [string, Json][] {
  return args.flatMap((key, at): [string, Json][] => (at % 2 ? [] : [[stringOf(key), args[at + 1] ?? null]]));
}

function member(object: JsonObject, name: string): Json {
  return object[keyAnyCase(object, name) ?? name] ?? null;
}

/** Adds an ISO 8601 duration: `P7D`, `-P7D`, `PT1H`. */
function addDuration(base: Json, duration: string, format: Json | undefined): Json | undefined {
  const found = /^([+-]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    duration,
  );
  if (!found) return undefined;
  const [sign, ...amounts] = found.slice(1);
  const units = ['Year', 'Month', 'Week', 'Day', 'Hour', 'Minute', 'Second'];
  const steps = units.flatMap((unit, at) => (amounts[at] ? [{ unit, by: Number(amounts[at]) }] : []));
  const time = steps.reduce<Json>(
    (from, { unit, by }) => shared('addToTime', [from, sign === '-' ? -by : by, unit]),
    base,
  );
  return format === undefined ? time : shared('formatDateTime', [time, format]);
}

/** The same text for the same arguments. Azure's own hash is not published, so this is not the text it would give. */
function uniqueText(args: readonly string[]): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const bytes = createHash('sha256').update(args.join('-')).digest();
  return Array.from(bytes.subarray(0, 13), (byte) => letters[byte % 32]).join('');
}

/** The same identifier for the same arguments; as with `uniqueString`, not Azure's. */
function uuid(args: readonly string[]): string {
  const hash = createHash('sha256').update(args.join('-')).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
}
