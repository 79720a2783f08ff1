import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The layers of CONTRIBUTING.md: what each folder may import, besides the currency. Types count too. A folder that is not
// here, or an arrow that is not here, is a change of the architecture: make it in both places.
const layers: { readonly [folder: string]: readonly string[] } = {
  expressions: [],
  'json-schema': ['expressions'],
  swagger: [],
  http: [],
  sqlite: [],
  sandbox: [],
  workflow: ['expressions'],
  formats: ['workflow', 'expressions'],
  run: ['expressions', 'json-schema', 'workflow'],
  connectors: ['swagger', 'http', 'workflow'],
  actions: ['run', 'connectors', 'http', 'swagger', 'expressions', 'sandbox', 'workflow'],
  history: ['run', 'sqlite'],
  engines: ['run', 'workflow', 'history'],
  mocks: ['run', 'workflow', 'expressions', 'swagger'],
  lint: ['swagger'],
  emulator: ['swagger', 'sqlite'],
  app: [
    'actions',
    'connectors',
    'emulator',
    'engines',
    'expressions',
    'formats',
    'history',
    'http',
    'lint',
    'mocks',
    'run',
    'workflow',
  ],
  cli: [
    'app',
    'connectors',
    'emulator',
    'engines',
    'expressions',
    'formats',
    'history',
    'lint',
    'mocks',
    'run',
    'workflow',
  ],
};

/** Files that everybody may import, and that import nobody but each other. */
const currency = [
  'json',
  'folders',
  'content',
  'multipart',
  'secrets',
  'nearest',
  'options',
  'pointer',
  'status-name',
  'json-syntax',
  'make-folder',
  'system-fault',
  'this-machine',
  'version',
];

/** The public API: it stands on top of everything. */
const top = ['index'];

const src = fileURLToPath(new URL('../src', import.meta.url));

interface Arrow {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
  readonly into: string;
}

function sourceFiles(): string[] {
  const entries = readdirSync(src, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The folder of a file in src; for a file of src itself, its name without the ending. */
function placeOf(file: string): string {
  const [first = ''] = relative(src, file).split(sep);
  return first.replace(/\.ts$/, '');
}

function arrowsOf(file: string): Arrow[] {
  const text = readFileSync(file, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers
    .filter((specifier) => !specifier.endsWith('.json'))
    .map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, '.ts')))
    .map((target) => ({
      file: relative(src, file),
      folder: placeOf(file),
      target: relative(src, target),
      into: placeOf(target),
    }));
}

const arrows = sourceFiles().flatMap(arrowsOf);
const outward = arrows.filter(({ folder, into }) => folder !== into);

describe('the architecture', () => {
  it('is looked at', () => {
    expect(sourceFiles().length).toBeGreaterThan(100);
    expect(outward.length).toBeGreaterThan(100);
  });

  it('has no folder without a layer, and no layer without a folder', () => {
    const places = new Set(sourceFiles().map(placeOf));
    expect([...places].toSorted()).toEqual([...Object.keys(layers), ...currency, ...top].toSorted());
  });

  it('has no arrow that the table does not allow', () => {
    const wrong = outward.filter(({ folder, into }) => {
      if (top.includes(folder)) return false;
      if (currency.includes(into)) return false;
      return currency.includes(folder) || !layers[folder]?.includes(into);
    });
    expect(wrong.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('has no arrow in the table that the code does not need', () => {
    const unused = Object.entries(layers).flatMap(([folder, allowed]) =>
      allowed
        .filter((into) => !outward.some((arrow) => arrow.folder === folder && arrow.into === into))
        .map((into) => `${folder} → ${into}`),
    );
    expect(unused).toEqual([]);
  });

  it('has folders that are entered by their index', () => {
    const around = outward.filter(({ into, target }) => into in layers && target !== join(into, 'index.ts'));
    expect(around.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('has files that do not import their own index', () => {
    const own = arrows.filter(
      ({ folder, into, target }) => folder === into && folder in layers && target === join(into, 'index.ts'),
    );
    expect(own.map(({ file }) => file)).toEqual([]);
  });

  it('has no cycles between layers', () => {
    const reaches = (from: string, to: string, seen: readonly string[] = []): boolean =>
      (layers[from] ?? []).some((next) => next === to || (!seen.includes(next) && reaches(next, to, [...seen, next])));
    expect(Object.keys(layers).filter((folder) => reaches(folder, folder))).toEqual([]);
  });

  it('keeps the table of CONTRIBUTING.md', () => {
    const text = readFileSync(join(src, '..', 'CONTRIBUTING.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([\w-]+)` +\| ([^|]*) \|/gm)].map(([, folder = '', allowed = '']) => [
      folder,
      [...allowed.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name).toSorted(),
    ]);
    const table = Object.entries(layers).map(([folder, allowed]) => [folder, allowed.toSorted()]);
    expect(rows).toEqual(table);
  });
});
