import type { Json, JsonObject } from '../json.js';
import type {
  ActionError,
  ActionStatus,
  Response,
  RetryRecord,
  RunEvent,
  RunStatus,
  TriggerRecord,
} from '../run/index.js';
import { withoutSecured } from './mask.js';

/** A run as people and tests look at it. */
export interface RunView {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus | 'Running';
  readonly startTime: string;
  readonly endTime?: string;
  readonly error?: ActionError;
  readonly trigger: TriggerRecord;
  readonly parameters: JsonObject;
  /** By name, in the order in which they began. */
  readonly actions: { readonly [name: string]: ActionView };
  readonly outputs: JsonObject;
  /** What a Response action answered. */
  readonly response?: Response;
}

/** One execution of an action. */
export interface ExecutionView {
  /** `Waiting`: for a call from outside. */
  readonly status: ActionStatus | 'Running' | 'Waiting';
  readonly code?: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  readonly error?: ActionError;
  readonly startTime: string;
  readonly endTime?: string;
  /** Failed attempts that were followed by another one. */
  readonly retryHistory?: readonly RetryRecord[];
  readonly trackedProperties?: JsonObject;
  /** How many iterations a loop has had. */
  readonly iterationCount?: number;
}

/** An action: its execution, or for one inside a loop the last of its repetitions, and all of them. */
export interface ActionView extends ExecutionView {
  readonly name: string;
  readonly type: string;
  /** The scope, condition or switch that it stands in. */
  readonly parent?: string;
  readonly repetitions?: readonly (ExecutionView & { readonly path: string })[];
}

type Execution = { -readonly [K in keyof ExecutionView]: ExecutionView[K] } & { path: string };

type ActionEvent = Extract<RunEvent, { kind: 'action-started' | 'action-waiting' | 'action-ended' | 'action-retried' }>;

interface Noted {
  readonly name: string;
  type: string;
  parent?: string;
  readonly executions: Map<string, Execution>;
}

/** Folds a run's events, however many there are by now, into what can be looked at. */
export function view(events: readonly RunEvent[]): RunView {
  const [first] = events;
  if (first?.kind !== 'started') throw new Error('A run begins with its start record.');
  const { runId, workflow, trigger, parameters } = first.start;
  const actions = new Map<string, Noted>();
  let last: Partial<RunView> = {};
  for (const event of events) {
    if (event.kind === 'ended') last = { ...last, ...event.result, endTime: event.at };
    else if (event.kind === 'responded') last = { ...last, response: event.response };
    else if (event.kind !== 'started' && event.kind !== 'recorded') note(actions, event);
  }
  if (last.endTime !== undefined) endAll(actions, last.endTime);
  const repeats = (loop: string) => actions.get(loop)?.type === 'Until';
  const views = [...actions.values()].map((action): [string, ActionView] => [action.name, actionView(action, repeats)]);
  return {
    runId,
    workflow,
    status: 'Running',
    startTime: first.at,
    trigger,
    parameters,
    outputs: {},
    ...last,
    actions: Object.fromEntries(views),
  };
}

function note(actions: Map<string, Noted>, event: ActionEvent): void {
  const { name, path } = event;
  const action = actions.get(name) ?? { name, type: '', executions: new Map<string, Execution>() };
  actions.set(name, action);
  const execution = action.executions.get(path) ?? { path, status: 'Running', startTime: event.at };
  action.executions.set(path, execution);
  if (event.kind === 'action-retried') {
    execution.retryHistory = [...(execution.retryHistory ?? []), event.failed];
    return;
  }
  if (event.kind === 'action-waiting') {
    execution.status = 'Waiting';
    return;
  }
  action.type = event.type;
  if (event.parent !== undefined) action.parent = event.parent;
  if (event.kind === 'action-ended') end(execution, event);
}

const none: ReadonlySet<string> = new Set();

function end(execution: Execution, event: Extract<RunEvent, { kind: 'action-ended' }>): void {
  const { inputs, outputs } = withoutSecured(event, none) as typeof event;
  const { status, code, startTime, at: endTime, error, trackedProperties, iterationCount } = event;
  Object.assign(execution, {
    status,
    startTime,
    endTime,
    ...(code !== 'NotSpecified' && { code }),
    ...(inputs !== undefined && { inputs }),
    ...(outputs !== undefined && { outputs }),
    ...(error && { error }),
    ...(trackedProperties && { trackedProperties }),
    ...(iterationCount !== undefined && { iterationCount }),
  });
}

/** A run that nobody carried any more may have been cancelled from outside: what ran then has no end of its own. */
function endAll(actions: Map<string, Noted>, endTime: string): void {
  for (const { executions } of actions.values())
    for (const execution of executions.values())
      if (execution.status === 'Running' || execution.status === 'Waiting')
        Object.assign(execution, { status: 'Cancelled', endTime });
}

/** Of an action in a Foreach one failure counts; in an Until its last iteration does, as it does for the loop. */
function actionView({ name, type, parent, executions }: Noted, isUntil: (loop: string) => boolean): ActionView {
  const all = [...executions.values()];
  const { path, ...last } = all.at(-1) ?? { path: name, status: 'Running' as const, startTime: '' };
  const action = { name, type, ...(parent !== undefined && { parent }), ...last };
  if (path === name) return action;
  const loops = [...path.matchAll(/([^/]+)\[\d+\]/g)].map(([, loop = '']) => loop);
  const failed = loops.every(isUntil) ? undefined : all.find(({ status }) => status === 'Failed');
  return { ...action, ...(failed && { status: failed.status }), repetitions: all };
}
