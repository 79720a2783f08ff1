// The two forms of a container: a map is WDL, a list runs in order (design, section 3), and the slips of the pen that
// YAML turns into odd structures.
import { isArray, isObject, type Json, type JsonObject } from '../json.js';
import { actionTypes } from './action-types.js';
import { actionKeywords, callKeywords } from './keywords.js';
import { fold, listed } from './names.js';
import { child } from '../pointer.js';
import { described } from './reading.js';
import type { Report } from './report.js';

/** An action by its name, before its body is looked at. */
export interface Entry {
  readonly name: string;
  readonly body: Json;
  /** Where the name stands. */
  readonly namePointer: string;
  /** What the pointers of the body's keywords start with. */
  readonly pointer: string;
}

export interface Entries {
  /** Each action runs after the one before it. */
  readonly list: boolean;
  readonly entries: readonly Entry[];
}

/** Reads the two forms of a container into names and bodies. */
export function entriesOf(value: Json, pointer: string, report: Report): Entries {
  if (isArray(value)) {
    return { list: true, entries: value.flatMap((item, at) => itemEntry(item, child(pointer, at), report)) };
  }
  if (isObject(value)) return { list: false, entries: mapEntries(value, pointer, report) };
  report.error({
    code: 'InvalidProperty',
    message:
      value === null
        ? "'actions' is empty."
        : `'actions' must be a list or a map of actions, and is ${described(value)}.`,
    advice: "Put the actions below it, indented: a list ('- My_action:') runs in order, a map runs as runAfter says.",
    pointer,
    ...(value === null ? { at: 'key' as const } : {}),
  });
  return { list: false, entries: [] };
}

function mapEntries(map: JsonObject, pointer: string, report: Report): readonly Entry[] {
  const entries: Entry[] = [];
  const keys = Object.keys(map);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? '';
    const stray = map[key] === null ? strayKeywords(map, keys.slice(at + 1)) : [];
    entries.push(stray.length > 0 ? misindented(map, key, stray, pointer, report) : entry(map, key, pointer));
    at += stray.length;
  }
  return entries;
}

function itemEntry(item: Json, pointer: string, report: Report): readonly Entry[] {
  if (!isObject(item)) return refuseItem(item, pointer, report);
  const keys = Object.keys(item);
  const [first, ...others] = keys;
  if (first === undefined) return refuseItem(null, pointer, report);
  if (looksLikeBody(item) && (first === 'name' || isStray(item, first))) return nameless(item, pointer, report);
  const stray = strayKeywords(item, others);
  if (stray.length > 0) return [misindented(item, first, stray, pointer, report)];
  if (others.length > 0) refuseSeveral(keys, pointer, report);
  return keys.map((key) => entry(item, key, pointer));
}

function entry(map: JsonObject, key: string, pointer: string): Entry {
  const at = child(pointer, key);
  return { name: key, body: map[key] ?? null, namePointer: at, pointer: at };
}

/** The words that can only belong to a body. */
const bodyWords = new Set(
  [actionKeywords, callKeywords, ...actionTypes.map(({ keywords }) => keywords ?? {})]
    .flatMap((keywords) => Object.keys(keywords))
    .concat('inputs', 'kind')
    .map(fold),
);

/** A keyword beside a name, not an action that happens to be called so. */
function isStray(map: JsonObject, key: string): boolean {
  return bodyWords.has(fold(key)) && !looksLikeBody(map[key] ?? null);
}

function looksLikeBody(value: Json): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => ['type', 'call'].includes(fold(key)) && typeof item === 'string');
}

function strayKeywords(map: JsonObject, following: readonly string[]): readonly string[] {
  const end = following.findIndex((key) => !isStray(map, key));
  return end < 0 ? following : following.slice(0, end);
}

/** `- My_action:` with its body on the same level. The body is read all the same, so that its own faults show too. */
function misindented(map: JsonObject, name: string, stray: readonly string[], pointer: string, report: Report): Entry {
  const inside = map[name] ?? null;
  report.error({
    code: 'BodyNotIndented',
    message: `${listed(stray)} ${stray.length === 1 ? 'stands' : 'stand'} beside the action '${name}', not inside it.`,
    advice: `Indent ${stray.length === 1 ? 'it' : 'them'} further than '${name}', so that the action holds ${stray.length === 1 ? 'it' : 'them'}.`,
    pointer: child(pointer, stray[0] ?? name),
    at: 'key',
  });
  const body = Object.fromEntries(stray.map((key) => [key, map[key] ?? null]));
  const namePointer = child(pointer, name);
  if (inside !== null) return { name, body: inside, namePointer, pointer: namePointer };
  return { name, body, namePointer, pointer };
}

function refuseItem(item: Json, pointer: string, report: Report): readonly Entry[] {
  const name = typeof item === 'string' ? item : 'My_action';
  report.error({
    code: 'InvalidListItem',
    message:
      typeof item === 'string'
        ? `The list item '${item}' is a name without a body.`
        : `A list item must be an action, and is ${isObject(item) ? 'empty' : described(item)}.`,
    advice: `Write '- ${name}:' and, indented below it, what the action does: 'call: connection.Operation' or 'type: …'.`,
    pointer,
  });
  return [];
}

function refuseSeveral(keys: readonly string[], pointer: string, report: Report): void {
  report.error({
    code: 'InvalidListItem',
    message: `This list item holds ${keys.length} actions: ${listed(keys)}. A list item is one action.`,
    advice: `Give ${listed(keys.slice(1))} a dash of ${keys.length === 2 ? 'its' : 'their'} own ('- ${keys[1]}:').`,
    pointer: child(pointer, keys[1] ?? ''),
    at: 'key',
  });
}

/** `- type: Compose`, or `- name: My_action` with the body beside it. */
function nameless(item: JsonObject, pointer: string, report: Report): readonly Entry[] {
  const given = typeof item['name'] === 'string' ? item['name'] : undefined;
  const first = Object.keys(item)[0] ?? '';
  report.error({
    code: 'InvalidListItem',
    message: 'An action in a list begins with its name.',
    advice: `Write '- ${given ?? 'My_action'}:' and put the rest below it, indented further.`,
    pointer: child(pointer, first),
    at: 'key',
  });
  return [];
}
