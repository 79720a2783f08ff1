// Whole workflows as data: a folder has a workflow and a case, which says what is given and what must come out.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWorkflow, type RunWorkflowOptions } from '../src/index.js';
import { stringifyJson, type Json } from '../src/json.js';

interface Case {
  /** What the case shows, in a sentence; with the number of the trap of the reference, where it is one. */
  readonly shows: string;
  readonly given?: Omit<RunWorkflowOptions, 'env' | 'fastForward'>;
  /** Parts of the run's view that must be so; an action may be its status alone. */
  readonly expect: {
    readonly status: string;
    readonly actions?: { readonly [name: string]: string | object };
    /** Actions that must not be in the view. */
    readonly absent?: readonly string[];
  };
}

const root = fileURLToPath(new URL('workflows/', import.meta.url));
const names = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test('there are cases', () => {
  expect(names.length).toBeGreaterThan(100);
});

describe.each(names)('%s', (name) => {
  const folder = join(root, name);
  const { shows, given, expect: expected } = parse(readFileSync(join(folder, 'case.yaml'), 'utf8')) as Case;

  test(`shows: ${shows}`, async () => {
    const { absent = [], actions = {}, ...wanted } = expected;
    const run = plain(await runWorkflow(workflowIn(folder), { env: {}, fastForward: true, now, ...given }));
    expect(run).toMatchObject({
      ...wanted,
      actions: Object.fromEntries(
        Object.entries(actions).map(([action, each]) => [action, typeof each === 'string' ? { status: each } : each]),
      ),
    });
    for (const action of absent) expect(run).not.toHaveProperty(['actions', action]);
  });
});

const now = '2026-01-01T00:00:00.0000000Z';

function workflowIn(folder: string): string {
  const files = ['workflow.yaml', 'workflow.json', 'definition.json'].map((file) => join(folder, file));
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`There is no workflow in '${folder}'.`);
  return found;
}

/** A view as plain data, as YAML has it. */
function plain(run: unknown): object {
  return JSON.parse(stringifyJson(run as Json)) as object;
}
