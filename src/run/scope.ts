import type { Scope } from '../expressions/index.js';
import { ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Execution } from './execution.js';
import type { Plan, Planned } from './plan.js';
import { generator, uuid } from './random.js';
import type { ActionRecord, Frame, State } from './state.js';

/** What the templates of one execution see: the records of its own frame and of those around it. */
export function scopeOf(plan: Plan, state: State, x: Execution): Scope {
  const look = sight(state, x.frame);
  return {
    ...runScope(plan, state, x.path),
    action: (name) => look(plan.find(name)),
    currentAction: () => look(x.planned),
    result: (name) => resultOf(plan.find(name), look),
    item: () => around(state, x.frame)[0]?.item,
    items: (loop) => around(state, x.frame).find((frame) => named(frame, loop))?.item,
    iterationIndex: (loop) => around(state, x.frame).find((frame) => named(frame, loop))?.index,
  };
}

/** What can be seen from nowhere in particular: the workflow's own outputs. `place` makes its random values differ from others'. */
export function runScope(plan: Plan, state: State, place = ''): Scope {
  const { start } = state;
  const root = state.frames[''];
  const look = root ? sight(state, root) : () => undefined;
  let random: (() => number) | undefined;
  return {
    dialect: plan.workflow.dialect,
    parameter: (name) => ownAnyCase(start.parameters, name),
    variable: (name) => state.variables[name.toLowerCase()]?.value,
    action: (name) => look(plan.find(name)),
    currentAction: () => undefined,
    trigger: () => triggerRecord(state),
    result: (name) => resultOf(plan.find(name), look),
    item: () => undefined,
    items: () => undefined,
    iterationIndex: () => undefined,
    workflow: () => workflowRecord(plan, state),
    appSetting: (name) => (Object.hasOwn(start.appSettings, name) ? start.appSettings[name] : undefined),
    callbackUrl: () => undefined,
    now: () => state.at,
    random: () => (random ??= generator(`${start.seed}|${place}|${state.at}`))(),
  };
}

type Look = (planned: Planned | undefined) => JsonObject | undefined;

/** Finds an action's record as seen from a frame: in the frame of the loop that the action stands in. */
function sight(state: State, from: Frame): Look {
  const frames = [...around(state, from), state.frames['']];
  return (planned) => {
    if (!planned) return undefined;
    const loop = planned.loop?.node.name;
    const home = loop === undefined ? state.frames[''] : frames.find((frame) => frame?.loop === loop);
    return recordView(planned, home?.records[planned.node.name], state, home);
  };
}

/** The frames of the loops around a place, the innermost first. */
function around(state: State, from: Frame): Frame[] {
  const frames: Frame[] = [];
  for (let frame: Frame | undefined = from; frame?.loop !== undefined; frame = state.frames[frame.outer ?? ''])
    frames.push(frame);
  return frames;
}

function named(frame: Frame, loop: string): boolean {
  return frame.loop?.toLowerCase() === loop.toLowerCase();
}

/** A record as `actions()` shows it; an action that has not run yet has a name and nothing else. */
function recordView(
  planned: Planned,
  record: ActionRecord | undefined,
  state: State,
  home: Frame | undefined,
): JsonObject {
  const { name } = planned.node;
  if (!record) return { name };
  const { retries: _, attemptTime: __, error, ...seen } = record;
  const id = uuid(generator(`${state.start.seed}|tracking|${home?.path ?? ''}|${name}`));
  return {
    name,
    ...(seen as { [key: string]: Json }),
    // The service repeats the text of an error as its template (measured in Power Automate).
    ...(error && { error: planned.children.length > 0 ? { ...error, messageTemplate: error.message } : { ...error } }),
    trackingId: id,
    clientTrackingId: state.start.clientTrackingId,
  };
}

function resultOf(planned: Planned | undefined, look: Look): readonly Json[] | undefined {
  if (!planned || planned.children.length === 0) return undefined;
  return planned.children.flatMap((child) => look(child) ?? []);
}

function triggerRecord({ start, startTime }: State): JsonObject {
  const { name, inputs, outputs } = start.trigger;
  return {
    name,
    status: 'Succeeded',
    startTime,
    endTime: startTime,
    ...(inputs !== undefined && { inputs }),
    ...(outputs !== undefined && { outputs }),
  };
}

function workflowRecord(plan: Plan, { start }: State): JsonObject {
  const id = `/workflows/${plan.workflow.name}`;
  return {
    id,
    name: plan.workflow.name,
    type: 'Microsoft.Logic/workflows',
    location: 'local',
    tags: {},
    run: { id: `${id}/runs/${start.runId}`, name: start.runId, type: 'Microsoft.Logic/workflows/runs' },
  };
}
