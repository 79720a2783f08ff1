// Leaf actions that touch the world: their steps, retries, polls and pages (invariant 4).
import { ExpressionError, invalidTemplate } from '../expressions/index.js';
import { isArray, isObject, own, ownAnyCase, type Json } from '../json.js';
import type { LeafNode } from '../workflow/index.js';
import { callbackUrl } from './callback.js';
import { childOf } from './child.js';
import { later, milliseconds } from './duration.js';
import type { RetryRecord } from './event.js';
import type { Execution } from './execution.js';
import { inputsOf } from './inputs.js';
import { isMocked } from './mocked.js';
import type { Machine } from './machine.js';
import type { Again, Command, Outcome } from './ports.js';
import { generator } from './random.js';
import { retryPolicy, type RetryPolicy } from './retry.js';
import { settingsOf } from './settings.js';
import { failed, templateFailure } from './settlement.js';
import { waitsForCall } from './webhook-types.js';
import type { AwaitedStep } from './state.js';

/** Begins a leaf action: its inputs are evaluated once, whatever the number of attempts. */
export function beginStep(x: Execution, node: LeafNode, machine: Machine): void {
  let inputs: Json;
  try {
    inputs = inputsOf(x, node, machine);
  } catch (error) {
    machine.settle(x, templateFailure(node.name, error));
    return;
  }
  machine.run(x, inputs);
  if (armTimeout(x, node, machine)) sendStep(x, machine, { for: 'step', attempt: 0, page: 0 });
}

/** Starts the clock of `limit.timeout`; false where the limit is none, which fails the action. */
export function armTimeout(x: Execution, { name, timeout }: LeafNode, machine: Machine): boolean {
  if (timeout === undefined) return true;
  try {
    const limit = milliseconds(machine.evaluate(x, timeout));
    if (limit === undefined) {
      const message = `The 'limit.timeout' of action '${name}' is not an ISO 8601 duration.`;
      machine.settle(x, failed('BadRequest', message, 'InvalidTemplate'));
      return false;
    }
    const until = later(machine.state.at, limit);
    machine.ask(x, { for: 'timeout' }, { op: 'sleep', key: `${x.path}~timeout`, until });
    return true;
  } catch (error) {
    machine.settle(x, templateFailure(name, error));
    return false;
  }
}

/** Sends a step, or again what a sleep stood before. */
export function sendStep(x: Execution, machine: Machine, step: AwaitedStep): void {
  const record = x.frame.records[x.planned.node.name];
  if (record) record.attemptTime = machine.state.at;
  machine.ask(x, step, commandOf(x, step, machine));
}

/** Takes a step's end: gives the action's, or undefined where another step follows. */
export function endStep(
  x: Execution,
  step: AwaitedStep,
  outcome: Outcome | Again,
  machine: Machine,
): Outcome | undefined {
  if ('again' in outcome) {
    const { after, cursor, items } = outcome.again;
    const record = x.frame.records[x.planned.node.name];
    if (record && items) for (const item of items) (record.items ??= []).push(item);
    // A poll or a page is a request of its own, with retries of its own.
    sleep(x, machine, { ...step, attempt: 0, page: step.page + 1, cursor }, later(machine.state.at, after));
    return undefined;
  }
  const { retry, ...final } = outcome;
  if (outcome.status !== 'Succeeded' && retry && !step.unsubscribe) return retried(x, step, outcome, machine);
  return withItems(x, final);
}

/** The items of all pages stand in the last one's `body.value`; a page that failed says why, and nothing else. */
function withItems(x: Execution, outcome: Outcome): Outcome {
  const items = x.frame.records[x.planned.node.name]?.items;
  const outputs = outcome.outputs;
  const body = isObject(outputs) ? own(outputs, 'body') : undefined;
  if (outcome.status !== 'Succeeded' || !items || !isObject(outputs) || !isObject(body)) return outcome;
  const last = own(body, 'value');
  return { ...outcome, outputs: { ...outputs, body: { value: [...items, ...(isArray(last) ? last : [])] } } };
}

