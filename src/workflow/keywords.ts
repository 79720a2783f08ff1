import type { JsonObject } from '../json.js';

/** A keyword of a definition: what it means, and what its value may be (JSON Schema; left out: any value). */
export interface Keyword {
  readonly description: string;
  readonly required?: true;
  readonly schema?: JsonObject;
}

export type Keywords = Readonly<Record<string, Keyword>>;

/** The JSON Schema of a map with these keywords and no others. */
export function schemaOf(keywords: Keywords, open = false): JsonObject {
  const required = Object.keys(keywords).filter((name) => keywords[name]?.required);
  const properties: Record<string, JsonObject> = {};
  for (const [name, { description, schema }] of Object.entries(keywords)) properties[name] = { description, ...schema };
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(open ? {} : { additionalProperties: false }),
  };
}

const template: JsonObject = { type: 'string', pattern: '@' };

/** The schema of a value that may also be an expression which gives it. */
export function orTemplate(schema: JsonObject): JsonObject {
  return { anyOf: [schema, template] };
}

export const text: JsonObject = { type: 'string' };
export const object: JsonObject = { type: 'object' };
export const actions: JsonObject = { $ref: '#/definitions/actions' };
const duration: JsonObject = { type: 'string', examples: ['PT30S', 'PT5M', 'PT1H'] };

export const retryTypes = ['none', 'fixed', 'exponential', 'default'] as const;

export const retryKeywords: Keywords = {
  type: { description: 'How long to wait between tries.', required: true, schema: { enum: [...retryTypes] } },
  count: {
    description: 'How many more tries, 1 to 90.',
    schema: orTemplate({ type: 'integer', minimum: 1, maximum: 90 }),
  },
  interval: { description: 'The wait, as an ISO 8601 duration.', schema: duration },
  minimumInterval: { description: 'The shortest wait of an exponential policy.', schema: duration },
  maximumInterval: { description: 'The longest wait of an exponential policy.', schema: duration },
};

export const retryPolicy: Keyword = {
  description: 'What happens when the service is busy or cannot be reached. Left out: four more tries.',
  schema: schemaOf(retryKeywords),
};

export const authentication: Keyword = { description: 'How to sign in to the service.' };

const limit: Keyword = {
  description: 'How long the action may take.',
  schema: { type: 'object', properties: { timeout: { description: 'An ISO 8601 duration.', ...duration } } },
};

const runtimeConfiguration: Keyword = {
  description: 'Settings of the runtime: concurrency, pagination, secured data, static results.',
  schema: {
    type: 'object',
    properties: {
      concurrency: { type: 'object', description: 'How many runs or iterations may be in flight at once.' },
      paginationPolicy: { type: 'object', description: 'Reads further pages until it has this many items.' },
      contentTransfer: { type: 'object', description: 'Sends large content in chunks.' },
      secureData: { type: 'object', description: 'Hides inputs or outputs in the run history.' },
      staticResult: { type: 'object', description: 'Answers without calling the service.' },
    },
  },
};

/** The options an action can carry, in the service's spelling. */
export const operationOptions = [
  'Asynchronous',
  'DisableAsyncPattern',
  'DisableAutomaticDecompression',
  'EnableSchemaValidation',
  'FailWhenLimitsReached',
  'IncludeAuthorizationHeadersInOutputs',
  'Sequential',
  'SingleInstance',
  'SuppressWorkflowHeaders',
  'SuppressWorkflowHeadersOnResponse',
] as const;

export const runAfterStatuses = ['Succeeded', 'Failed', 'Skipped', 'TimedOut'] as const;

const runAfterSchema: JsonObject = {
  type: 'object',
  additionalProperties: { type: 'array', minItems: 1, items: { enum: [...runAfterStatuses] } },
};

/** What any action may have, whatever its type. */
export const actionKeywords: Keywords = {
  type: { description: 'What the action does.', required: true, schema: text },
  description: { description: 'A note for people.', schema: text },
  runAfter: {
    description: 'The actions that must have finished, each with the statuses that let this one run.',
    schema: runAfterSchema,
  },
  metadata: { description: 'Kept for designers; it has no effect.' },
  operationOptions: {
    description: 'Options, separated by commas.',
    schema: { type: 'string', examples: [...operationOptions] },
  },
  runtimeConfiguration,
  limit,
  trackedProperties: { description: 'Values by which a run can be found later.', schema: object },
};

/** What `call` may have beside it. */
export const callKeywords: Keywords = {
  call: {
    description: 'The connector operation: `connection.Operation`.',
    required: true,
    schema: { type: 'string', pattern: '^[^.@]+\\.[^@]+$', examples: ['acs.CreateCommunicationIdentity'] },
  },
  with: { description: 'The parameters of the operation, by name; `body` is the whole body.', schema: object },
  retryPolicy,
  authentication,
};

export const triggerKeywords: Keywords = {
  type: { description: 'What starts the workflow.', required: true, schema: text },
  kind: { description: 'A variety of the type.', schema: text },
  description: { description: 'A note for people.', schema: text },
  inputs: { description: 'The settings of the trigger.' },
  recurrence: { description: 'How often to start, or to look for something new.', schema: object },
  evaluatedRecurrence: { description: 'Kept for designers; it has no effect.' },
  conditions: { description: 'Expressions that must all be true, or no run starts.', schema: { type: 'array' } },
  splitOn: { description: 'An expression that gives a list: one run starts for each item.', schema: text },
  splitOnConfiguration: { description: 'Settings of splitOn.', schema: object },
  correlation: { description: 'The id by which a run can be found: `clientTrackingId`.', schema: object },
  operationOptions: { description: 'Options, separated by commas.', schema: text },
  runtimeConfiguration,
  metadata: { description: 'Kept for designers; it has no effect.' },
  trackedProperties: { description: 'Values by which a run can be found later.', schema: object },
};

export const workflowKeywords: Keywords = {
  $schema: { description: 'The schema that editors check this file against.', schema: text },
  contentVersion: { description: 'The version of this definition.' },
  name: { description: 'The name of the workflow. Left out: the name of the file.', schema: text },
  description: { description: 'What the workflow is for.', schema: text },
  parameters: { description: 'Values that can be given when the workflow is started.' },
  connections: { description: 'The connections that `call` uses, each with its connector.' },
  triggers: { description: 'What starts the workflow. Left out: it is started by hand.' },
  actions: {
    description: 'What the workflow does. A list runs in order; a map runs as runAfter says.',
    required: true,
  },
  outputs: { description: 'Values that the finished run gives.', schema: object },
  staticResults: { description: 'Answers that actions can give without calling a service.', schema: object },
  metadata: { description: 'Kept for designers; it has no effect.' },
};

export const parameterTypes = [
  'string',
  'securestring',
  'int',
  'float',
  'bool',
  'array',
  'object',
  'secureobject',
] as const;

export const parameterKeywords: Keywords = {
  type: { description: 'The type of the value.', required: true, schema: text },
  defaultValue: { description: 'The value when none is given.' },
  allowedValues: { description: 'The only values that may be given.', schema: { type: 'array' } },
  metadata: { description: 'Notes for people and designers.' },
  description: { description: 'What the parameter is for.', schema: text },
};

export const connectionKeywords: Keywords = {
  connector: {
    description: 'A built-in connector (acs-identity), or a path to its apiDefinition.swagger.json.',
    required: true,
    schema: { type: 'string', minLength: 1, examples: ['acs-identity', './apiDefinition.swagger.json'] },
  },
};
