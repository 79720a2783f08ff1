// A file becomes a workflow that is ready to run: read, parsed, its parameters bound, its connections made, its operations
// found. Everything that can be wrong before a run is said here, all of it at once, and nothing has been sent.
import type { FindConnection } from '../actions/index.js';
import type { Made } from '../connectors/index.js';
import { newRunId, systemClock, type Startable } from '../engines/index.js';
import { diagnoseAll, inOrder, parseOptionsOf, type Diagnostic, type Source } from '../formats/index.js';
import { memoryHistory } from '../history/index.js';
import { stringifyJson, type JsonObject } from '../json.js';
import type { TriggerRecord } from '../run/index.js';
import { actionsOf, parseWorkflow, type Problem, type Workflow } from '../workflow/index.js';
import { boundOf } from './bound.js';
import { childrenOf } from './children.js';
import { emulatorFile, forgetEmulator } from './emulator.js';
import type { Texts } from './files.js';
import { furnish, type Complete, type Parsed } from './furnish.js';
import { madeUpTrigger } from './made-up-trigger.js';
import { openHistory, userKey } from './history.js';
import { idleMocks, withoutMocked } from './mock-problems.js';
import type { WrittenMocks } from './mocks.js';
import { withDryRun, type Prepared, type RunOptions, type Unprepared } from './options.js';
import { givenValue } from './parameters.js';
import { withChildren } from './origin.js';
import { isOutside } from './recordings.js';
import { runToEnd, type RunParts, type Watching } from './run.js';
import { createServices, type Services } from './services.js';
import { trackingId, triggerOf } from './trigger.js';
import { choose, folderOf, readWorkflows, readWorkflowText } from './workflows.js';

/** Gets a workflow ready: a file's, or one given as a definition. `written` says where the mocks stand, if in files. */
export async function prepare(
  what: string | JsonObject,
  options: RunOptions = {},
  written: WrittenMocks = new Map(),
): Promise<Prepared | Unprepared> {
  const texts: Texts = new Map();
  const given = givenValue(options);
  const all =
    typeof what === 'string'
      ? await readWorkflows(what, texts, given)
      : readWorkflowText('(definition)', stringifyJson(what), texts, given);
  if (all.sources.length === 0) return { diagnostics: all.diagnostics, texts };
  const source = choose(all, options.workflow);
  if (!('definition' in source)) return { diagnostics: [...all.diagnostics, source], texts };
  const folder = typeof what === 'string' ? await folderOf(what) : process.cwd();
  return prepareSource(
    source,
    { folder, texts, others: all.sources, said: all.diagnostics, written },
    withDryRun(options),
  );
}

/** What stands around a source. */
export interface Around {
  readonly folder: string;
  readonly texts: Texts;
  /** The workflows of the same file. */
  readonly others: readonly Source[];
  /** The workflows that it started before, where it is made ready again. */
  readonly kept?: ReadonlyMap<string, Source>;
  readonly said: readonly Diagnostic[];
  readonly written?: WrittenMocks;
}

/** Gets a workflow ready that has been read; `as` is the trigger of an earlier run. */
export async function prepareSource(
  source: Source,
  around: Around,
  options: RunOptions,
  as?: TriggerRecord,
): Promise<Prepared | Unprepared> {
  const { history, now } = options;
  if (now !== undefined && Number.isNaN(Date.parse(now))) return { diagnostics: [noInstant(now)], texts: around.texts };
  const runId = newRunId(systemClock(options.now).now());
  const services = createServices(options, history && emulatorFile(history.file, runId));
  const ready = await makeReady(source, around, options, services);
  if (!('startable' in ready)) return ready;
  const { workflow } = ready.startable;
  const madeUp = as ? { problems: [] } : madeUpTrigger(ready.startable, ready.parts.find, options);
  const trigger = as ?? triggerOf(workflow, options, madeUp);
  // What is not kept may be run more than once, each time under another id.
  const start = { ...ready.startable, ...(history && { runId }), trigger, ...trackingId(workflow, trigger) };
  const run = async (watching: Watching = {}) => {
    // What is answered may have to be sealed. Without a key the run would break off after the first answer.
    if (history && asksOutside(ready)) userKey(services.env);
    const kept = history ? await openHistory(history, services.env, services.secrets) : memoryHistory();
    try {
      const seen = await runToEnd(start, { ...ready.parts, history: kept }, watching);
      if (history) forgetEmulator(history.file, runId);
      return seen;
    } finally {
      await kept.close();
    }
  };
  const warnings = inOrder([...ready.warnings, ...diagnoseAll(source, madeUp.problems)]);
  return { ...shown({ ...ready, warnings }, services), trigger, runId, run, close: () => services.close() };
}

