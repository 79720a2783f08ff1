// Leaf actions that touch the world: their steps, retries, polls and pages (invariant 4).
import { ExpressionError, invalidTemplate } from '../expressions/index.js';
import { isObject, ownAnyCase, type Json } from '../json.js';
import type { ActionNode, LeafNode } from '../workflow/index.js';
import { count, later } from './duration.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';
import type { Again, Outcome, StepSettings } from './ports.js';
import { generator } from './random.js';
import { retryPolicy } from './retry.js';
import { failed, templateFailure } from './settlement.js';
import type { Pending } from './state.js';

type PendingStep = Extract<Pending, { for: 'step' }>;

/** Begins a leaf action: its inputs are evaluated once, whatever the number of attempts. */
export function beginStep(x: Execution, node: LeafNode, machine: Machine): void {
  let inputs: Json;
  try {
    inputs = machine.evaluate(x, node.inputs);
  } catch (error) {
    machine.settle(x, templateFailure(node.name, error));
    return;
  }
  machine.run(x, inputs);
  send(x, machine, { for: 'step', frame: x.frame.path, name: node.name, attempt: 0, page: 0 });
}

/** Sends the step that a sleep stood before. */
export function resumeStep(x: Execution, pending: PendingStep, machine: Machine): void {
  send(x, machine, pending);
}

/** Takes a step's end: the action's, or the beginning of a wait for the next step. */
export function endStep(x: Execution, pending: PendingStep, outcome: Outcome | Again, machine: Machine): void {
  if ('again' in outcome) {
    const { after, cursor } = outcome.again;
    sleep(x, machine, { ...pending, page: pending.page + 1, cursor }, later(machine.state.at, after));
    return;
  }
  if (outcome.status !== 'Succeeded' && outcome.retry && retry(x, pending, outcome, machine)) return;
  const { retry: _, ...settlement } = outcome;
  machine.settle(x, settlement);
}

/**
 * Whether the step is tried again: its policy says how often and after what time, Retry-After wins. A poll or a later page
 * is repeated as it was: what has been sent already is not sent again.
 */
function retry(x: Execution, pending: PendingStep, outcome: Outcome, machine: Machine): boolean {
  const policy = policyOf(x, machine);
  const number = pending.attempt + 1;
  if (typeof policy === 'string') {
    machine.settle(x, failed('BadRequest', policy, 'InvalidTemplate'));
    return true;
  }
  if (number > policy.count) return false;
  const { state, turn } = machine;
  const random = generator(`${state.start.seed}|retry|${x.path}|${number}`);
  const until = later(state.at, outcome.retry?.after ?? policy.delay(number, random));
  const record = x.frame.records[pending.name];
  const { code, error } = outcome;
  const attempt = {
    startTime: record?.attemptTime ?? state.at,
    endTime: state.at,
    code,
    ...(error && { error }),
  };
  if (record) record.retries = [...(record.retries ?? []), attempt];
  const { path } = x;
  const { name } = pending;
  turn.events.push({
    kind: 'action-retried',
    at: state.at,
    path,
    name,
    retry: number,
    count: policy.count,
    until,
    failed: attempt,
  });
  sleep(x, machine, { ...pending, attempt: number }, until);
  return true;
}

function policyOf(x: Execution, machine: Machine) {
  const { node } = x.planned;
  if (node.control !== 'leaf' || node.retryPolicy === undefined) return retryPolicy(undefined) ?? '';
  try {
    const value = machine.evaluate(x, node.retryPolicy);
    return retryPolicy(value) ?? `The retry policy of action '${node.name}' is not valid.`;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return invalidTemplate(node.name, error);
  }
}

function send(x: Execution, { state, turn }: Machine, step: PendingStep): void {
  const key = stepKey(x, step);
  const record = x.frame.records[step.name];
  if (record) record.attemptTime = state.at;
  state.pending[key] = step;
  turn.commands.push({
    op: 'step',
    key,
    path: x.path,
    type: x.planned.node.type,
    inputs: record?.inputs ?? null,
    settings: settingsOf(x.planned.node),
    attempt: step.attempt,
    ...(step.cursor !== undefined && { cursor: step.cursor }),
  });
}

function settingsOf(node: ActionNode): StepSettings {
  const has = (option: string) => node.operationOptions.some((each) => each.toLowerCase() === option.toLowerCase());
  const pagination = ownAnyCase(node.runtimeConfiguration, 'paginationPolicy');
  const minimum = isObject(pagination) ? count(ownAnyCase(pagination, 'minimumItemCount')) : undefined;
  return {
    asyncPattern: !has('DisableAsyncPattern'),
    workflowHeaders: !has('SuppressWorkflowHeaders'),
    ...(minimum !== undefined && { minimumItemCount: minimum }),
    ...(node.control === 'leaf' && node.kind !== undefined && { kind: node.kind }),
  };
}

function sleep(x: Execution, { state, turn }: Machine, next: PendingStep, until: string): void {
  const key = `${stepKey(x, next)}~sleep`;
  state.pending[key] = next;
  turn.commands.push({ op: 'sleep', key, until });
}

/** The name of one recorded step (invariant 3). */
function stepKey(x: Execution, { attempt, page }: PendingStep): string {
  return `${x.path}#${attempt}.${page}`;
}
