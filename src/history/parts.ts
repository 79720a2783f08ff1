// The parts of events that may be long: what flows carry around.
import { isObject, type Json, type JsonObject } from '../json.js';
import type { RunEvent } from '../run/index.js';
import { isLonger } from './text.js';

// Shorter ones stay where they are: a row of their own would cost more than it saves.
const longest = 1024;

const places: { readonly [kind in RunEvent['kind']]: readonly string[] } = {
  started: ['start/trigger/inputs', 'start/trigger/outputs', 'start/parameters', 'start/origin'],
  recorded: ['outcome/outputs', 'outcome/again/items'],
  'action-started': [],
  'action-waiting': [],
  'action-retried': [],
  'action-ended': ['inputs', 'outputs'],
  responded: ['response/body'],
  ended: ['result/outputs'],
};

/** An event without its long parts, and the parts by their places. */
export function takeApart(kind: RunEvent['kind'], event: Json): { rest: Json; parts: ReadonlyMap<string, Json> } {
  const parts = new Map<string, Json>();
  let rest = event;
  for (const place of places[kind]) {
    const part = at(event, place.split('/'));
    if (part === undefined || !isLonger(part, longest)) continue;
    parts.set(place, part);
    rest = put(rest, place.split('/'), null);
  }
  return { rest, parts };
}

/** The event again. */
export function putTogether(rest: Json, parts: Iterable<readonly [place: string, part: Json]>): Json {
  let event = rest;
  for (const [place, part] of parts) event = put(event, place.split('/'), part);
  return event;
}

function at(value: Json | undefined, [name, ...more]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  return isObject(value) ? at(value[name], more) : undefined;
}

function put(value: Json, [name, ...more]: readonly string[], part: Json): Json {
  if (name === undefined) return part;
  const object = value as JsonObject;
  return { ...object, [name]: put(object[name] as Json, more, part) };
}
