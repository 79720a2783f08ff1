// Scores runs on files of flows and what the service made of them, a JSON object a line: { id, definition, trigger, mocks,
// childFlows?, expected, evidence }. The last action, `Probe`, is a Compose that shows what the flow has seen.
//   npx tsx scripts/flows.ts FILE…
import { readFileSync } from 'node:fs';
import { localEngine, virtualClock, type Startable } from '../src/engines/index.js';
import { memoryHistory, view, type RunView } from '../src/history/index.js';
import { isObject, own, parseJson, stringifyJson, type Json, type JsonObject } from '../src/json.js';
import { mocked, mockedNames, type Mock, type Mocks } from '../src/mocks/index.js';
import { parseWorkflow, type Workflow } from '../src/workflow/index.js';

interface Row {
  readonly id: string;
  readonly definition: JsonObject;
  readonly trigger?: { readonly body?: Json; readonly headers?: JsonObject };
  readonly mocks?: readonly {
    readonly action: string;
    readonly responses: readonly {
      readonly status: number;
      readonly headers?: { [name: string]: string };
      readonly body?: Json;
    }[];
  }[];
  readonly childFlows?: { readonly [name: string]: JsonObject };
  readonly expected: { readonly [what: string]: Json };
}

function workflowOf(definition: JsonObject, name: string): Workflow {
  const parsed = parseWorkflow(definition, { name, dialect: 'power-automate' });
  if (parsed.ok) return parsed.workflow;
  throw new Error(parsed.problems.map(({ message }) => message).join('; '));
}

async function run(row: Row): Promise<{ view: RunView; child: RunView | undefined }> {
  const mocks: Mocks = Object.fromEntries(
    (row.mocks ?? []).map(({ action, responses }) => [
      action,
      responses.map(({ status, ...answer }): Mock => ({ statusCode: status, ...answer })),
    ]),
  );
  const history = memoryHistory();
  const action = mocked((type) => ({ type, step: () => Promise.reject(new Error(`No mock for ${type}.`)) }), mocks);
  const engine = localEngine({ action, history, clock: virtualClock('2026-01-01T00:00:00.0000000Z') });
  const children = new Map(
    Object.entries(row.childFlows ?? {}).map(([name, definition]): [string, Startable] => [
      name,
      { workflow: workflowOf(definition, name), parameters: {}, appSettings: {} },
    ]),
  );
  const { body, headers = {} } = row.trigger ?? {};
  const started = engine.start({
    workflow: workflowOf(row.definition, row.id),
    trigger: { name: 'manual', outputs: { headers, ...(body !== undefined && { body }) } },
    parameters: { $connections: {}, $authentication: {} },
    appSettings: {},
    mocked: mockedNames(mocks),
    children: (name) => children.get(name),
  });
  await started.result;
  const views = await Promise.all(
    (await history.list()).map(async ({ runId }) => view((await history.read(runId)) ?? [])),
  );
  const seen = views.find(({ runId }) => runId === started.id);
  if (!seen) throw new Error('The run is not in its history.');
  return { view: seen, child: views.find(({ runId }) => runId !== started.id) };
}

/** What a row expects and does not find, in words. */
function faults({ expected }: Row, { view: seen, child }: Awaited<ReturnType<typeof run>>): string[] {
  const probe = seen.actions['Probe']?.outputs ?? null;
  const found: string[] = [];
  const same = (what: string, wanted: Json | undefined, is: Json | undefined): void => {
    if (stringifyJson(wanted ?? null) !== stringifyJson(is ?? null))
      found.push(`${what}: expected ${stringifyJson(wanted ?? null)}, is ${stringifyJson(is ?? null)}`);
  };
  const result = at(probe, 'result');
  const rows = Array.isArray(result) ? (result as readonly Json[]) : [];
  const checks: { readonly [what: string]: (wanted: Json) => void } = {
    runStatus: (wanted) => same('run', wanted, seen.status),
    actions: (wanted) => each(wanted, (name, status) => same(name, status, seen.actions[name]?.status)),
    outputs: (wanted) => each(wanted, (name, outputs) => same(name, outputs, seen.actions[name]?.outputs)),
    probe: (wanted) => same('probe', wanted, probe),
    'probe.contains': (wanted) => each(wanted, (path, value) => same(path, value, at(probe, path))),
    'probe.absent': (wanted) => list(wanted, (path) => same(`${path} (absent)`, undefined, at(probe, path))),
    'result.rows': (wanted) =>
      same(
        'result',
        wanted,
        rows.map((row) => ['name', 'status', 'code'].map((name) => at(row, name) ?? null)),
      ),
    'result.keysPresent': (wanted) =>
      list(wanted, (key) => rows.forEach((row) => (isObject(row) && key in row) || found.push(`result: no '${key}'`))),
    childHeaders: (wanted) => same('child headers', wanted, { ...child?.response?.headers }),
  };
  for (const [what, wanted] of Object.entries(expected)) {
    const check = checks[what];
    if (check) check(wanted);
    else found.push(`the script does not know '${what}'`);
  }
  return found;
}

function each(wanted: Json, check: (name: string, value: Json) => void): void {
  if (isObject(wanted)) for (const [name, value] of Object.entries(wanted)) check(name, value);
}

function list(wanted: Json, check: (name: string) => void): void {
  if (Array.isArray(wanted)) for (const name of wanted) check(String(name));
}

/** The value at a path like `get.inputs.parameters` or `result[0].inputs`. */
function at(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of path.split(/[.[\]]+/).filter(Boolean))
    found = Array.isArray(found)
      ? (found[Number(part)] as Json | undefined)
      : isObject(found)
        ? own(found, part)
        : undefined;
  return found;
}

let wrong = 0;
let right = 0;
for (const file of process.argv.slice(2)) {
  const rows = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  for (const line of rows) {
    const row = parseJson(line) as unknown as Row;
    const found = await run(row).then(
      (seen) => faults(row, seen),
      (error: unknown) => [(error as Error).message],
    );
    if (found.length === 0) right += 1;
    else wrong += 1;
    if (found.length > 0) console.log(`${row.id}\n  ${found.join('\n  ')}`);
  }
}
console.log(`${right} right, ${wrong} wrong`);
process.exitCode = wrong > 0 || right === 0 ? 1 : 0;