/** A workflow with its children, its connections and all that its runs are made with. */
export interface Ready {
  readonly startable: Startable;
  readonly connections: readonly Made[];
  readonly guessed: readonly string[];
  readonly warnings: readonly Diagnostic[];
  readonly texts: Texts;
  readonly placeOf: (action: string) => string | undefined;
  readonly parts: Omit<RunParts, 'history'>;
}

/** Parses a source and gives it what it needs, or says everything that is wrong. The services are closed in that case. */
export async function makeReady(
  source: Source,
  { folder, texts, said: before, written = new Map(), ...siblings }: Around,
  options: RunOptions,
  services: Services,
): Promise<Ready | Unprepared> {
  const refused = async (diagnostics: readonly Diagnostic[]): Promise<Unprepared> => {
    await services.close();
    return { diagnostics: inOrder(diagnostics), texts };
  };
  const parsing = parseWorkflow(source.definition, parseOptionsOf(source));
  const problems = [...withoutMocked(parsing.problems, options), ...(parsing.ok ? emptiness(parsing.workflow) : [])];
  const said = [...before, ...source.diagnostics, ...diagnoseAll(source, problems)];
  if (!parsing.ok || said.some(isError)) return refused(said);
  const parsed: Parsed = { source, workflow: parsing.workflow, folder, texts };
  const children = await childrenOf(parsed, siblings, options, services);
  const furnished = await furnish(parsed, children.has, options, services);
  const workflows = [parsed.workflow, ...children.furnished.map(({ startable }) => startable.workflow)];
  const idle = idleMocks(workflows, options, { file: source.file, texts, written });
  const warnings = inOrder([...said, ...furnished.diagnostics, ...children.diagnostics, ...idle]);
  if (!furnished.ok || warnings.some(isError)) return refused(warnings);
  const { send, secrets, clock } = services;
  const { startable } = furnished;
  const all: readonly Complete[] = [furnished, ...children.furnished];
  const find: FindConnection = (name) => {
    const made = all.map((each) => each.find(name)).find((each) => each !== undefined);
    return made && boundOf(made, name, [source, ...children.sources.values()], options);
  };
  const origin = withChildren(startable.origin ?? null, children.sources);
  return {
    startable: { ...startable, children: children.find, origin },
    connections: all.flatMap(({ connections }) => connections),
    guessed: [...new Set(all.flatMap(({ guesses }) => guesses.instead))],
    warnings,
    texts,
    placeOf: (action) => placeIn(source, parsed.workflow, action),
    parts: {
      workflows: all.map((each) => each.startable),
      send,
      find,
      secrets,
      mocks: options.mocks ?? {},
      guesses: new Map(all.map((each) => [each.startable.workflow.name, each.guesses.mocks])),
      asks: (type) => !options.replay || mayAsk(type, options),
      clock,
    },
  };
}

/** Whether a run may ask anybody: a service, another workflow. */
function asksOutside({ parts }: Ready): boolean {
  return parts.workflows.some(({ workflow }) => [...actionsOf(workflow)].some(({ type }) => isOutside(type)));
}

/** Whether a type of action may go on without a recording: what is computed here, and connectors that nobody stands behind. */
function mayAsk(type: string, { mockConnectors }: RunOptions): boolean {
  return type === 'JavaScriptCode' || (mockConnectors !== undefined && /Connection|^ServiceProvider$/.test(type));
}

function placeIn({ file, text, locate }: Source, workflow: Workflow, action: string): string | undefined {
  const node = [...actionsOf(workflow)].find(({ name }) => name === action);
  const range = node && locate(node.pointer, 'key');
  if (!range) return undefined;
  const { line, column } = range.start;
  // Exported files are often of one line, where the line says nothing.
  return text.trimEnd().includes('\n') ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** What is shown of a workflow before and after it runs. */
export function shown({ startable, connections, guessed, warnings, texts, placeOf }: Ready, { secrets }: Services) {
  return { workflow: startable.workflow, connections, guessed, warnings, texts, placeOf, secrets };
}

function noInstant(now: string): Diagnostic {
  const message = `'now' must be an instant in ISO 8601, and is '${now}'.`;
  return {
    severity: 'error',
    code: 'InvalidTime',
    message,
    advice: 'For example 2026-01-01T00:00:00Z.',
    file: '(options)',
  };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The service runs a workflow without actions; people who write one wonder why nothing happens. */
function emptiness({ actions }: Workflow): readonly Problem[] {
  if (actions.length > 0) return [];
  const message = 'The workflow has no actions: it will succeed and do nothing.';
  return [{ severity: 'warning', code: 'NoActions', message, pointer: '/actions', at: 'key' }];
}
