// One action of a run, or one execution of it: what went in, what came out, what went wrong.
import { createColors } from 'picocolors';
import type { ActionView, ExecutionView, RunView } from '../../../history/index.js';
import type { Json } from '../../../json.js';
import { nearest } from '../../../nearest.js';
import { UsageError, type Io } from '../../io.js';
import { counted, markOf, painted, tellingCode } from '../../status.js';
import { yamlLines } from '../../yaml.js';
import { lasted } from './tree.js';

/** An execution under its path. */
export type Execution = ExecutionView & { readonly path: string; readonly type: string };

/** The executions that are meant: of an action by its name, or one by its path (`Each[3]/Get`), in any case. */
export function executionsOf(run: RunView, wanted: string): readonly Execution[] {
  const name = wanted.toLowerCase();
  const exact = allExecutions(run).filter(({ path }) => path.toLowerCase() === name);
  const named = Object.values(run.actions).find((action) => action.name.toLowerCase() === name);
  return exact.length > 0 || !named ? exact : executions(named);
}

/** All that ran. */
export function allExecutions(run: RunView): readonly Execution[] {
  return Object.values(run.actions).flatMap(executions);
}

/** Says that a run has no such action. */
export function noSuchAction(run: RunView, wanted: string): UsageError {
  return new UsageError(`The run has no action '${wanted}'. ${adviceFor(wanted, Object.keys(run.actions))}`);
}

function adviceFor(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names).map((name) => `'${name}'`);
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'runs show without --action lists its actions.';
}

function executions({ name, type, parent: _parent, repetitions, ...own }: ActionView): Execution[] {
  return (repetitions ?? [{ path: name, ...own }]).map((each) => ({ type, ...each }));
}

/** One execution whole, or a list of several to choose from. */
export function actionLines(found: readonly Execution[], io: Io): string[] {
  const [only] = found;
  return only && found.length === 1 ? detail(only, io.color) : choice(found, io.color);
}

function detail(execution: Execution, color: boolean): string[] {
  const paint = createColors(color);
  const { path, type, status, error, inputs, outputs, trackedProperties, retryHistory = [] } = execution;
  const section = (title: string, value: Json | undefined) =>
    value === undefined ? [] : ['', paint.bold(title), ...yamlLines(value, '  ', Infinity)];
  const attempts = retryHistory.map(
    (each, at) =>
      `  ${at + 1}  ${[lasted({ ...each, status: 'Failed' }), each.code, each.error?.message ?? ''].join('  ')}`,
  );
  return [
    headline(execution, paint.bold(path), type, color),
    ...(error ? ['', painted(`${error.code}: ${error.message}`, status, paint)] : []),
    ...(attempts.length > 0 ? ['', paint.bold('Attempts that failed'), ...attempts.map((line) => line.trimEnd())] : []),
    ...section('Inputs', inputs),
    ...section('Outputs', outputs),
    ...section('Tracked properties', trackedProperties),
  ];
}

function headline(execution: Execution, title: string, type: string, color: boolean): string {
  const { status, code } = execution;
  const parts = [type, painted(status, status, createColors(color)), lasted(execution), tellingCode(code)];
  return `${title}  ${parts.filter(Boolean).join('  ')}`;
}

// So many executions are listed, those that failed first.
const listed = 20;

function choice(found: readonly Execution[], color: boolean): string[] {
  const paint = createColors(color);
  const failed = found.filter(({ status }) => status === 'Failed' || status === 'TimedOut');
  const some = [...failed, ...found.filter((each) => !failed.includes(each))].slice(0, listed);
  const width = Math.max(...some.map(({ path }) => path.length));
  const lines = some.map((each) => {
    const text = [each.path.padEnd(width), each.status.padEnd(9), lasted(each).padStart(9), tellingCode(each.code)];
    return painted(`${markOf(each.status)} ${text.join('  ').trimEnd()}`, each.status, paint);
  });
  return [
    `${found.length} executions: ${counted(found.map(({ status }) => status))}`,
    '',
    ...lines,
    ...(found.length > some.length ? [paint.dim(`… and ${found.length - some.length} more`)] : []),
    '',
    paint.dim(`One of them whole: --action '${some[0]?.path}'`),
  ];
}
