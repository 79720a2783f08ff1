// Runs before `npm start`, `npm test` and `npm run check`, and when another project installs this folder (`prepare`):
// installs what is missing and builds what has changed. It needs nothing but Node and npm, and works the same in every shell.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

// Installing runs `prepare`, which is this script again; the one that installs builds afterwards.
const INSIDE = 'DRYFLOW_SETUP';
if (process.env[INSIDE]) process.exit(0);

requireNode(20, 19);
if (older(at('node_modules', '.package-lock.json'), [at('package-lock.json')])) install();
if (older(at('dist', 'cli.js'), sources())) await build();

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(
    `dryflow needs Node.js ${major}.${minor} or newer, and this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}

function install() {
  console.error('Installing the packages that dryflow is made of (once, about a minute) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm tells its scripts where it is; calling that file needs no shell, which Windows would otherwise want for npm.cmd.
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, [INSIDE]: 'installs' } };
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (result.status !== 0)
    fail('The packages could not be installed. Check that npm reaches its registry, then try again.');
}

async function build() {
  const { bundle } = await import('./build.mjs');
  await bundle();
}

function sources() {
  const files = readdirSync(at('src'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const inSrc = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return [
    ...inSrc,
    at('package.json'),
    at('package-lock.json'),
    at('apiDefinition.swagger.json'),
    at('scripts', 'build.mjs'),
  ];
}

/** Whether a file is missing or older than one of those it is made from. */
function older(file, from) {
  if (!existsSync(file)) return true;
  const time = statSync(file).mtimeMs;
  return from.some((each) => statSync(each).mtimeMs > time);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
