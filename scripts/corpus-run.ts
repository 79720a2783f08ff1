// Runs every workflow below the paths to its end, in virtual time, with a mock for each action that touches the world:
// `npx tsx scripts/corpus-run.ts PATH…`. How a run ends says little, since the mocks answer with nothing; that it ends does.
import { isPrepared, prepare } from '../src/app/index.js';
import { readWorkflows } from '../src/app/workflows.js';
import { parseOptionsOf, type Source } from '../src/formats/index.js';
import type { Json, JsonObject } from '../src/json.js';
import type { Mock } from '../src/mocks/index.js';
import {
  actionTypes,
  actionsOf,
  parseWorkflow,
  type ParameterDefinition,
  type Workflow,
} from '../src/workflow/index.js';
import { filesBelow } from './files-below.js';

const nothing: Mock = { statusCode: 200, body: { value: [] } };

function mocksFor(workflow: Workflow): { readonly [action: string]: Mock } {
  const outside = [...actionsOf(workflow)].filter(
    ({ type }) =>
      actionTypes.some((each) => each.type === type && each.family === 'leaf') &&
      type !== 'Response' &&
      type !== 'JavaScriptCode',
  );
  return Object.fromEntries(outside.map(({ name }) => [name, nothing]));
}

const sample: { readonly [type in ParameterDefinition['type']]: Json } = {
  string: 'x',
  securestring: 'x',
  int: 1,
  float: 1.5,
  bool: true,
  array: [],
  object: {},
  secureobject: {},
};

function parametersFor({ parameters }: Workflow, source: Source): JsonObject {
  const open = parameters.filter(
    ({ name, defaultValue }) => defaultValue === undefined && source.parameterValues[name] === undefined,
  );
  return Object.fromEntries(open.map(({ name, type, allowedValues }) => [name, allowedValues?.[0] ?? sample[type]]));
}

async function outcome(file: string, source: Source): Promise<string | undefined> {
  const parsed = parseWorkflow(source.definition, parseOptionsOf(source));
  if (!parsed.ok) return undefined; // corpus.ts says why
  const prepared = await prepare(file, {
    workflow: source.id ?? source.name,
    mocks: mocksFor(parsed.workflow),
    parameters: parametersFor(parsed.workflow, source),
    fastForward: true,
    env: {},
    trigger: { body: {} },
  });
  if (!isPrepared(prepared)) return `NOT PREPARED: ${prepared.diagnostics.map(({ message }) => message).join('; ')}`;
  try {
    const { status } = await prepared.run();
    return status;
  } catch (error) {
    return `CRASHED: ${(error as Error).stack}`;
  } finally {
    await prepared.close();
  }
}

const counts = new Map<string, number>();
for (const file of process.argv.slice(2).flatMap(filesBelow)) {
  const { sources } = await readWorkflows(file, new Map());
  for (const source of sources) {
    const result = await outcome(file, source);
    if (result === undefined) continue;
    const key = /^[A-Z ]+(?=:)/.exec(result)?.[0] ?? result;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (key !== result) console.log(`${file} ${source.name}\n  ${result}`);
  }
}
console.log([...counts].map(([result, count]) => `${count} ${result}`).join(', '));
if (counts.size === 0 || [...counts.keys()].some((key) => key === key.toUpperCase())) process.exitCode = 1;
