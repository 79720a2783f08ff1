// A folder of recordings: written after a run, read before one.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunView } from '../history/index.js';
import { prettyJson, type Json } from '../json.js';
import { makeFolder } from '../make-folder.js';
import { faultsOfRecording, gatherAttempts, recordingsOf, replay, type Recording } from '../mocks/index.js';
import type { RunEvent } from '../run/index.js';
import { mask, type Secrets } from '../secrets.js';
import { systemFault } from '../system-fault.js';
import { actionTypes } from '../workflow/index.js';
import { readTextFile, type Texts } from './files.js';
import { checkedContent, type ReadMocks } from './mocks.js';

/** A folder that holds no recordings to replay, or takes none. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

// A script is computed anew like any other expression.
const outside = new Set(
  actionTypes.filter(({ family, type }) => family === 'leaf' && type !== 'JavaScriptCode').map(({ type }) => type),
);

/** Whether actions of a type ask others, and not only compute. */
export function isOutside(type: string): boolean {
  return outside.has(type);
}

/** Takes part in a run, and keeps at its end what its actions were answered. */
export interface Recorder {
  readonly onEvent: (event: RunEvent) => void;
  /** Writes one file an action, all secrets masked, and gives the files' names. */
  readonly write: (run: RunView, secrets: Secrets) => Promise<readonly string[]>;
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
      return recordings.map(fileOf);
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
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(`The folder '${folder}' cannot be read: ${systemFault(error)}. ${howToMakeOne}`);
  });
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  if (files.length === 0) throw new RecordingError(`There are no recordings in '${folder}'. ${howToMakeOne}`);
  const texts: Texts = new Map();
  const read = await Promise.all(files.map((name) => recordingIn(join(folder, name), texts)));
  const diagnostics = read.flatMap((each) => ('content' in each ? [] : each.diagnostics));
  if (diagnostics.length > 0) return { diagnostics, texts };
  const recordings = read.flatMap((each) => ('content' in each ? [each.content as unknown as Recording] : []));
  return { mocks: replay(recordings) };
}

const howToMakeOne = 'dryflow run --record FOLDER makes one.';

async function recordingIn(path: string, texts: Texts) {
  const read = await readTextFile(path, texts);
  if (!('text' in read)) return { diagnostics: [read] };
  return checkedContent({ ...read, texts }, 'InvalidRecording', faultsOfRecording);
}

function textOf(recording: Recording): string {
  return `${prettyJson(recording as unknown as Json)}\n`;
}

/** Names of actions may hold what names of files may not. */
function fileOf({ action }: Recording): string {
  return `${action.replace(/[\\/:*?"<>|]/g, '_')}.json`;
}
