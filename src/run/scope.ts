import type { Scope } from '../expressions/index.js';
import { ownAnyCase, type Json, type JsonObject } from '../json.js';
import { callbackUrl } from './callback.js';
import type { Execution } from './execution.js';
import { iterationPath } from './path.js';
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
    item: () => around(state, x.frame).find((frame) => repeats(plan, frame))?.item,
    callbackUrl: () => callbackUrl(state.start, x.path),
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
    variable(name) {
      const variable = state.variables[name.toLowerCase()];
      delete variable?.unshared; // what has been handed out never changes
      return variable?.value;
    },
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

/**
 * Finds an action's record as seen from a frame: in the frame of the loop that the action stands in, or, from outside that
 * loop, its repetitions taken together.
 */
function sight(state: State, from: Frame): Look {
  let frames: readonly Frame[] | undefined; // most templates look at no action at all
  return (planned) => {
    if (!planned) return undefined;
    frames ??= [...around(state, from), state.frames['']].flatMap((frame) => frame ?? []);
    const home = frames.find((frame) => frame.loop === planned.loop?.node.name);
    if (home) return recordView(planned, home.records[planned.node.name], state, home);
    return repetitions(planned, iterationsOf(planned.loop, frames, state), isInUntil(planned, frames), state);
  };
}

/** All iterations of a loop that can be seen from some frames: those of its runs in the iterations of the loops around it. */
function iterationsOf(loop: Planned | undefined, seen: readonly Frame[], state: State): Frame[] {
  if (!loop) return [];
  const home = seen.find((frame) => frame.loop === loop.loop?.node.name);
  return (home ? [home] : iterationsOf(loop.loop, seen, state)).flatMap((frame) => {
    const { iterations = 0 } = frame.records[loop.node.name] ?? {};
    const paths = Array.from({ length: iterations }, (_, at) => iterationPath(frame, loop.node.name, at));
    return paths.flatMap((path) => state.frames[path] ?? []);
  });
}

/**
 * The repetitions of an action as one record: of a Foreach, lists of inputs and outputs; of an Until, the last one (measured
 * in Power Automate).
 */
function repetitions(planned: Planned, frames: readonly Frame[], lastAlone: boolean, state: State): JsonObject {
  const { name } = planned.node;
  const views = frames.flatMap((frame) => {
    const record = frame.records[name];
    return record ? [recordView(planned, record, state, frame)] : [];
  });
  const last = views.at(-1);
  if (!last) return { name };
  if (lastAlone) return { ...last, repetitionCount: (frames.at(-1)?.index ?? 0) + 1 };
  const worst = views.find(({ status }) => status !== 'Succeeded' && status !== 'Skipped') ?? last;
  const all = (part: string) => views.map((each) => each[part] ?? null);
  return {
    ...worst,
    startTime: views[0]?.['startTime'] ?? null,
    endTime: last['endTime'] ?? null,
    ...(views.some((each) => 'inputs' in each) && { inputs: all('inputs') }),
    ...(views.some((each) => 'outputs' in each) && { outputs: all('outputs') }),
    repetitionCount: views.length,
  };
}

/** Whether every loop that lies between some frames and an action is an Until, of which only the last iteration is kept. */
function isInUntil({ loop }: Planned, seen: readonly Frame[]): boolean {
  if (!loop || seen.some((frame) => frame.loop === loop.node.name)) return true;
  return loop.node.control === 'until' && isInUntil(loop, seen);
}

/** The frames of the loops around a place, the innermost first. */
function around(state: State, from: Frame): Frame[] {
  const frames: Frame[] = [];
  for (let frame: Frame | undefined = from; frame?.loop !== undefined; frame = state.frames[frame.outer ?? ''])
    frames.push(frame);
  return frames;
}

/** Whether a frame is one of a Foreach, and so has an item. */
function repeats(plan: Plan, { loop }: Frame): boolean {
  return plan.find(loop ?? '')?.node.control === 'foreach';
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
  const { retries: _, attemptTime: __, out: ___, items: ____, webhook, iterations: _____, error, ...seen } = record;
  const subscribed = webhook?.subscribed;
  const id = uuid(generator(`${state.start.seed}|tracking|${home?.path ?? ''}|${name}`));
  return {
    name,
    ...(seen as { [key: string]: Json }),
    // While it waits for its call, a webhook action's outputs are what its subscription was answered.
    ...(subscribed !== undefined && { outputs: subscribed }),
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
    tags: plan.workflow.dialect === 'power-automate' ? flowTags(plan.workflow.name) : {},
    run: { id: `${id}/runs/${start.runId}`, name: start.runId, type: 'Microsoft.Logic/workflows/runs' },
  };
}

/** What flows read of themselves to name and link their runs; Logic Apps has no tags by default. */
function flowTags(name: string): JsonObject {
  return { flowDisplayName: name, environmentName: 'local', logicAppName: name };
}
