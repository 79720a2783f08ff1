// What a finished run came to.
import { createColors } from 'picocolors';
import { notRunning } from '../app/index.js';
import type { ActionView, RunView } from '../history/index.js';
import { isObject, own, type Json } from '../json.js';
import type { Io } from './io.js';
import { duration } from './progress.js';
import { counted } from './status.js';
import { yamlLines } from './yaml.js';

/** Writes the summary of a run: its status, what failed and why, and what came out. */
export function summarise(io: Io, run: RunView): void {
  const paint = createColors(io.color);
  const color = run.status === 'Succeeded' ? paint.green : paint.red;
  const time = duration(Date.parse(run.endTime ?? run.startTime) - Date.parse(run.startTime));
  const all = counted(Object.values(run.actions).map(({ status }) => status));
  const lines = [`${paint.bold(color(run.status))} in ${time}${all && `: ${all}`}`, ...problems(run, paint.red)];
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
export function problems(run: RunView, red: (text: string) => string): string[] {
  const failed = Object.values(run.actions).filter(
    (action) => (action.status === 'Failed' || action.status === 'TimedOut') && saysWhy(action),
  );
  const lines = failed.flatMap((action) => {
    const why = reason(action);
    const hint = notRunning(why);
    return ['', red(`${action.name}: ${why}`), ...(hint === undefined ? [] : [`  → ${hint}`])];
  });
  const said =
    run.error && run.error.code !== 'ActionFailed' ? ['', red(`${run.error.code}: ${run.error.message}`)] : [];
  return [...lines, ...said];
}

const containers = new Set(['Scope', 'If', 'Switch', 'Foreach', 'Until']);

/** What holds actions fails because of one of them, which is shown itself; or before it began, which is its own fault. */
function saysWhy({ type, error, repetitions = [] }: ActionView): boolean {
  const faults = [error, ...repetitions.map((each) => each.error)].some((each) => each && each.code !== 'ActionFailed');
  return !containers.has(type) || faults;
}

/** Why an action failed: the service's own words where it gave some. */
function reason({ error, outputs, repetitions, code }: ActionView): string {
  const failed = repetitions?.filter(({ status }) => status === 'Failed') ?? [];
  const [first] = failed;
  if (first) {
    const said = first.error ? `${first.error.code}: ${first.error.message}` : serviceError(first.outputs);
    const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    return `${said ?? first.code ?? 'failed'} in ${first.path}${others}`;
  }
  if (error) return `${error.code}: ${error.message}`;
  return serviceError(outputs) ?? code ?? 'failed';
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
  return lines.length === 1 ? [`  ${name}: ${lines[0]?.trim()}`] : [`  ${name}:`, ...lines];
}