/**
 * Tries a step again, or gives its outcome as final: its policy says how often and after what time, Retry-After wins. A poll
 * or a later page is repeated as it was: what has been sent already is not sent again.
 */
function retried(x: Execution, step: AwaitedStep, outcome: Outcome, machine: Machine): Outcome | undefined {
  const { retry, ...final } = outcome;
  const policy = policyOf(x, machine);
  if (typeof policy === 'string') {
    const { code, error } = failed('BadRequest', policy, 'InvalidTemplate');
    return { status: 'Failed', code, ...(error && { error }) };
  }
  const number = step.attempt + 1;
  if (number > policy.count) return final;
  const { state, turn } = machine;
  const random = generator(`${state.start.seed}|retry|${x.path}|${number}`);
  const until = later(state.at, retry?.after ?? policy.delay(number, random));
  const attempt = attemptOf(x, final, machine);
  const { path } = x;
  const { name } = x.planned.node;
  const { count } = policy;
  turn.events.push({ kind: 'action-retried', at: state.at, path, name, retry: number, count, until, failed: attempt });
  sleep(x, machine, { ...step, attempt: number }, until);
  return undefined;
}

/** Keeps a failed attempt in the record. */
function attemptOf(x: Execution, { code, error }: Outcome, { state }: Machine): RetryRecord {
  const record = x.frame.records[x.planned.node.name];
  const attempt = { startTime: record?.attemptTime ?? state.at, endTime: state.at, code, ...(error && { error }) };
  if (record) record.retries = [...(record.retries ?? []), attempt];
  return attempt;
}

/** The action's policy, or why it has none. */
function policyOf(x: Execution, machine: Machine): RetryPolicy | string {
  const { node } = x.planned;
  const written = node.control === 'leaf' ? node.retryPolicy : undefined;
  try {
    const value = written === undefined ? undefined : machine.evaluate(x, written);
    return retryPolicy(value) ?? `The retry policy of action '${node.name}' is not valid.`;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return invalidTemplate(node.name, error);
  }
}

type KeyedCommand = Extract<Command, { op: 'step' | 'child' }>;

function commandOf(x: Execution, step: AwaitedStep, { state }: Machine): KeyedCommand {
  const { path } = x;
  const { node } = x.planned;
  const key = stepKey(x.path, step);
  const inputs = step.unsubscribe?.inputs ?? x.frame.records[node.name]?.inputs ?? null;
  if (node.type === 'Workflow' && !isMocked(node.name, state.start))
    return { op: 'child', key, path, ...childOf(inputs) };
  return {
    op: 'step',
    key,
    path,
    // What an HttpWebhook sends are requests like any other.
    type: node.type === 'HttpWebhook' ? 'Http' : node.type,
    inputs: node.type === 'HttpWebhook' ? requestOf(inputs) : inputs,
    settings: settingsOf(node),
    attempt: step.attempt,
    ...(step.cursor !== undefined && { cursor: step.cursor }),
    ...(waitsForCall(node, state) && { callbackUrl: callbackUrl(state.start, path) }),
  };
}

/** The request that an HttpWebhook sends: its subscription, or what was made for its end. */
function requestOf(inputs: Json): Json {
  return isObject(inputs) ? (ownAnyCase(inputs, 'subscribe') ?? inputs) : inputs;
}

function sleep(x: Execution, machine: Machine, next: AwaitedStep, until: string): void {
  machine.ask(x, next, { op: 'sleep', key: `${stepKey(x.path, next)}~sleep`, until });
}

/** The name of one recorded step (invariant 3). */
export function stepKey(path: string, { attempt, page, unsubscribe }: Omit<AwaitedStep, 'for'>): string {
  return `${path}${unsubscribe ? '~unsubscribe' : ''}#${attempt}.${page}`;
}
