// What a finished run came to.
import { createColors } from 'picocolors';
import { notRunning, type Unanswered } from '../app/index.js';
import type { ActionView, RunView } from '../history/index.js';
import { isArray, isObject, own, type Json } from '../json.js';
import type { Io } from './io.js';
import { duration } from './progress.js';
import { counted } from './status.js';
import { yamlLines } from './yaml.js';

/** Where an action stands in the flow's file, as `flow.yaml:5`; undefined where that is not known. */
export type PlaceOf = (action: string) => string | undefined;

/** What is known of a run besides what it did. */
export interface Known {
  readonly placeOf?: PlaceOf;
  readonly unanswered?: Unanswered;
  /** The command that shows a run; left out where none can, as nothing is kept. */
  readonly toShow?: (runId: string) => string;
}

/** Writes the summary of a run: its status, what failed, where and why, and what came out. */
export function summarise(io: Io, run: RunView, known: Known): void {
  const paint = createColors(io.color);
  const color = run.status === 'Succeeded' ? paint.green : paint.red;
  const time = duration(Date.parse(run.endTime ?? run.startTime) - Date.parse(run.startTime));
  const all = counted(Object.values(run.actions).map(({ status }) => status));
  const lines = [
    `${paint.bold(color(run.status))} in ${time}: ${all || 'no actions'}`,
    ...problems(run, paint.red, known),
  ];
  const results = Object.entries(run.outputs);
  if (results.length > 0)
    lines.push('', paint.bold('Workflow outputs'), ...results.flatMap(([name, value]) => block(name, value)));
  if (run.response)
    lines.push(
      '',
      paint.bold(`Response ${run.response.statusCode}`),
      ...(run.response.body === undefined ? [] : yamlLines(run.response.body)),
    );
  const outputs = Object.values(run.actions).flatMap((action) => outputOf(action));
  if (outputs.length > 0)
    lines.push('', paint.bold('Outputs'), ...outputs.flatMap(([name, value]) => block(name, value)));
  io.out(`\n${lines.join('\n')}\n`);
}

/** What failed and why, in the service's own words where it gave some. */
export function problems(run: RunView, red: (text: string) => string, known: Known = {}): string[] {
  const lines = failuresIn(run).flatMap((action) => {
    const { path, said } = reason(action);
    const [hint, place] = [notRunning(said), known.placeOf?.(action.name)];
    const advice = [...(hint === undefined ? [] : [hint]), ...ofChildren(path, known)];
    return ['', red(said), ...advice.map((each) => `  → ${each}`), ...(place === undefined ? [] : [`  ${place}`])];
  });
  const said = ownError(run);
  return [...lines, ...(said === undefined ? [] : ['', red(said)])];
}

function failuresIn(run: RunView): readonly ActionView[] {
  return Object.values(run.actions).filter(
    (action) => (action.status === 'Failed' || action.status === 'TimedOut') && saysWhy(action),
  );
}

/** What a run says of itself, where that is more than that an action failed. */
function ownError({ error }: RunView): string | undefined {
  return error && error.code !== 'ActionFailed' ? errorText(error) : undefined;
}

/** Why an action's child gave no answer, and the child's in turn. */
function ofChildren(path: string, { unanswered, toShow }: Known): readonly string[] {
  const chain = unanswered?.get(path) ?? [];
  const last = chain.at(-1);
  return [...chain.map(endOf), ...(last && toShow ? [toShow(last.runId)] : [])];
}

/** How a child ended that gave no answer. */
function endOf(run: RunView): string {
  const [first] = failuresIn(run);
  if (run.status === 'Succeeded') return `'${run.workflow}' ended without a Response.`;
  if (first) return `'${run.workflow}' failed at ${reason(first).said}`;
  return `'${run.workflow}' ended: ${ownError(run) ?? run.status}`;
}

const containers = new Set(['Scope', 'If', 'Switch', 'Foreach', 'Until']);

/** What holds actions fails because of one of them, which is shown itself; or before it began, which is its own fault. */
function saysWhy({ type, error, repetitions = [] }: ActionView): boolean {
  const faults = [error, ...repetitions.map((each) => each.error)].some((each) => each && each.code !== 'ActionFailed');
  return !containers.has(type) || faults;
}

/** Which action failed and why: of several executions the first, and how many more there are. */
function reason(action: ActionView): { readonly path: string; readonly said: string } {
  const [first, ...others] = action.repetitions?.filter(({ status }) => status === 'Failed') ?? [];
  if (!first) return { path: action.name, said: `${action.name}: ${why(action)}` };
  const { path } = first;
  return { path, said: `${path}${others.length > 0 ? ` (and ${others.length} more)` : ''}: ${why(first)}` };
}

/** Why an execution failed: the service's own words where it gave some. */
function why({ error, outputs, code }: Pick<ActionView, 'error' | 'outputs' | 'code'>): string {
  return (error && errorText(error)) ?? serviceError(outputs) ?? code ?? 'failed';
}

/** An error that says nothing more than its code is no more than that. */
function errorText({ code, message }: NonNullable<ActionView['error']>): string {
  return message === '' ? code : `${code}: ${message}`;
}

/** The error object in a service's answer: `{ "error": { "code", "message" } }`. */
function serviceError(outputs: Json | undefined): string | undefined {
  const [code, message] = ['code', 'message'].map((name) => at(at(at(outputs, 'body'), 'error'), name));
  if (typeof message !== 'string') return undefined;
  return typeof code === 'string' ? `${code}: ${message}` : message;
}

function at(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? own(value, name) : undefined;
}

/** The part of an action's outputs that people look for: the body, or the value of a Compose. */
function outputOf({ name, type, outputs, repetitions }: ActionView): [string, Json][] {
  if (quiet.has(type)) return [];
  if (repetitions) {
    const all = repetitions.flatMap((each) => (each.outputs === undefined ? [] : [bodyOf(type, each.outputs) ?? null]));
    return all.some((value) => value !== null) ? [[name, all]] : [];
  }
  const value = outputs === undefined ? undefined : bodyOf(type, outputs);
  return value === undefined ? [] : [[name, value]];
}

// A variable's new value is its action's input; a Response has a heading of its own.
const quiet = new Set([
  'Response',
  'SetVariable',
  'IncrementVariable',
  'DecrementVariable',
  'AppendToArrayVariable',
  'AppendToStringVariable',
]);

function bodyOf(type: string, outputs: Json): Json | undefined {
  return type !== 'Compose' && isObject(outputs) && Object.hasOwn(outputs, 'statusCode')
    ? own(outputs, 'body')
    : outputs;
}

function block(name: string, value: Json): string[] {
  const lines = yamlLines(value, '    ');
  // One property or item begins a line of its own, too: behind the name it would be no YAML.
  const hasParts = (isObject(value) || isArray(value)) && Object.keys(value).length > 0;
  return lines.length > 1 || hasParts ? [`  ${name}:`, ...lines] : [`  ${name}: ${lines[0]?.trim()}`];
}
