// Webhook actions: a wait for the call from outside, the step that subscribes, the answer, the step that unsubscribes. The
// answer may come before the subscription has been confirmed.
import { isObject, own, ownAnyCase, type Json } from '../json.js';
import type { LeafNode } from '../workflow/index.js';
import type { Execution } from './execution.js';
import { inputsOf } from './inputs.js';
import type { Machine } from './machine.js';
import type { Outcome } from './ports.js';
import { invalidInputs, templateFailure } from './settlement.js';
import { armTimeout, sendStep } from './steps.js';

/** Begins a webhook action. */
export function beginWebhook(x: Execution, node: LeafNode, machine: Machine): void {
  let inputs: Json;
  try {
    inputs = inputsOf(x, node, machine);
  } catch (error) {
    return machine.settle(x, templateFailure(node.name, error));
  }
  if (isHttp(node) && !isObject(requestIn(inputs)))
    return machine.settle(x, invalidInputs(x, "The 'subscribe' request is missing."));
  const callbackUrl = machine.scope(x).callbackUrl() ?? '';
  machine.run(x, inputs);
  if (!armTimeout(x, node, machine)) return;
  const { state, turn } = machine;
  turn.events.push({ kind: 'action-waiting', at: state.at, path: x.path, name: node.name, callbackUrl });
  machine.ask(x, { for: 'answer' }, { op: 'wait', key: `${x.path}~answer`, path: x.path });
  sendStep(x, machine, { for: 'step', attempt: 0, page: 0 });
}

/** Takes the end of the step that subscribes. */
export function subscribed(x: Execution, outcome: Outcome, machine: Machine): void {
  const record = x.frame.records[x.planned.node.name];
  if (outcome.status !== 'Succeeded' || !record) return machine.settle(x, outcome);
  record.webhook = { ...record.webhook, subscribed: outcome.outputs ?? null };
  if (record.webhook.answer) leaveWith(x, record.webhook.answer, machine);
}

/** Takes the call from outside. */
export function answered(x: Execution, outcome: Outcome, machine: Machine): void {
  const record = x.frame.records[x.planned.node.name];
  if (!record) return;
  record.webhook = { ...record.webhook, answer: outcome };
  if (record.webhook.subscribed !== undefined) leaveWith(x, outcome, machine);
}

/** Ends the subscription, and with it the action: in what came from outside, or in having waited too long. */
export function leaveWith(x: Execution, outcome: Outcome, machine: Machine): void {
  const record = x.frame.records[x.planned.node.name];
  machine.withdraw(x);
  if (record) record.webhook = { ...record.webhook, answer: outcome };
  if (!unsubscribe(x, machine)) machine.settle(x, outcome);
}

/** Sends the step that unsubscribes; false where the service has not said how. */
export function unsubscribe(x: Execution, machine: Machine): boolean {
  const { node } = x.planned;
  if (node.control !== 'leaf') return false;
  const request = isHttp(node) ? httpFarewell(x, node, machine) : connectorFarewell(x);
  if (!request) return false;
  const { inputs, cursor } = request;
  sendStep(x, machine, {
    for: 'step',
    attempt: 0,
    page: 0,
    ...(cursor !== undefined && { cursor }),
    unsubscribe: { inputs },
  });
  return true;
}

/** Takes the end of the step that unsubscribes, however it ended: the answer is what counts. */
export function unsubscribed(x: Execution, machine: Machine): void {
  const answer = x.frame.records[x.planned.node.name]?.webhook?.answer;
  if (answer) machine.settle(x, answer);
}

interface Farewell {
  readonly inputs: Json;
  readonly cursor?: Json;
}

/** A request of the definition's own; one that cannot be evaluated is not sent. */
function httpFarewell(x: Execution, { inputs }: LeafNode, machine: Machine): Farewell | undefined {
  const template = isObject(inputs) ? ownAnyCase(inputs, 'unsubscribe') : undefined;
  if (!isObject(template) || Object.keys(template).length === 0) return undefined;
  try {
    return { inputs: machine.evaluate(x, template) };
  } catch (error) {
    templateFailure(x.planned.node.name, error); // anything but a fault of the template goes through
    return undefined;
  }
}

/** A connector's subscription ends by deleting what it was told to be (documented: the Location of the answer). */
function connectorFarewell(x: Execution): Farewell | undefined {
  const record = x.frame.records[x.planned.node.name];
  const answer = record?.webhook?.subscribed;
  const headers = isObject(answer) ? ownAnyCase(answer, 'headers') : undefined;
  const location = isObject(headers) ? ownAnyCase(headers, 'location') : undefined;
  if (typeof location !== 'string') return undefined;
  return { inputs: record?.inputs ?? null, cursor: { unsubscribe: location } };
}

function requestIn(inputs: Json): Json | undefined {
  return isObject(inputs) ? own(inputs, 'subscribe') : undefined;
}

function isHttp({ type }: LeafNode): boolean {
  return type === 'HttpWebhook';
}
