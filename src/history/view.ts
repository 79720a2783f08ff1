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
  readonly status: ActionStatus | 'Running';
  readonly code?: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  readonly error?: ActionError;
  readonly startTime: string;
  readonly endTime?: string;
  /** Failed attempts that were followed by another one. */
  readonly retryHistory?: readonly RetryRecord[];
}

/** An action: its execution, or for one inside a loop the last of its repetitions, and all of them. */
export interface ActionView extends ExecutionView {
  readonly name: string;
  readonly type: string;
  readonly repetitions?: readonly (ExecutionView & { readonly path: string })[];
}

type Execution = { -readonly [K in keyof ExecutionView]: ExecutionView[K] } & { path: string };

/** Folds a run's events, however many there are by now, into what can be looked at. */
export function view(events: readonly RunEvent[]): RunView {
  const [first] = events;
  if (first?.kind !== 'started') throw new Error('A run begins with its start record.');
  const { runId, workflow, trigger, parameters } = first.start;
  const actions = new Map<string, { name: string; type: string; executions: Map<string, Execution> }>();
  let last: Partial<RunView> = {};
  for (const event of events) {
    if (event.kind === 'ended') last = { ...last, ...event.result, endTime: event.at };
    else if (event.kind === 'responded') last = { ...last, response: event.response };
    else if (event.kind !== 'started' && event.kind !== 'recorded' && event.kind !== 'action-waiting')
      note(actions, event);
  }
  const views = [...actions.values()].map((action): [string, ActionView] => [action.name, actionView(action)]);
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

type ActionEvent = Extract<RunEvent, { kind: 'action-started' | 'action-ended' | 'action-retried' }>;
type Actions = Map<string, { name: string; type: string; executions: Map<string, Execution> }>;

function note(actions: Actions, event: ActionEvent): void {
  const { name, path } = event;
  const type = event.kind === 'action-retried' ? '' : event.type;
  const action = actions.get(name) ?? { name, type, executions: new Map<string, Execution>() };
  actions.set(name, action);
  const execution = action.executions.get(path) ?? { path, status: 'Running', startTime: event.at };
  action.executions.set(path, execution);
  if (event.kind === 'action-retried') execution.retryHistory = [...(execution.retryHistory ?? []), event.failed];
  if (event.kind !== 'action-ended') return;
  const { kind: _, at: endTime, name: __, type: ___, path: ____, secrets: _____, ...ended } = event;
  Object.assign(execution, ended, { endTime });
  if (execution.code === 'NotSpecified') delete execution.code;
}

function actionView({
  name,
  type,
  executions,
}: {
  name: string;
  type: string;
  executions: Map<string, Execution>;
}): ActionView {
  const all = [...executions.values()];
  const { path, ...last } = all.at(-1) ?? { path: name, status: 'Running' as const, startTime: '' };
  if (path === name) return { name, type, ...last };
  const failed = all.find(({ status }) => status === 'Failed');
  return { name, type, ...last, ...(failed && { status: failed.status }), repetitions: all };
}
