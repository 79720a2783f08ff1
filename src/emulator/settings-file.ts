// The resources' settings in a file: keys made anew and removals outlive the process. It holds access keys, so nobody else
// may read it.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isArray, isObject, own, parseJson, type Json } from '../json.js';
import { makeFolder } from '../make-folder.js';
import type { ResourceSettings, SettingsFile } from './resources.js';

/** The settings in a JSON file, which need not be there yet. */
export function settingsFile(path: string): SettingsFile {
  return {
    read: () => settingsIn(path, textOf(path)),
    write(settings) {
      const draft = `${path}.${randomUUID()}`;
      makeFolder(dirname(path), 0o700);
      writeFileSync(draft, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(draft, path);
    },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '[]';
    throw error;
  }
}

function settingsIn(path: string, text: string): readonly ResourceSettings[] {
  const list = jsonIn(text);
  const settings = isArray(list) ? list.map(settingsOf) : [undefined];
  const sound = settings.filter((one) => one !== undefined);
  if (sound.length < settings.length)
    throw new Error(
      `${path} does not hold the settings of resources. Delete it to begin with the keys that are well known.`,
    );
  return sound;
}

function jsonIn(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function settingsOf(value: Json): ResourceSettings | undefined {
  if (!isObject(value)) return undefined;
  const [name, id, removed, keys] = ['name', 'id', 'removed', 'keys'].map((field) => own(value, field));
  const [primary, secondary] = isObject(keys) ? [own(keys, 'primary'), own(keys, 'secondary')] : [];
  if (typeof name !== 'string' || typeof id !== 'string' || typeof removed !== 'boolean') return undefined;
  return typeof primary === 'string' && typeof secondary === 'string'
    ? { name, id, removed, keys: { primary, secondary } }
    : undefined;
}
