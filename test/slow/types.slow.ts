import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// The examples of the documentation, compiled against the package's types as a user does: in a project of its own that has
// the package as a link, with and without the types of Node.

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The code of a page that imports the package, and nothing else that would have to be there. */
function examplesOf(page: string): string[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/```(?:ts|js)\n(.*?)```/gs);
  return [...blocks]
    .map(([, code = '']) => code)
    .filter((code) => /^import .* from "dryflow"/m.test(code) && code.match(/^import /gm)?.length === 1);
}

/** A project that has the package. */
function project(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dryflow-types-'));
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'dryflow'), 'junction');
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'app.ts'), code);
  return folder;
}

/** What the compiler says of a project, the declarations of libraries included. */
function problems(folder: string, options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([join(folder, 'app.ts')], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: false,
    typeRoots: [join(folder, 'node_modules', '@types')],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const surroundings: readonly (readonly [string, ts.CompilerOptions, string])[] = [
  ['Node', { types: ['node'], lib: ['lib.es2023.d.ts'], skipLibCheck: true }, ''],
  ['the DOM', { types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }, ''],
  ['neither', { types: [], lib: ['lib.es2023.d.ts'] }, 'declare const console: { log(...values: unknown[]): void };\n'],
];

describe('the types of the package', () => {
  const pages = ['README.md', 'docs/emulator.md'].flatMap((page) =>
    examplesOf(page).map((code) => [page, code] as const),
  );

  it('are shown by examples', () => {
    expect(new Set(pages.map(([page]) => page)).size).toBe(2);
  });

  describe.each(surroundings)('with the types of %s', (_, options, before) => {
    it.each(pages)(
      'let the examples of %s be compiled',
      (__, code) => {
        const token = code.includes('token)') && !code.includes('token =') ? 'declare const token: string;\n' : '';
        expect(problems(project(before + token + code), options)).toEqual([]);
      },
      120_000,
    );

    it('tell a misspelt option', () => {
      const code = 'import { startEmulator } from "dryflow";\nawait startEmulator({ fault: [] });\nexport {};\n';
      expect(problems(project(code), options)).toEqual([expect.stringContaining("'fault' does not exist")]);
    }, 120_000);
  });
});
