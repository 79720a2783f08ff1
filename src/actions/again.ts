// What an answer leads to besides the action's end: a poll of where it points to, or the next page.
import type { HttpResponse } from '../http/index.js';
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import type { Again, Outcome, StepContext } from '../run/index.js';
import { valueAt } from '../secrets.js';
import { answered, headerOf, refused, retryAfter } from './outcome.js';

/** How an answer is to be read. */
export interface Reading {
  readonly context: StepContext;
  /** The properties that may hold the link to the next page. */
  readonly linkNames: readonly string[];
  /** A link as an absolute http or https address; undefined where it is none. */
  readonly resolve: (link: string) => string | undefined;
  /** JSON pointers to the secrets in an answer's body. */
  readonly secrets?: (status: number, body: Json) => readonly string[];
  readonly keep: (secret: Json) => void;
}

/** Where a step that is not the first one goes on. */
export interface Place {
  readonly url: string;
  readonly kind: 'poll' | 'page';
}

/** The place that the step's cursor names. */
export function placeOf(context: StepContext): Place | undefined {
  const { location, nextLink } = cursorOf(context);
  if (typeof location === 'string') return { url: location, kind: 'poll' };
  return typeof nextLink === 'string' ? { url: nextLink, kind: 'page' } : undefined;
}

/** The end of the action, or what comes first. */
export function conclude(response: HttpResponse, reading: Reading): Outcome | Again {
  return polled(response, reading) ?? paged(answered(response, reading.secrets), reading);
}

// Without a Retry-After the service polls every 10 seconds (aligned with Power Automate).
const pollEvery = 10_000;

function polled({ status, headers }: HttpResponse, { context, resolve }: Reading): Outcome | Again | undefined {
  const cursor = cursorOf(context);
  const named = headerOf(headers, 'location') ?? own(cursor, 'location');
  if (status !== 202 || !context.settings.asyncPattern || typeof named !== 'string') return undefined;
  const location = resolve(named);
  if (location === undefined) return notAnAddress(`Location of the answer is '${named}'`);
  return { again: { after: retryAfter(headers).after ?? pollEvery, cursor: { ...cursor, location } } };
}

/** A page that is not the last one; the last keeps nothing in its body but its items (measured in Power Automate). */
function paged(outcome: Outcome, reading: Reading): Outcome | Again {
  const { minimumItemCount: least } = reading.context.settings;
  const { count: before = 0, pages = 0, mark = null } = cursorOf(reading.context);
  const page = valueAt(outcome.outputs ?? null, '/body') ?? null;
  const value = isObject(page) ? own(page, 'value') : undefined;
  if (least === undefined || outcome.status !== 'Succeeded' || (!isArray(value) && pages === 0)) return outcome;
  const items = isArray(value) ? value : [];
  const count = Number(before) + items.length;
  const last = withItems(outcome, items, reading);
  const named = count < least && isObject(page) ? linkIn(page, reading) : undefined;
  if (named === undefined) return last;
  const nextLink = reading.resolve(named);
  if (nextLink === undefined) return notAnAddress(`link to the next page is '${named}'`);
  if (nextLink === mark) return refused('BadRequest', `The pages go round in a circle: '${nextLink}' comes again.`);
  const number = Number(pages) + 1;
  // The link of a page is kept at 1, 2, 4, 8, …: every circle comes round to one of these, however long it is.
  const kept = (number & (number - 1)) === 0 ? nextLink : mark;
  return { again: { after: 0, cursor: { nextLink, count, pages: number, mark: kept }, items } };
}

/** The secrets of a page are told by value: their places move when the items of other pages come before it. */
function withItems({ secrets, ...outcome }: Outcome, items: readonly Json[], { keep }: Reading): Outcome {
  const { outputs = null } = outcome;
  for (const pointer of secrets ?? []) keep(valueAt(outputs, pointer) ?? null);
  return { ...outcome, outputs: { ...(isObject(outputs) ? outputs : {}), body: { value: items } } };
}

function linkIn(page: JsonObject, { linkNames }: Reading): string | undefined {
  const links = linkNames.map((name) => own(page, name));
  return links.find((link): link is string => typeof link === 'string' && link !== '');
}

function notAnAddress(what: string): Outcome {
  return refused('BadRequest', `Http request failed: the ${what}, which is no http or https address.`);
}

function cursorOf({ cursor }: StepContext): JsonObject {
  return cursor !== undefined && isObject(cursor) ? cursor : {};
}
