// Folders of files for a test, and an environment that leaves the user's own settings alone.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files that ends with the test; gives paths in it. */
export function folder(files: { readonly [name: string]: string | Uint8Array }): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), 'dryflow-app-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return (name) => join(path, name);
}

// Making the key that the emulator signs with is slow, and once is enough.
const scratch = mkdtempSync(join(tmpdir(), 'dryflow-app-'));

export function environment(more: { readonly [name: string]: string } = {}): { readonly [name: string]: string } {
  return { XDG_CONFIG_HOME: scratch, APPDATA: scratch, ...more };
}
