// Writes schema/*.json, by which editors check and complete workflow and connections files, from the parser's tables.
//   npx tsx scripts/schema.ts            writes them
//   npx tsx scripts/schema.ts --check    exits with 1 if a file is not what would be written
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isArray, isObject, type Json, type JsonObject } from '../src/json.js';
import {
  actionKeywords,
  actionTypes,
  callKeywords,
  connectionKeywords,
  orTemplate,
  parameterKeywords,
  parameterTypes,
  schemaOf,
  triggerKeywords,
  triggerTypes,
  workflowKeywords,
  type ActionType,
  type Keywords,
} from '../src/workflow/index.js';

const folder = fileURLToPath(new URL('../schema/', import.meta.url));
const draft = 'http://json-schema.org/draft-07/schema#';

/** The files of schema/, by name. */
export function schemas(): Readonly<Record<string, string>> {
  return {
    'workflow.schema.json': written(workflowSchema()),
    'connections.schema.json': written(connectionsSchema()),
  };
}

function written(schema: JsonObject): string {
  return `${JSON.stringify(anyCase(schema), null, 2)}\n`;
}

function workflowSchema(): JsonObject {
  return {
    $schema: draft,
    title: 'A dryflow workflow',
    ...schemaOf({
      ...workflowKeywords,
      parameters: override(workflowKeywords, 'parameters', mapOf('parameter')),
      connections: override(workflowKeywords, 'connections', mapOf('connection')),
      triggers: override(workflowKeywords, 'triggers', mapOf('trigger')),
      actions: override(workflowKeywords, 'actions', { $ref: '#/definitions/actions' }),
    }),
    definitions: {
      parameter: schemaOf({
        ...parameterKeywords,
        type: override(parameterKeywords, 'type', { enum: [...parameterTypes] }),
      }),
      connection: schemaOf(connectionKeywords),
      trigger: triggerSchema(),
      actions: actionsSchema,
      action: actionSchema(),
      item: itemSchema,
      call: schemaOf(share({ ...without(actionKeywords, 'type'), ...callKeywords })),
      ...Object.fromEntries(actionTypes.filter(isOwn).map((type) => [type.type, typeSchema(type)])),
      other: typeSchema({ type: '', family: 'leaf', runs: false, description: 'Cannot run here yet.', inputs: 'any' }),
      ...Object.fromEntries([...shared].map(([{ schema }, name]) => [name, schema ?? {}])),
    },
  };
}

/** Keywords that many definitions have, written once. */
const shared = new Map(
  ['runAfter', 'runtimeConfiguration', 'limit', 'retryPolicy', 'operationOptions'].flatMap((name) => {
    const keyword = actionKeywords[name] ?? callKeywords[name];
    return keyword ? [[keyword, name] as const] : [];
  }),
);

function share(keywords: Keywords): Keywords {
  const entries = Object.entries(keywords).map(([name, keyword]) => {
    const definition = shared.get(keyword);
    return [name, definition ? { ...keyword, schema: { $ref: `#/definitions/${definition}` } } : keyword] as const;
  });
  return Object.fromEntries(entries);
}

function override(keywords: Keywords, name: string, schema: JsonObject): Keywords[string] {
  const { description = '', required } = keywords[name] ?? {};
  return { description, schema, ...(required ? { required } : {}) };
}

function without(keywords: Keywords, name: string): Keywords {
  return Object.fromEntries(Object.entries(keywords).filter(([key]) => key !== name));
}

function mapOf(definition: string): JsonObject {
  return { type: 'object', additionalProperties: { $ref: `#/definitions/${definition}` } };
}

function triggerSchema(): JsonObject {
  const type: JsonObject = { anyOf: triggerTypes.map(({ type: name, description }) => ({ const: name, description })) };
  return schemaOf({ ...triggerKeywords, type: override(triggerKeywords, 'type', type) });
}

/** A list runs in order; a map is WDL. */
const actionsSchema: JsonObject = {
  type: ['array', 'object'],
  ...when(
    { type: 'array' },
    {
      items: {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: { $ref: '#/definitions/item' },
      },
    },
    { additionalProperties: { $ref: '#/definitions/action' } },
  ),
};

