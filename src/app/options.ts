import type { RunView } from '../history/index.js';
import type { Made } from '../connectors/index.js';
import type { Diagnostic } from '../formats/index.js';
import type { Json, JsonObject } from '../json.js';
import { mockedNames, type Mocks } from '../mocks/index.js';
import type { TriggerRecord } from '../run/index.js';
import type { Secrets } from '../secrets.js';
import type { Workflow } from '../workflow/index.js';
import type { Texts } from './files.js';
import type { HistoryOptions } from './history.js';
import type { Watching } from './run.js';

/** How a workflow is to be run. */
export interface RunOptions extends Surrounding {
  /** What the trigger gives: the request's body and headers. */
  readonly trigger?: { readonly body?: Json; readonly headers?: JsonObject };
  /** Of the workflow, and of the ARM template that it stands in. */
  readonly parameters?: JsonObject;
  /** The same as text, read by each parameter's type: text for strings, JSON for the others, `a,b` for arrays of text too. */
  readonly parameterTexts?: { readonly [name: string]: string };
  /** Which workflow, by its name or GUID, of a file or a folder that holds several. */
  readonly workflow?: string;
  /** The values of `appsetting()`; the environment where left out. */
  readonly appSettings?: { readonly [name: string]: string };
  /** When the run believes to begin, ISO 8601. */
  readonly now?: string;
  /** Where the run is kept; left out: in memory, as long as it is looked at. */
  readonly history?: HistoryOptions;
}

/** What is around a run, the first time and when it is resumed. */
export interface Surrounding {
  /** The path of a connections file; left out: `connections.yaml` beside the workflow, where there is one. */
  readonly connections?: string;
  /** Never a real resource of ACS, whatever the environment and the connections file say. */
  readonly onlyEmulator?: boolean;
  /** Actions that answer from here instead of doing anything. */
  readonly mocks?: Mocks;
  /** The mocks are a recording: an action without one asks nobody, and fails. */
  readonly replay?: boolean;
  /** Connectors answer as their swagger says, and no service is asked; ACS Identity is the emulator. */
  readonly mockConnectors?: { readonly seed: string };
  /** Nobody is asked at all: other actions than those of connectors have made-up answers, too, and no time passes. */
  readonly dryRun?: boolean;
  /** An action fails where its connector's answer is not of the types that the swagger says, as in Power Automate. */
  readonly strict?: boolean;
  /** Waits, retries and the life of tokens pass at once, in virtual time. */
  readonly fastForward?: boolean;
  readonly env?: { readonly [name: string]: string | undefined };
}

/** Whether an action has a mock to answer from. */
export function isMockedBy({ mocks = {} }: RunOptions): (action: string) => boolean {
  const names = new Set(mockedNames(mocks));
  return (action) => names.has(action.toLowerCase());
}

/** The options with what a dry run takes for granted. */
export function withDryRun(options: RunOptions): RunOptions {
  if (!options.dryRun) return options;
  return { ...options, fastForward: true, mockConnectors: options.mockConnectors ?? { seed: 'dryflow' } };
}

/** A workflow that is ready to run. */
export interface Prepared {
  readonly workflow: Workflow;
  readonly warnings: readonly Diagnostic[];
  readonly texts: Texts;
  readonly connections: readonly Made[];
  /** Whom answers stand in for that are made from what the workflow reads: connections without a swagger above all. */
  readonly guessed: readonly string[];
  /** Where an action stands in the workflow's file, as `flow.yaml:5`, and in a file of one line as `flow.json:1:23`; undefined where that is not at hand. */
  readonly placeOf: (action: string) => string | undefined;
  /** What the run begins with. */
  readonly trigger: TriggerRecord;
  /** What nobody may see: mask a run with it before showing it. */
  readonly secrets: Secrets;
  /** The id of a run that is kept, by which it is found in its history. */
  readonly runId: string;
  run(watching?: Watching): Promise<RunView>;
  close(): Promise<void>;
}

/** Why nothing was run: every fault at its place, and the texts of the files they are in. */
export interface Unprepared {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

export function isPrepared(result: Prepared | Unprepared): result is Prepared {
  return 'run' in result;
}
