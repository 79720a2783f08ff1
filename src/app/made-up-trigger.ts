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
  /** What the flow may look up: which list or folder it is that the trigger looks at. */
  readonly inputs?: JsonObject;
  readonly problems: readonly Problem[];
}

/** Whether the trigger's outputs are made up where it is one of a connector: what the user gives comes first. */
export function makesTriggerUp({ mockConnectors, trigger }: RunOptions): boolean {
  return mockConnectors !== undefined && trigger?.body === undefined;
}

/** Makes up the outputs of a trigger of a connector; of another one it gives what the flow reads, if that is something. */
export function madeUpTrigger(startable: Startable, find: FindConnection, options: RunOptions): MadeUpTrigger {
  const [trigger] = startable.workflow.triggers;
  const { mockConnectors } = options;
  if (!trigger || !mockConnectors || !makesTriggerUp(options)) return { problems: [] };
  if (!isConnectors(trigger)) return notOfConnector(trigger, startable, mockConnectors.seed);
  const name = connectionName(trigger.inputs);
  const connector = name === undefined ? undefined : find(name)?.connector;
  const inputs = evaluatedInputs(trigger, startable);
  if (!connector) return { inputs, outputs: asRead(trigger, startable, mockConnectors.seed), problems: [] };
  const operation = namedOperation(withPath(trigger.inputs, startable), connector);
  if (!operation) return { problems: [noOperation(trigger, connector)] };
  const made = madeTrigger(operation, mockConnectors.seed);
  const item = firstItem(trigger, made.outputs, startable);
  const outputs = item === undefined ? made.outputs : { ...made.outputs, body: item };
  const unsaid =
    untold(operation, { ...made, outputs }) ?? (item === undefined ? unsplit(trigger, operation) : undefined);
  return { inputs, outputs, problems: unsaid === undefined ? [] : [unknown(trigger, unsaid)] };
}

/** The inputs, less what cannot be evaluated here and what signs in. */
function evaluatedInputs({ inputs }: TriggerDefinition, startable: Startable): JsonObject {
  const { parameters, appSettings, workflow } = startable;
  const context = { dialect: workflow.dialect, parameters, appSettings };
  const given = Object.entries(isObject(inputs) ? inputs : {}).filter(([name]) => name !== 'authentication');
  return Object.fromEntries(
    given.flatMap(([name, each]): [string, Json][] => {
      const value = evaluated(each, context);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What the flow reads of its trigger, and what a request is described to have. */
function asRead({ name }: TriggerDefinition, { workflow }: Startable, seed: string): JsonObject {
  return answerToReads(readsOf(workflow).trigger, name, seed);
}

/** A request, or the window of a schedule: a trigger of which nothing is read has no need of outputs. */
function notOfConnector(trigger: TriggerDefinition, startable: Startable, seed: string): MadeUpTrigger {
  const outputs = asRead(trigger, startable, seed);
  const isEmpty = (part: Json) => isObject(part) && Object.keys(part).length === 0;
  return Object.values(outputs).every(isEmpty) ? { problems: [] } : { outputs, problems: [] };
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
