// What mocks change about the problems of a workflow, and what is wrong with them beside it.
import type { Diagnostic } from '../formats/index.js';
import { nearest } from '../nearest.js';
import { actionsOf, type Problem, type Workflow } from '../workflow/index.js';
import { isMockedBy, type RunOptions } from './options.js';

/** Mocks that answer for no action: a slip of the pen would else be found only by what the action does instead. */
export function idleMocks(
  workflows: readonly Workflow[],
  { mocks = {}, replay }: RunOptions,
  file: string,
): readonly Diagnostic[] {
  const nodes = workflows.flatMap((workflow) => [...actionsOf(workflow)]);
  const leaves = nodes.filter(({ control }) => control === 'leaf').map(({ name }) => name);
  const known = new Set(leaves.map((name) => name.toLowerCase()));
  const named = new Set(Object.keys(mocks).map((key) => key.split('/').at(-1) ?? key)); // `Each[3]/Get` is one execution of Get
  return [...named].flatMap((name) => {
    if (known.has(name.toLowerCase())) return [];
    const holds = nodes.some((node) => node.name.toLowerCase() === name.toLowerCase());
    const lost = replay
      ? `'${name}' has a recording or a mock, and is no action of the workflow.`
      : `The mock '${name}' is for no action of the workflow.`;
    const message = holds
      ? `The mock '${name}' has no effect: '${name}' holds other actions, which have mocks of their own.`
      : lost;
    const [near] = nearest(name, leaves);
    const advice = near !== undefined && !holds ? { advice: `Did you mean '${near}'?` } : {};
    return [{ severity: 'warning', code: 'UnknownMock', message, ...advice, file }];
  });
}

/** An action that answers from a mock need not be one that can run here. */
export function withoutMocked(
  problems: readonly Problem[],
  workflow: Workflow,
  options: RunOptions,
): readonly Problem[] {
  const isMocked = isMockedBy(options);
  const mocked = [...actionsOf(workflow)].filter(({ name }) => isMocked(name));
  const types = new Set(mocked.map(({ pointer }) => `${pointer}/type`));
  return problems.filter(({ code, pointer }) => code !== 'UnsupportedActionType' || !types.has(pointer));
}
