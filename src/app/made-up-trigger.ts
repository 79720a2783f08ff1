// The trigger of a run whose connectors' answers are made up: nobody is polled or calls, so its outputs are made up, too.
import { namedOperation, type FindConnection } from '../actions/index.js';
import { connectionName, operationId, type Connector } from '../connectors/index.js';
import type { Startable } from '../engines/index.js';
import { isArray, isObject, own, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { answerToReads, madeTrigger, readsOf, type MadeTrigger } from '../mocks/index.js';
import type { Problem, TriggerDefinition } from '../workflow/index.js';
import { unknownNotification, type Operation } from './made-up.js';
import type { RunOptions } from './options.js';
import { evaluated } from './trigger.js';

/** What a trigger gives by the swagger, where that can be told, and what is said of it. */
export interface MadeUpTrigger {
  readonly outputs?: JsonObject;
  readonly problems: readonly Problem[];
}

/** Whether the trigger's outputs are made up where it is one of a connector: what the user gives comes first. */
export function makesTriggerUp({ mockConnectors, trigger }: RunOptions): boolean {
  return mockConnectors !== undefined && trigger?.body === undefined;
}

/** Makes up the outputs of a trigger of a connector or of a request; of another one it gives none, and says nothing. */
export function madeUpTrigger(startable: Startable, find: FindConnection, options: RunOptions): MadeUpTrigger {
  const [trigger] = startable.workflow.triggers;
  const { mockConnectors } = options;
  if (!trigger || !mockConnectors || !makesTriggerUp(options)) return { problems: [] };
  if (trigger.type === 'Request') return requested(trigger, startable, mockConnectors.seed);
  if (!isConnectors(trigger)) return { problems: [] };
  const name = connectionName(trigger.inputs);
  const connector = name === undefined ? undefined : find(name)?.connector;
  if (!connector) return { outputs: asRead(trigger, startable, mockConnectors.seed), problems: [] };
  const operation = namedOperation(withPath(trigger.inputs, startable), connector);
  if (!operation) return { problems: [noOperation(trigger, connector)] };
  const made = madeTrigger(operation, mockConnectors.seed);
  const item = firstItem(trigger, made.outputs, startable);
  const outputs = item === undefined ? made.outputs : { ...made.outputs, body: item };
  const unsaid =
    untold(operation, { ...made, outputs }) ?? (item === undefined ? unsplit(trigger, operation) : undefined);
  return { outputs, problems: unsaid === undefined ? [] : [unknown(trigger, unsaid)] };
}

/** What the flow reads of its trigger. */
function asRead({ name }: TriggerDefinition, { workflow }: Startable, seed: string): JsonObject {
  return { ...answerToReads(readsOf(workflow).trigger, name, seed) };
}

/** A request with the body that the trigger describes, else with what the flow reads of one; none where that is nothing. */
function requested(trigger: TriggerDefinition, startable: Startable, seed: string): MadeUpTrigger {
  const schema = isObject(trigger.inputs) ? ownAnyCase(trigger.inputs, 'schema') : undefined;
  const isTelling = isObject(schema) && (own(schema, 'properties') ?? own(schema, 'items')) !== undefined;
  const described: JsonObject = isTelling ? { properties: { body: schema } } : {};
  const outputs = isTelling ? { ...answerToReads(described, trigger.name, seed) } : asRead(trigger, startable, seed);
  const body = own(outputs, 'body') ?? {};
  return isObject(body) && Object.keys(body).length === 0 ? { problems: [] } : { outputs, problems: [] };
}

function isConnectors({ type }: TriggerDefinition): boolean {
  return /Connection(?:Webhook|Notification)?$|^ServiceProvider$/.test(type);
}

/** Logic Apps names an operation by its path, which parameters may be a part of. */
function withPath(inputs: Json, startable: Startable): Json {
  const path = isObject(inputs) ? ownAnyCase(inputs, 'path') : undefined;
  if (!isObject(inputs) || path === undefined) return inputs;
  const { parameters, appSettings, workflow } = startable;
  return { ...inputs, path: evaluated(path, { dialect: workflow.dialect, parameters, appSettings }) ?? path };
}

/** The service starts a run for each item, whose body is the item alone (reference, section 4.2): this is the first one's. */
function firstItem(
  { name, source }: TriggerDefinition,
  outputs: JsonObject,
  { workflow, parameters, appSettings }: Startable,
): Json | undefined {
  const context = { dialect: workflow.dialect, parameters, appSettings, trigger: { name, outputs } };
  const items = evaluated(ownAnyCase(source, 'splitOn') ?? null, context) ?? null;
  return isArray(items) ? items[0] : undefined;
}

function unsplit({ name, source }: TriggerDefinition, { id }: Operation): string | undefined {
  if (ownAnyCase(source, 'splitOn') === undefined) return undefined;
  return `The splitOn of the trigger '${name}' finds no items in what '${id}' gives by the swagger: the whole stands in for one.`;
}

/** What is said where the swagger does not tell what a trigger gives. */
function untold(operation: Operation, { from, outputs }: MadeTrigger): string | undefined {
  const unknownCall = from === 'call' ? unknownNotification(operation) : undefined;
  const body = own(outputs, 'body');
  const isEmpty = body === undefined || (isObject(body) && Object.keys(body).length === 0);
  if (unknownCall !== undefined || !isEmpty) return unknownCall;
  const what = `what '${operation.id}' ${from === 'call' ? 'calls back with' : 'answers'}`;
  return `The swagger does not say ${what}: ${body ? 'an empty object stands in for it' : 'the trigger has no body'}.`;
}

function noOperation(trigger: TriggerDefinition, { name }: Connector): Problem {
  const path = isObject(trigger.inputs) ? ownAnyCase(trigger.inputs, 'path') : undefined;
  const id = operationId(trigger.inputs);
  const named = id !== undefined ? ` '${id}'` : typeof path === 'string' ? ` at ${path}` : ' without a name';
  return unknown(
    trigger,
    `The connector '${name}' has no operation${named}: the trigger '${trigger.name}' has no outputs.`,
  );
}

/** Something that a run by hand can be given. */
function unknown({ pointer }: TriggerDefinition, message: string): Problem {
  return {
    severity: 'warning',
    code: 'UnknownTriggerOutputs',
    message,
    advice: 'Give its body with --trigger-body.',
    pointer,
    at: 'key',
  };
}
