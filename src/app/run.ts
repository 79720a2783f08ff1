import { actions, heldToSwagger, secretsInInputs, type FindConnection } from '../actions/index.js';
import {
  localEngine,
  type Clock,
  type Engine,
  type ResumeRequest,
  type Run,
  type Startable,
  type StartRequest,
} from '../engines/index.js';
import { learnSecrets, view, type History, type RunView } from '../history/index.js';
import type { Send } from '../http/index.js';
import { mocked, unrecorded, type FindAction, type Mocks } from '../mocks/index.js';
import { webhookTypes, type RunEvent } from '../run/index.js';
import type { Secrets } from '../secrets.js';
import { actionsOf } from '../workflow/index.js';
import { knowingSecrets } from './called-back.js';
import { listenForCallbacks, type Callbacks } from './callbacks.js';
import { unansweredIn, type Unanswered } from './unanswered.js';

/** What a run is made with besides its start. */
export interface RunParts {
  readonly send: Send;
  readonly find: FindConnection;
  readonly secrets: Secrets;
  readonly mocks: Mocks;
  /** Answers that are guessed, by the names of the workflows: actions of two may have one name. */
  readonly guesses: ReadonlyMap<string, Mocks>;
  /** Whether an action of the type may do what it does where it has no mock: in a replay it may not. */
  readonly asks: (type: string) => boolean;
  /** The mocked actions that have answered already, where a run goes on: as often as they have. */
  readonly answered?: readonly string[];
  readonly clock: Clock;
  readonly history: History;
  /** The workflow and those that it may start. */
  readonly workflows: readonly Startable[];
}

export interface Watching {
  /** Told of every event; of a run that goes on, first again of what is under way. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Told at the end why children gave no answer. */
  readonly onUnanswered?: (why: Unanswered) => void;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** Leaves the run as it is, to be resumed: `SuspendedError`. */
  readonly suspend?: AbortSignal;
}

/** Runs a workflow to its end. */
export async function runToEnd(request: StartRequest, parts: RunParts, watching: Watching): Promise<RunView> {
  return carry(parts, watching, [], undefined, (engine, { callbacks, ...watched }) =>
    engine.start({
      ...request,
      ...(callbacks && { callbackBase: callbacks.base }),
      ...watched,
    }),
  );
}

/** Goes on with a run from its record to its end. */
export async function resumeToEnd(
  journal: readonly RunEvent[],
  request: ResumeRequest,
  parts: RunParts,
  watching: Watching,
): Promise<RunView> {
  const [first] = journal;
  const callbackBase = first?.kind === 'started' ? first.start.callbackBase : undefined;
  return carry(parts, watching, journal, callbackBase, (engine, { learn, onEvent }) =>
    engine.resume(journal, { ...request, learn, onEvent }),
  );
}

interface Begun {
  readonly learn: (event: RunEvent) => void;
  readonly onEvent: (event: RunEvent) => void;
  readonly callbacks: Callbacks | undefined;
}

/** Carries a run to its end, with a door for callbacks where it may need one, and gives what can be looked at. */
async function carry(
  parts: RunParts,
  { onEvent, onUnanswered, signal, suspend }: Watching,
  journal: readonly RunEvent[],
  callbackBase: string | undefined,
  begin: (engine: Engine, begun: Begun) => Run,
): Promise<RunView> {
  const events = [...journal];
  const engine = localEngine({ action: findAction(parts), history: parts.history, clock: parts.clock });
  const callbacks = parts.workflows.some(waitsForCalls)
    ? await listenForCallbacks((runId) => knowingSecrets(engine.callee(runId), parts), callbackBase)
    : undefined;
  if (onEvent) goingOn(journal).forEach(onEvent);
  const run = begin(engine, {
    callbacks,
    learn: (event) => keepSecrets(event, parts.secrets),
    onEvent(event) {
      events.push(event);
      onEvent?.(event);
    },
  });
  // Another process may ask for the run to be cancelled: `dryflow runs cancel`.
  const asking = setInterval(() => {
    // Whatever keeps it from being asked keeps the run from being recorded, and is told there.
    parts.history.cancelRequested(run.id).then(
      (asked) => asked && run.cancel(),
      () => undefined,
    );
  }, 500).unref();
  const release = [
    () => clearInterval(asking),
    onAbort(signal, () => void engine.close()),
    onAbort(suspend, () => engine.suspend()),
  ];
  try {
    await run.result;
    const seen = view(events);
    if (onUnanswered) onUnanswered(await unansweredIn(seen, parts.history));
    return seen;
  } finally {
    await engine.idle(); // what it has started may go on after its answer
    for (const each of release) each();
    await callbacks?.close();
  }
}

/** What was under way where a record ends: whoever watches the run go on hears of it again, of callback URLs above all. */
function goingOn(journal: readonly RunEvent[]): readonly RunEvent[] {
  const ended = new Set(journal.flatMap((event) => (event.kind === 'action-ended' ? [event.path] : [])));
  return journal.filter(
    (event) => (event.kind === 'action-started' || event.kind === 'action-waiting') && !ended.has(event.path),
  );
}

/** Acts when a signal aborts, or at once where it has; gives what takes that back. */
function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal?.aborted) act();
  signal?.addEventListener('abort', act, { once: true });
  return () => signal?.removeEventListener('abort', act);
}

/** Whether actions of a workflow wait to be called from outside. */
function waitsForCalls({ workflow, mocked: answered = [] }: Startable): boolean {
  return [...actionsOf(workflow)].some(
    ({ name, type }) => webhookTypes.includes(type) && !answered.includes(name.toLowerCase()),
  );
}

/** Keeps the secrets that an action's inputs or outputs hold from now on, before anybody is shown the event. */
function keepSecrets(event: RunEvent, secrets: Secrets): void {
  learnSecrets(event, secrets);
  if (event.kind === 'action-ended') secretsInInputs(event.inputs ?? null).forEach((secret) => secrets.add(secret));
}

function findAction({ send, find, secrets, mocks, guesses, asks, answered }: RunParts): FindAction {
  const byType = new Map(actions(send, find, (secret) => secrets.add(secret)).map((action) => [action.type, action]));
  const asking: FindAction = (type) => {
    const action = byType.get(type);
    if (!action) throw new Error(`No action is registered for the type '${type}'.`);
    return asks(type) ? action : unrecorded(type);
  };
  const answering = mocked(guessed(asking, guesses), mocks, answered);
  return (type) => heldToSwagger(answering(type), find);
}

/** The same actions, those of each workflow answering from its guesses. */
function guessed(find: FindAction, guesses: RunParts['guesses']): FindAction {
  const finds = new Map([...guesses].map(([workflow, mocks]) => [workflow, mocked(find, mocks)]));
  return (type) => ({
    type,
    step: (inputs, context) => (finds.get(context.run.workflow) ?? find)(type).step(inputs, context),
  });
}
