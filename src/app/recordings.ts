// A folder of recordings: written after a run, read before one.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { diagnose, type Diagnostic } from '../formats/index.js';
import type { RunView } from '../history/index.js';
import { prettyJson, type Json } from '../json.js';
import { makeFolder } from '../make-folder.js';
import { faultsOfRecording, gatherAttempts, recordingsOf, replay, type Recording } from '../mocks/index.js';
import type { RunEvent } from '../run/index.js';
import { mask, type Secrets } from '../secrets.js';
import { systemFault } from '../system-fault.js';
import { actionTypes } from '../workflow/index.js';
import { readTextFile, type Texts } from './files.js';
import { checkedContent, placeIn, type ReadMocks, type WrittenMock } from './mocks.js';

/** A folder that holds no recordings to replay, or takes none. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

// A script is computed anew like any other expression, and so is what the run itself answers.
const inside = new Set(['JavaScriptCode', 'Response']);
const outside = new Set(
  actionTypes.filter(({ family, type }) => family === 'leaf' && !inside.has(type)).map(({ type }) => type),
);

/** Whether actions of a type ask others, and not only compute. */
export function isOutside(type: string): boolean {
  return outside.has(type);
}

/** Takes part in a run, and keeps at its end what its actions were answered. */
export interface Recorder {
  readonly onEvent: (event: RunEvent) => void;
  /** Writes one file an action, all secrets masked. */
  readonly write: (run: RunView, secrets: Secrets) => Promise<Recorded>;
}

/** The names of the files that were written, and of those that an earlier run left in the folder. */
export interface Recorded {
  readonly files: readonly string[];
  readonly older: readonly string[];
}

/** A recorder for one run. Throws RecordingError where its folder takes no recordings. */
export function record(folder: string): Recorder {
  prepareFolder(folder);
  const { on, attempts } = gatherAttempts();
  const secured = new Set<string>();
  return {
    onEvent(event) {
      if (event.kind === 'action-started' && event.secured?.includes('outputs')) secured.add(event.path);
      on(event);
    },
    async write(run, secrets) {
      const covered = [...attempts].map(
        ([path, all]) =>
          [path, secrets.value(secured.has(path) ? all.map((one) => ({ ...one, outputs: mask })) : all)] as const,
      );
      const actions = Object.values(secrets.value(run).actions);
      const recordings = recordingsOf(actions, isOutside, new Map(covered));
      await Promise.all(recordings.map(async (each) => written(join(folder, fileOf(each)), textOf(each))));
      const files = recordings.map(fileOf);
      return { files, older: (await recordedIn(folder)).filter((name) => !files.includes(name)) };
    },
  };
}

/** Makes the folder: what cannot be kept is told before anything has been sent. */
function prepareFolder(folder: string): void {
  try {
    if (existsSync(folder)) readdirSync(folder);
    else makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const why = systemFault(error as NodeJS.ErrnoException);
    throw new RecordingError(`Nothing can be recorded in the folder '${folder}': ${why}.`);
  }
}

async function written(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(`'${path}' cannot be written: ${systemFault(error)}.`);
  });
}

/** Reads the recordings in a folder as mocks. Throws RecordingError. */
export async function readRecordings(folder: string): Promise<ReadMocks> {
  const files = await recordedIn(folder).catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(`The folder '${folder}' cannot be read: ${systemFault(error)}. ${howToMakeOne}`);
  });
  if (files.length === 0) throw new RecordingError(`There are no recordings in '${folder}'. ${howToMakeOne}`);
  const texts: Texts = new Map();
  const read = await Promise.all(files.map((name) => recordingIn(join(folder, name), texts)));
  const kept = read.flatMap((each) => ('recording' in each ? [each] : []));
  const faults = read.flatMap((each) => ('recording' in each ? [] : each.diagnostics));
  const diagnostics = [...faults, ...kept.flatMap((each, at) => repeated(each, kept.slice(0, at)))];
  if (diagnostics.length > 0) return { diagnostics, texts };
  return { mocks: replay(kept.map(({ recording }) => recording)), written: new Map(kept.flatMap(placesOf)) };
}

async function recordedIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
}

interface Kept {
  readonly file: string;
  readonly text: string;
  readonly recording: Recording;
}

/** A second file for an action: which of them is meant cannot be known. */
function repeated(kept: Kept, before: readonly Kept[]): readonly Diagnostic[] {
  const { action } = kept.recording;
  const first = before.find(({ recording }) => recording.action.toLowerCase() === action.toLowerCase());
  if (!first) return [];
  const message = `There is another recording of '${action}': ${basename(first.file)}.`;
  const problem = { severity: 'error', code: 'InvalidRecording', message, pointer: '/action' } as const;
  return [diagnose(placeIn(kept), { ...problem, advice: 'Keep one of the two files.' })];
}

/** Where the mocks that are made of a recording stand. */
function placesOf({ file, text, recording }: Kept): readonly (readonly [string, WrittenMock])[] {
  const { action, answers } = recording;
  const at = (pointer: string) => ({ what: 'recording', file, text, pointer }) as const;
  const ofPaths = answers.flatMap(({ path }, index) =>
    path === undefined ? [] : [[path, at(`/answers/${index}/path`)] as const],
  );
  // The first answer of a path is the one to show.
  return [...ofPaths.toReversed(), [action, at('/action')]];
}

const howToMakeOne = 'dryflow run --record FOLDER makes one.';

async function recordingIn(
  path: string,
  texts: Texts,
): Promise<Kept | { readonly diagnostics: readonly Diagnostic[] }> {
  const read = await readTextFile(path, texts);
  if (!('text' in read)) return { diagnostics: [read] };
  const checked = checkedContent({ ...read, texts }, 'InvalidRecording', faultsOfRecording);
  return 'content' in checked ? { ...read, recording: checked.content as unknown as Recording } : checked;
}

function textOf(recording: Recording): string {
  return `${prettyJson(recording as unknown as Json)}\n`;
}

/** Names of actions may hold what names of files may not. */
function fileOf({ action }: Recording): string {
  return `${action.replace(/[\\/:*?"<>|]/g, '_')}.json`;
}
