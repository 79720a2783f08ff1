// A folder of recordings: written after a run, read before one.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunView } from '../history/index.js';
import { parseJson, prettyJson, type Json } from '../json.js';
import { makeFolder } from '../make-folder.js';
import { gatherAttempts, readRecording, recordingsOf, replay, type Mocks, type Recording } from '../mocks/index.js';
import type { RunEvent } from '../run/index.js';
import { mask, type Secrets } from '../secrets.js';
import { systemFault } from '../system-fault.js';
import { actionTypes } from '../workflow/index.js';

/** A folder that holds no recordings to replay. */
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

/** A recorder for one run. */
export function record(folder: string): Recorder {
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
      makeFolder(folder);
      await Promise.all(recordings.map((each) => writeFile(join(folder, fileOf(each)), textOf(each))));
      return recordings.map(fileOf);
    },
  };
}

/** Reads the recordings in a folder as mocks. Throws RecordingError. */
export async function readRecordings(folder: string): Promise<Mocks> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(`The folder '${folder}' cannot be read: ${systemFault(error)}.`);
  });
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  if (files.length === 0)
    throw new RecordingError(`There are no recordings in '${folder}': dryflow run --record makes some.`);
  return replay(await Promise.all(files.map((name) => recordingIn(join(folder, name)))));
}

async function recordingIn(path: string): Promise<Recording> {
  const text = await readFile(path, 'utf8');
  const recording = readRecording(jsonOf(path, text.replace(/^\uFEFF/, '')));
  if (recording) return recording;
  throw new RecordingError(`'${path}' is no recording: it needs "action": "NAME" and "answers": [ … ].`);
}

function jsonOf(path: string, text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new RecordingError(`'${path}' is not JSON: ${(error as Error).message}`);
  }
}

function textOf(recording: Recording): string {
  return `${prettyJson(recording as unknown as Json)}\n`;
}

/** Names of actions may hold what names of files may not. */
function fileOf({ action }: Recording): string {
  return `${action.replace(/[\\/:*?"<>|]/g, '_')}.json`;
}
