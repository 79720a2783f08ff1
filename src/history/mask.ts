// What people may see of an event. The rest of it is what a resume needs, and is sealed.
import { isObject, own, type Json } from '../json.js';
import type { RunEvent } from '../run/index.js';
import { mask, valueAt, type Secrets } from '../secrets.js';
import { tellNamedSecrets } from './named-secrets.js';

/** Takes what is secret in an event for a secret from now on: what an outcome points at, what names tell, and secured outputs. */
export function learnSecrets(event: RunEvent, secrets: Secrets): void {
  tellNamedSecrets(event as unknown as Json, (secret) => secrets.add(secret));
  const outcome = event.kind === 'recorded' ? event.outcome : event;
  if (!('outputs' in outcome) || outcome.outputs === undefined) return;
  for (const pointer of outcome.secrets ?? []) secrets.add(valueAt(outcome.outputs, pointer) ?? null);
  if ('secured' in outcome && outcome.secured?.includes('outputs')) secrets.add(payloadOf(outcome.outputs));
}

/** The same for all that a run has on record: it may meet any of it again when it goes on. */
export function learnRecord(journal: readonly RunEvent[], secrets: Secrets): void {
  const secured = new Set(journal.flatMap((event) => securedIn(event) ?? []));
  for (const event of journal) {
    learnSecrets(event, secrets);
    if (event.kind !== 'recorded' || !('outputs' in event.outcome) || !secured.has(pathOf(event.key))) continue;
    secrets.add(payloadOf(event.outcome.outputs ?? null));
  }
}

/** The path of an execution that begins and has secured outputs. */
export function securedIn(event: RunEvent): string | undefined {
  return event.kind === 'action-started' && event.secured?.includes('outputs') ? event.path : undefined;
}

/** What is worth keeping secret in outputs: the body of an answer, not its headers. */
function payloadOf(outputs: Json): Json {
  return isObject(outputs) ? (own(outputs, 'body') ?? outputs) : outputs;
}

/**
 * An event with everything secret in it covered; the same object where there is nothing. `secured` are the executions
 * whose outputs the definition secures: their recorded outcomes are covered too.
 */
export function forPeople(event: RunEvent, secrets: Secrets, secured: ReadonlySet<string>): RunEvent {
  return cover(withoutSecured(event, secured) as unknown as Json, secrets, shape) as unknown as RunEvent;
}

/** An event without the parts that are secured as a whole. */
export function withoutSecured(event: RunEvent, secured: ReadonlySet<string>): RunEvent {
  if (event.kind === 'recorded') return secured.has(pathOf(event.key)) ? withoutOutcome(event) : event;
  if (event.kind !== 'action-ended' || !event.secured) return event;
  const parts = event.secured.filter((part) => event[part] !== undefined);
  return { ...event, ...Object.fromEntries(parts.map((part) => [part, mask])) };
}

/** The execution that a recorded command belongs to (invariant 3): a step, or the call that it waits for. */
function pathOf(key: string): string {
  return key.replace(/~answer$|(~unsubscribe)?#[^#]*$/, '');
}

function withoutOutcome(event: Extract<RunEvent, { kind: 'recorded' }>): RunEvent {
  const { outcome } = event;
  if ('again' in outcome) return { ...event, outcome: { again: { after: outcome.again.after, cursor: mask } } };
  if (!('outputs' in outcome)) return event;
  return { ...event, outcome: { ...outcome, outputs: mask } };
}

/** What in an event comes from the definition and from dryflow: `true` stays as it is, of an object the names of its properties do. */
interface Shape {
  readonly [name: string]: true | Shape;
}

const error = {};

// Masking goes by value, and a secret may be as short as `Skipped`, or be the name of an action or a property: an event
// has to be one afterwards. Whatever is not named here is masked.
const shape: Shape = {
  kind: true,
  at: true,
  key: true,
  path: true,
  name: true,
  type: true,
  parent: true,
  secured: true,
  status: true,
  startTime: true,
  until: true,
  error,
  start: { runId: true, workflow: true, trigger: { name: true } },
  failed: { startTime: true, endTime: true, error },
  outcome: { status: true, again: {}, error },
  response: {},
  result: { status: true, error },
};

function cover(value: Json, secrets: Secrets, names: Shape): Json {
  if (!isObject(value)) return secrets.value(value);
  const entries = Object.entries(value).map(([name, item]): [string, Json] => {
    const inner = names[name];
    return [name, inner === true ? item : inner ? cover(item, secrets, inner) : secrets.value(item)];
  });
  return entries.some(([name, item]) => item !== value[name]) ? Object.fromEntries(entries) : value;
}
