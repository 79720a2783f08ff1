import { isObject, type Json, type JsonObject } from '../json.js';
import { actionType, type ActionType } from './action-types.js';
import { bodyOf, typeOf } from './body.js';
import { commonOf } from './common.js';
import { parseControl } from './control.js';
import { reportCycles } from './cycles.js';
import type { ActionBase, ActionNode } from './definition.js';
import { entriesOf, type Entry } from './entries.js';
import { parseCall, parseLeaf } from './leaf.js';
import { deepest, limits } from './limits.js';
import { madeUpAdvice } from './mock-advice.js';
import { fold } from './names.js';
import { enclosing, type Container, type Context, type Placed, type Surroundings } from './place.js';
import { field, type Field } from './reading.js';
import { readRunAfter, type RunAfters } from './run-after.js';

/** Reads the actions of one container; those that cannot be read are reported and left out. */
export function parseActions(
  value: Json,
  pointer: string,
  owner: Placed | undefined,
  context: Context,
): readonly ActionNode[] {
  if (tooDeep(pointer, owner, context)) return [];
  const { list, entries } = entriesOf(value, pointer, context.report);
  const container: Container = { owner, placed: new Map(), after: new Map() };
  const names = new Map(entries.map(({ name }) => [fold(name), name]));
  const own = entries.filter((entry) => register(entry, context));
  const nodes = own.flatMap((entry, at) => {
    const around = { container, names, previous: list ? own[at - 1]?.name : undefined, list };
    return parseAction(entry, around, context) ?? [];
  });
  if (!list) reportCycles(container, context);
  return nodes;
}

function tooDeep(pointer: string, owner: Placed | undefined, { report }: Context): boolean {
  const depth = owner ? enclosing(owner).length + 1 : 0;
  if (depth === limits.nesting + 1) {
    const message = `Actions nest ${depth} levels deep; the service allows ${limits.nesting}.`;
    report.warn({ code: 'LimitExceeded', message, pointer, at: 'key' });
  }
  if (depth <= deepest.containers) return false;
  const message = `Actions nest deeper than ${deepest.containers} levels.`;
  report.error({ code: 'InvalidWorkflow', message, pointer, at: 'key' });
  return true;
}

/** Takes a name into the workflow, unless it is there already. */
function register({ name, namePointer }: Entry, { names, report }: Context): boolean {
  const first = names.get(fold(name));
  if (first === undefined) {
    names.set(fold(name), name);
    checkName(name, namePointer, report);
    return true;
  }
  const alike = first === name ? '' : ` ('${first}' and '${name}' are one name: letter case does not count)`;
  report.error({
    code: 'DuplicateName',
    message: `The workflow has two actions named '${first}'${alike}.`,
    advice: 'Give one of them another name. Names are unique in the whole workflow, also across scopes and branches.',
    pointer: namePointer,
    at: 'key',
  });
  return false;
}

function checkName(name: string, pointer: string, report: Context['report']): void {
  if (name === '')
    report.error({ code: 'InvalidActionBody', message: 'The name of this action is empty.', pointer, at: 'key' });
  // The designers refuse these; to the runner a slash is where the path of an execution is divided.
  const [refused] = /[<>%&\\?/]/.exec(name) ?? [];
  if (refused !== undefined) {
    report.error({
      code: 'InvalidName',
      message: `The name '${name}' has a '${refused}', which the name of an action cannot have.`,
      advice: `Write '${name.replace(/[<>%&\\?/]/g, '_')}'.`,
      pointer,
      at: 'key',
    });
  }
  if (name.length <= limits.nameLength) return;
  const message = `The name '${name.slice(0, 20)}…' has ${name.length} characters; the service allows ${limits.nameLength}.`;
  report.warn({ code: 'LimitExceeded', message, pointer, at: 'key' });
}

function parseAction(entry: Entry, around: Surroundings, context: Context): ActionNode | undefined {
  const body = bodyOf(entry, context.report);
  if (!body) return undefined;
  const call = field(body, entry.pointer, 'call');
  const type = call ? actionType('OpenApiConnection') : typeOf(entry, body, context.report);
  const runAfter = readRunAfter(entry, body, around, context);
  const placed = place(entry, body, type, runAfter, around, context);
  if (!type) return descend(placed, context);
  if (!type.runs) reportUnsupported(placed, type, context);
  const base: ActionBase = {
    name: entry.name,
    type: type.type,
    runAfter: runAfter.runAfter,
    ...commonOf(body, entry.pointer, type, context.report),
    pointer: entry.namePointer,
  };
  if (call) return parseCall(base, call, placed, context);
  if (type.keywords) return parseControl(base, type, placed, context, parseActions);
  if (!type.runs) descend(placed, context); // the tools of an Agent hold actions, whose names others may use
  return parseLeaf(base, type, placed, context);
}

function place(
  { name, pointer, namePointer }: Entry,
  body: JsonObject,
  type: ActionType | undefined,
  { folded }: RunAfters,
  { container }: Surroundings,
  context: Context,
): Placed {
  const placed: Placed = { name, type: type?.type ?? '', body, pointer, namePointer, container, runAfter: folded };
  container.placed.set(fold(name), placed);
  context.actions.set(fold(name), placed);
  return placed;
}

/** A warning: with a mock the action answers from it, and a branch that is never taken needs none. */
function reportUnsupported(placed: Placed, type: ActionType, { report }: Context): void {
  report.warn({
    code: 'UnsupportedActionType',
    message: `'${placed.name}' is of type ${type.type}, which cannot run on this machine: it fails unless a mock answers for it.`,
    advice: `Give it a mock (${placed.name}: { body: … }), ${madeUpAdvice}.`,
    pointer: field(placed.body, placed.pointer, 'type')?.pointer ?? placed.namePointer,
  });
}

/** Reads the actions inside an action that is not understood, so that their names and their own faults are known. */
function descend(placed: Placed, context: Context): undefined {
  const { body, pointer } = placed;
  const groups = ['cases', 'tools'].map((name) => field(body, pointer, name));
  const found = [
    field(body, pointer, 'actions'),
    ...['else', 'default'].map((name) => inside(field(body, pointer, name), 'actions')),
    ...groups.flatMap((group) => keysOf(group).map((key) => inside(inside(group, key), 'actions'))),
  ];
  for (const actions of found) {
    if (typeof actions?.value === 'object' && actions.value)
      parseActions(actions.value, actions.pointer, placed, context);
  }
  return undefined;
}

function inside(found: Field | undefined, name: string): Field | undefined {
  return found && isObject(found.value) ? field(found.value, found.pointer, name) : undefined;
}

function keysOf(found: Field | undefined): readonly string[] {
  return found && isObject(found.value) ? Object.keys(found.value) : [];
}
