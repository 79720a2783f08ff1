// Bundles the program and the library into dist/: one file to read at start-up, the rest in chunks that are loaded when
// they are needed. Type declarations are kept with the sources: see types.ts.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundle() {
  rmSync(`${root}/dist/chunks`, { recursive: true, force: true });
  return build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/index.ts', index: 'src/index.ts' },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // The SDK's ES modules let unused parts be dropped; its CommonJS main does not.
    mainFields: ['module', 'main'],
    // The first is the user's to install, the second holds machine code, the others load files in a thread of their own.
    external: [
      '@azure/identity',
      '@photostructure/sqlite',
      'quickjs-emscripten-core',
      '@jitl/quickjs-wasmfile-release-sync',
    ],
    // The SDK asks whether a body is FormData. No body of ours is, and asking makes Node load the whole of its fetch.
    define: { FormData: 'undefined' },
    // Names stay as they are: they make stack traces readable, and renaming saves no time at start-up.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
    // Some packages inside are CommonJS and ask for Node's modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
