// `npm run connector:upload`, with a stand-in for Microsoft's paconn that says where and how it was called.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import settings from '../../connector/settings.json' with { type: 'json' };
import { paconnArguments } from '../../scripts/upload.js';

const folder = mkdtempSync(join(tmpdir(), 'dryflow-upload-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the script reads: paconn may have written the ID of the connector there. */
const written: { readonly connectorId?: string; readonly [name: string]: string | undefined } = settings;
const COMMAND = `paconn ${paconnArguments(written).join(' ')}`;

/** Runs the script; with an exit code, there is a paconn that ends with it. */
function upload(args: readonly string[], exit?: number): { status: number | null; out: string; err: string } {
  const path = join(folder, String(exit));
  if (exit !== undefined) standIn(path, exit);
  const script = fileURLToPath(new URL('../../scripts/upload.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  return { status, out: stdout, err: stderr };
}

function standIn(path: string, exit: number): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'paconn'), `#!/bin/sh\necho "called in $PWD: paconn $*"\nexit ${exit}\n`, { mode: 0o755 });
}

describe('the upload', () => {
  it('runs paconn beside the settings, and says how', () => {
    const { status, out } = upload([], 0);
    expect(status).toBe(0);
    expect(out).toContain(`cd connector && ${COMMAND}\n`);
    const [, where = '', what] = /called in (.*): (.*)/.exec(out) ?? [];
    expect([basename(where), what]).toEqual(['connector', COMMAND]);
  });

  it('only prints the command when asked to', () => {
    expect(upload(['--print'], 0)).toEqual({ status: 0, out: `cd connector && ${COMMAND}\n`, err: '' });
  });

  it('shows what it does with --help', () => {
    const { status, out } = upload(['--help'], 0);
    expect(status).toBe(0);
    expect(out).toMatch(/^Usage: npm run connector:upload/);
    expect(out).not.toContain('called');
  });

  it.each([[['--dry-run']], [['--print', 'now']]])('uploads nothing with %j, which it does not know', (args) => {
    const { status, out, err } = upload(args, 0);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`There is no argument ${args.at(-1)}. Nothing was uploaded.`);
  });

  it('tells how to get paconn where there is none', () => {
    const { status, err } = upload([]);
    expect(status).toBe(1);
    expect(err).toContain('pip install paconn');
  });

  it('ends as paconn does when it fails, and tells how to sign in', () => {
    const { status, err } = upload([], 3);
    expect(status).toBe(3);
    expect(err).toContain('paconn login');
  });

  it('creates the connector first, and then updates it', () => {
    // What paconn 0.0.21 takes: the ID of the new connector is kept without a question.
    expect(paconnArguments({})).toEqual([
      'create',
      '--settings',
      'settings.json',
      '--secret',
      'unused',
      '--overwrite-settings',
    ]);
    expect(paconnArguments({ connectorId: 'id' })).toEqual(['update', '--settings', 'settings.json']);
  });

  // paconn writes more into the settings than names of files once it has created the connector.
  it.each(['apiDefinition', 'apiProperties', 'icon', 'script'] as const)('finds the %s', (name) => {
    expect(file(settings[name]).length).toBeGreaterThan(0);
  });

  // paconn reads and sends files in the encoding of the machine.
  it.each([settings.apiDefinition, settings.apiProperties, settings.script])('sends %s as it is', (path) => {
    expect(file(path).toString('latin1')).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

function file(name: string): Buffer {
  return readFileSync(new URL(`../../connector/${name}`, import.meta.url));
}
