// Unicode's CLDR packages, fetched from the npm registry when a data file is generated: they are too large to install for
// everyone who works on the project.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Unpacks a package of an exact version into the temporary folder, once, and gives its folder. */
export function cldrPackage(name: string, version: string): string {
  const folder = path.join(tmpdir(), 'dryflow-cldr', `${name}-${version}`);
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['xzf', path.join(folder, archive), '-C', folder, '--strip-components=1']);
  return folder;
}

export function readJson(...parts: string[]): unknown {
  return JSON.parse(readFileSync(path.join(...parts), 'utf8'));
}

/** The value at a path of names; undefined where there is none. */
export function at(value: unknown, ...names: string[]): unknown {
  let current = value;
  for (const name of names) current = isRecord(current) ? current[name] : undefined;
  return current;
}

/** The text at a path of names; empty where there is none. */
export function textAt(value: unknown, ...names: string[]): string {
  const found = at(value, ...names);
  return typeof found === 'string' ? found : '';
}

export function entriesAt(value: unknown, ...names: string[]): [string, unknown][] {
  const found = at(value, ...names);
  return isRecord(found) ? Object.entries(found) : [];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Writes a generated file, or with `--check` fails if the file in the project is another. */
export function emit(file: URL, text: string): void {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`${path.basename(file.pathname)}: ${text.length} characters`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(
      `${path.basename(file.pathname)} is not what its generator makes; run the generator without --check.`,
    );
    process.exitCode = 1;
  }
}
