// What is wrong with mocks and recordings, a slip of the pen that would else be found only by what the action does instead;
// and what is not wrong because of them.
import { diagnose, type Diagnostic } from '../formats/index.js';
import { nearest } from '../nearest.js';
import { parts } from '../pointer.js';
import { actionsOf, branchesOf, fold, type ActionNode, type Problem, type Workflow } from '../workflow/index.js';
import { keepText, type Texts } from './files.js';
import { placeIn, type WrittenMocks } from './mocks.js';
import { isMockedBy, type RunOptions } from './options.js';

/** Where what is idle is shown: at its place where a file holds it, else of the workflow's file. */
export interface Shown {
  readonly file: string;
  readonly texts: Texts;
  readonly written: WrittenMocks;
}

type Said = Pick<Problem, 'message' | 'advice'>;

/** Says which mocks are for no action, or for no execution that an action of these workflows could have. */
export function idleMocks(
  workflows: readonly Workflow[],
  { mocks = {}, replay = false }: RunOptions,
  shown: Shown,
): readonly Diagnostic[] {
  const nodes = workflows.flatMap((workflow) => [...actionsOf(workflow)]);
  const paths = new Map(workflows.flatMap(({ actions }) => pathsOf(actions, '')));
  // Of one slip in many executions one is told: of their action where that has an entry, which paths do not.
  const told = new Map<string, Diagnostic>();
  const keys = Object.keys(mocks).toSorted((a, b) => Number(a.includes('/')) - Number(b.includes('/')));
  for (const key of keys) {
    const name = nameOf(key);
    const what = shown.written.get(key)?.what ?? (replay ? 'recording or mock' : 'mock');
    const path = paths.get(fold(name));
    const slip = path === undefined ? fold(name) : shapeOf(key);
    const said = path === undefined ? ofNoAction(name, what, nodes) : ofNoExecution(key, what, path);
    if (said && !told.has(slip)) told.set(slip, placed(key, said, shown));
  }
  return [...told.values()];
}

function ofNoAction(name: string, what: string, nodes: readonly ActionNode[]): Said {
  if (nodes.some((node) => fold(node.name) === fold(name))) {
    const message = `The ${what} of '${name}' has no effect: '${name}' holds other actions, which have their own.`;
    return { message };
  }
  const leaves = nodes.filter(({ control }) => control === 'leaf').map((node) => node.name);
  const [near] = nearest(name, leaves);
  const message = `There is a ${what} of '${name}', which is no action of the workflow.`;
  return { message, ...(near !== undefined && { advice: `Did you mean '${near}'?` }) };
}

function ofNoExecution(key: string, what: string, path: string): Said | undefined {
  if (!key.includes('/') || shapeOf(key) === shapeOf(path)) return undefined;
  const advice = path.includes('/')
    ? `Its executions have paths such as '${path}'.`
    : `It is in no loop, and its path is '${path}'.`;
  return { message: `The ${what} of '${key}' has no effect: no execution of '${nameOf(key)}' has this path.`, advice };
}

function placed(key: string, said: Said, { file, texts, written }: Shown): Diagnostic {
  const problem = { severity: 'warning', code: 'UnknownMock', ...said } as const;
  const entry = written.get(key);
  if (!entry) return { ...problem, file };
  keepText(texts, entry.file, entry.text);
  const { pointer, what } = entry;
  return diagnose(placeIn(entry), { ...problem, pointer, ...(what === 'mock' && { at: 'key' }) });
}

/** The path of an execution for each action that does not hold others, by its name. */
function pathsOf(nodes: readonly ActionNode[], around: string): readonly (readonly [string, string])[] {
  return nodes.flatMap((node): readonly (readonly [string, string])[] => {
    const path = around + node.name;
    if (node.control === 'leaf') return [[fold(node.name), path]];
    const isLoop = node.control === 'foreach' || node.control === 'until';
    return pathsOf(branchesOf(node).flat(), isLoop ? `${path}[0]/` : around);
  });
}

/** A path whichever iterations it is of. */
function shapeOf(path: string): string {
  return fold(path).replace(/\[\d+\]/g, '[]');
}

/** `Each[3]/Get` is one execution of Get. */
function nameOf(key: string): string {
  return key.split('/').at(-1) ?? key;
}

const unsupported: ReadonlySet<string> = new Set(['UnsupportedActionType', 'UnsupportedActionKind']);

/** An action that answers from a mock need not be one that can run here; in a dry run none need be. */
export function withoutMocked(problems: readonly Problem[], options: RunOptions): readonly Problem[] {
  const isMocked = isMockedBy(options);
  const isAnswered = (pointer: string) => options.dryRun === true || isMocked(parts(pointer).at(-2) ?? '');
  return problems.filter(({ code, pointer }) => !unsupported.has(code) || !isAnswered(pointer));
}
