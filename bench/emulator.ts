// What the emulator takes: requests per second and their times with signatures checked, memory with a million identities and
// tokens, and its start. Run with `npm run bench:emulator`; the number of identities can be given (`-- 100000`).
//
// What is claimed: it starts in under 200 ms and 70 MB (the certificate and the key of tokens are cached), and its state
// grows with identities only: more tokens for them leave nothing behind.
import { generateKeyPairSync } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { memoryStore, createService, createResources, type Service } from '../src/emulator/index.js';
import { isObject, own, parseJson, type Json } from '../src/json.js';
import { benchOperations } from './emulator/load.js';
import { benchStart } from './emulator/start.js';

const BATCH = 1000;

/** Creates identities with a token each, then gives them more tokens. */
async function fill(wanted: number): Promise<void> {
  const service = createService({
    resources: createResources([{ name: 'bench' }]),
    store: memoryStore(),
    clock: Date.now,
    auth: false, // signatures leave nothing behind
    // As small as RS256 takes them: a real key would need a quarter of an hour for a million tokens, and no byte more.
    signingKey: Promise.resolve(generateKeyPairSync('rsa', { modulusLength: 512 })),
  });
  const ids: string[] = [];
  const empty = await rested();
  for (let done = 0; done < wanted; done += BATCH) ids.push(...sampleOf(await batch(BATCH, () => create(service))));
  const full = await rested();
  const each = ((full.heap - empty.heap) * 1024 * 1024) / wanted;
  console.log(
    `${wanted.toLocaleString('en-US')} identities with a token each: ${mb(full)}, ${each.toFixed(0)} bytes each`,
  );
  for (let round = 0; round < 10; round += 1) await batch(ids.length, (at) => issue(service, ids[at] ?? ''));
  const more = await rested();
  const tokens = (ids.length * 10).toLocaleString('en-US');
  console.log(`${tokens} tokens more: ${mb(more)}, ${(more.heap / full.heap).toFixed(2)} x before`);
}

function batch<T>(size: number, work: (at: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: size }, (_, at) => work(at)));
}

/** A few of many: what the bench itself keeps shall not count. */
function sampleOf(ids: readonly string[]): readonly string[] {
  return ids.slice(0, 10);
}

async function create(service: Service): Promise<string> {
  const body = await ask(service, '/identities', '{"createTokenWithScopes":["chat"]}');
  const identity = isObject(body) ? own(body, 'identity') : undefined;
  const id = isObject(identity) ? own(identity, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}

async function issue(service: Service, id: string): Promise<void> {
  await ask(service, `/identities/${id}/:issueAccessToken`, '{"scopes":["chat"]}');
}

async function ask(service: Service, path: string, body: string): Promise<Json> {
  const target = `${path}?api-version=2023-10-01`;
  const request = { method: 'POST', target, headers: { host: '127.0.0.1' }, body: Buffer.from(body) };
  const answer = await service.handle(request);
  if (answer.status >= 300) throw new Error(answer.body);
  return parseJson(answer.body);
}

interface Memory {
  readonly heap: number;
  readonly rss: number;
}

/** Megabytes once all that is not needed has been collected. */
async function rested(): Promise<Memory> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1024 / 1024, rss: rss / 1024 / 1024 };
}

function mb({ heap, rss }: Memory): string {
  return `${heap.toFixed(0)} MB of heap, ${rss.toFixed(0)} MB in all`;
}

const [what, count = '1000000'] = process.argv.slice(2);

if (what === 'memory') await fill(Number(count));
else {
  await benchStart();
  await benchOperations();
  // A process of its own, with the collector in reach, so that what is measured is what is kept.
  const args = ['--expose-gc', ...process.execArgv, process.argv[1] ?? '', 'memory', what ?? count];
  spawnSync(process.execPath, args, { stdio: 'inherit' });
}