const itemSchema: JsonObject = {
  type: 'object',
  allOf: [{ $ref: '#/definitions/action' }],
  properties: {
    runAfter: { not: {}, description: 'An item of a list runs after the one before it, and has no runAfter.' },
  },
};

function actionSchema(): JsonObject {
  const types = actionTypes.map(({ type, description, runs }) => ({
    const: type,
    description: runs ? description : `${description} (Cannot run here yet.)`,
  }));
  return {
    type: 'object',
    ...when(
      { required: ['call'] },
      { $ref: '#/definitions/call' },
      {
        type: 'object',
        required: ['type'],
        properties: { type: { description: 'What the action does.', anyOf: types } },
        allOf: actionTypes.filter(isOwn).map(({ type }) => whenType([type], type)),
        ...whenType(
          actionTypes.filter((type) => !isOwn(type)).map(({ type }) => type),
          'other',
        ),
      },
    ),
  };
}

/** Whether a type has keywords of its own; the others, whose inputs are not looked at, share one definition. */
function isOwn({ keywords, inputs, runs }: ActionType): boolean {
  return runs || keywords !== undefined || inputs !== 'any';
}

function whenType(types: readonly string[], definition: string): JsonObject {
  const condition = { type: 'object', properties: { type: { enum: types } }, required: ['type'] };
  return when(condition, { $ref: `#/definitions/${definition}` });
}

function when(condition: JsonObject, consequence: JsonObject, otherwise?: JsonObject): JsonObject {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: consequence, ...(otherwise ? { else: otherwise } : {}) };
}

function typeSchema({ type, description, keywords = {}, inputs, open, kinds }: ActionType): JsonObject {
  const own: Keywords = inputs
    ? {
        inputs: {
          description: 'The settings of the action.',
          ...(inputs === 'any' ? {} : { schema: orTemplate(schemaOf(share(inputs), open)) }),
          ...(needsInputs(inputs, type) ? { required: true } : {}),
        },
        kind: {
          description: 'A variety of the type.',
          schema: { type: 'string', ...(kinds ? { examples: kinds } : {}) },
        },
      }
    : {};
  const typeKeyword: Keywords = { type: { description, required: true } };
  return { description, ...schemaOf(share({ ...actionKeywords, ...typeKeyword, ...own, ...keywords })) };
}

function needsInputs(inputs: Keywords | 'any', type: string): boolean {
  return inputs === 'any' ? type === 'Compose' : Object.values(inputs).some(({ required }) => required);
}

function connectionsSchema(): JsonObject {
  const connection: Keywords = {
    ...connectionKeywords,
    description: { description: 'A note for people.', schema: { type: 'string' } },
    parameters: {
      description: 'What the connector needs to sign in. Take secrets from the environment: "@appsetting(\'NAME\')".',
      schema: { type: 'object' },
    },
  };
  return {
    $schema: draft,
    title: 'The connections of dryflow workflows',
    type: 'object',
    additionalProperties: schemaOf(connection),
  };
}

/** Letter case does not count in a definition: `String` is `string`. The spelling of the list is what editors offer. */
function anyCase(schema: Json): Json {
  if (isArray(schema)) return schema.map(anyCase);
  if (!isObject(schema)) return schema;
  const { enum: words, ...rest } = schema;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, anyCase(value)]));
  if (!isArray(words)) return inner;
  return { ...inner, anyOf: [{ enum: words }, { type: 'string', pattern: `^(${words.map(letters).join('|')})$` }] };
}

function letters(word: Json): string {
  return typeof word === 'string'
    ? word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)
    : '';
}

function main(check: boolean): void {
  mkdirSync(folder, { recursive: true });
  const stale = Object.entries(schemas()).filter(([name, text]) => text !== current(name));
  for (const [name, text] of stale) {
    if (check) console.error(`schema/${name} is not up to date: run npx tsx scripts/schema.ts`);
    else writeFileSync(folder + name, text);
  }
  if (check && stale.length > 0) process.exitCode = 1;
}

function current(name: string): string | undefined {
  try {
    return readFileSync(folder + name, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--check'));
