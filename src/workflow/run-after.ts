import { isArray, isObject, type Json, type JsonObject } from '../json.js';
import type { RunAfter, RunAfterStatus } from './definition.js';
import type { Entry } from './entries.js';
import { runAfterStatuses } from './keywords.js';
import { didYouMean, fold } from './names.js';
import type { Context, Surroundings } from './place.js';
import { child } from '../pointer.js';
import { described, field, type Field } from './reading.js';

/** What an action runs after: for the workflow, and by folded names for the checks. */
export interface RunAfters {
  readonly runAfter: readonly RunAfter[];
  readonly folded: readonly string[];
}

/** Reads `runAfter`, or in a list takes the action before. */
export function readRunAfter(entry: Entry, body: JsonObject, around: Surroundings, context: Context): RunAfters {
  const found = field(body, entry.pointer, 'runAfter');
  if (around.list) {
    if (found) refuseInList(entry, found, context);
    return result(around.previous === undefined ? [] : [{ name: around.previous, statuses: ['Succeeded'] }]);
  }
  if (!found || found.value === null) return result([]);
  if (!isObject(found.value)) {
    refuseForm(found, context);
    return result([]);
  }
  const written = Object.entries(found.value);
  return result(written.flatMap(([name, statuses]) => predecessor(entry, found, name, statuses, around, context)));
}

function result(runAfter: readonly RunAfter[]): RunAfters {
  return { runAfter, folded: runAfter.map(({ name }) => fold(name)) };
}

function refuseInList(entry: Entry, found: Field, { report }: Context): void {
  report.error({
    code: 'RunAfterInList',
    message: `'${entry.name}' is an item of a list, which runs in order, and has a runAfter.`,
    advice:
      'Take runAfter away; or write the actions as a map (no dashes), where runAfter says everything. To handle a failure ' +
      'in a list, make one of its items a Scope with a map inside: Try, and Catch with runAfter: { Try: [Failed, TimedOut] }.',
    pointer: found.pointer,
    at: 'key',
  });
}

function refuseForm(found: Field, { report }: Context): void {
  const names = typeof found.value === 'string' ? [found.value] : isArray(found.value) ? found.value : [];
  const shown = names.every((name) => typeof name === 'string') && names.length > 0 ? names : ['Other_action'];
  report.error({
    code: 'InvalidProperty',
    message: "'runAfter' must be a map from the names of actions to lists of statuses.",
    advice: `Write: runAfter: { ${shown.map((name) => `${name}: [Succeeded]`).join(', ')} }`,
    pointer: found.pointer,
  });
}

function predecessor(
  entry: Entry,
  found: Field,
  written: string,
  statuses: Json,
  { names }: Surroundings,
  context: Context,
): readonly RunAfter[] {
  const pointer = child(found.pointer, written);
  const read = readStatuses(written, statuses, pointer, context);
  const name = names.get(fold(written));
  if (name !== undefined) return [{ name, statuses: read }];
  context.later.push(() => reportNonExistent(entry, written, pointer, [...names.values()], context));
  return [];
}

function reportNonExistent(
  entry: Entry,
  written: string,
  pointer: string,
  siblings: readonly string[],
  context: Context,
): void {
  const elsewhere = context.names.get(fold(written));
  context.report.error({
    code: 'UnknownAction',
    message: `The 'runAfter' property of template action '${entry.name}' contains non-existent action: '${written}'.`, // the service's words
    advice:
      elsewhere === undefined
        ? (didYouMean(
            written,
            siblings.filter((name) => name !== entry.name),
          ) ?? `Beside it stand: ${siblings.join(', ')}.`)
        : `'${elsewhere}' stands in another place of the workflow. An action can only run after one beside it, in the same scope or branch.`,
    pointer,
    at: 'key',
  });
}

function readStatuses(name: string, written: Json, pointer: string, { report }: Context): readonly RunAfterStatus[] {
  if (isArray(written) && written.length > 0) {
    return written.flatMap((status, at) => readStatus(status, child(pointer, at), report));
  }
  const shown =
    runAfterStatuses.find((known) => typeof written === 'string' && fold(known) === fold(written)) ?? 'Succeeded';
  report.error({
    code: 'InvalidProperty',
    message: `'runAfter' must give a list of statuses for '${name}'.`,
    advice: `Write: ${name}: [${shown}]. The statuses are ${runAfterStatuses.join(', ')}.`,
    pointer,
    ...(written === null ? { at: 'key' as const } : {}),
  });
  return [];
}

function readStatus(written: Json, pointer: string, report: Context['report']): readonly RunAfterStatus[] {
  const status = runAfterStatuses.find((known) => typeof written === 'string' && fold(known) === fold(written));
  if (status) return [status];
  const shown = typeof written === 'string' ? `'${written}'` : described(written);
  report.error({
    code: 'InvalidProperty',
    message: `A status is Succeeded, Failed, Skipped or TimedOut, and this is ${shown}.`,
    advice: typeof written === 'string' ? didYouMean(written, runAfterStatuses) : undefined,
    pointer,
  });
  return [];
}
