// Runs that are suspended and go on, in the same process, from a history in a file.
import { writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { isPrepared, prepare, prepareResume, type Prepared, type Unprepared } from '../../src/app/index.js';
import type { RunOptions } from '../../src/app/options.js';
import { SuspendedError } from '../../src/engines/index.js';
import type { RunEvent } from '../../src/run/index.js';
import { loopback, type Loopback } from '../loopback.js';
import { environment, folder } from './folder.js';

function ready(result: Prepared | Unprepared): Prepared {
  if (!isPrepared(result)) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  onTestFinished(() => result.close());
  return result;
}

/** A service that keeps its first caller waiting and answers the others. */
async function slowAtFirst(): Promise<Loopback & { readonly asked: Promise<void> }> {
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  let calls = 0;
  const service = await loopback((_, response) => {
    calls += 1;
    if (calls === 1) return ask();
    response.end('late');
  });
  return { ...service, asked };
}

const get = (uri: string) => ({ type: 'Http', inputs: { method: 'GET', uri } });

interface Place {
  readonly path: (name: string) => string;
  readonly env: { readonly [name: string]: string };
  readonly service: Awaited<ReturnType<typeof slowAtFirst>>;
}

/** Starts a run, suspends it when the service has been asked, lets something happen, and makes it ready to go on. */
async function goneOn(
  { path, env, service }: Place,
  what: Parameters<typeof prepare>[0],
  options: RunOptions = {},
  meanwhile: () => void = () => undefined,
): Promise<Prepared> {
  const history = { file: path('history.db') };
  const first = ready(await prepare(what, { env, ...options, history }));
  const suspend = new AbortController();
  const run = first.run({ suspend: suspend.signal });
  await service.asked;
  suspend.abort();
  await expect(run).rejects.toBeInstanceOf(SuspendedError);
  meanwhile();
  return ready(await prepareResume(first.runId, { history, env }));
}

it('finds the app settings that its connections ask for', async () => {
  const service = await slowAtFirst();
  const swagger = {
    host: service.host,
    schemes: ['http'],
    paths: { '/': { get: { operationId: 'Get', responses: {} } } },
  };
  const path = folder({
    'api.json': JSON.stringify(swagger),
    'flow.yaml': 'actions:\n  - Get: { call: api.Get }\n',
    'connections.yaml': `api: { connector: ./api.json, parameters: { username: u, password: "@appsetting('PASS')" } }\n`,
  });
  const place = { path, env: environment({ PASS: 'pass-of-api' }), service };
  const run = await (await goneOn(place, path('flow.yaml'))).run();
  expect(run.status).toBe('Succeeded');
});

it('starts the children that it knew, whatever has become of their files', async () => {
  const service = await slowAtFirst();
  const call = { type: 'Workflow', inputs: { host: { workflow: { id: 'kid' } } } };
  const answer = { type: 'Response', inputs: { statusCode: 200, body: 'from the first kid' } };
  const path = folder({
    'flow.json': JSON.stringify({ actions: [{ Call: call }] }),
    'kid.json': JSON.stringify({ actions: [{ Slow: get(service.origin) }, { Answer: answer }] }),
  });
  const place = { path, env: environment(), service };
  const changed = () => writeFileSync(path('kid.json'), JSON.stringify({ actions: [{ Other: answer }] }));
  const run = await (await goneOn(place, path('flow.json'), {}, changed)).run();
  expect(run.actions['Call']).toMatchObject({ status: 'Succeeded', outputs: { body: 'from the first kid' } });
});

it('lets a mock answer where it left off', async () => {
  const service = await slowAtFirst();
  const path = folder({});
  const ask = get('http://mocked.example');
  const loop = {
    type: 'Foreach',
    foreach: '@createArray(1, 2)',
    actions: { Ask: ask },
    operationOptions: 'Sequential',
  };
  const last = { type: 'Compose', inputs: "@outputs('Ask')" };
  const between = { Slow: { ...get(service.origin) } };
  const inner = { ...loop, actions: [{ Ask: ask }, between] };
  const mocks = { Ask: [{ body: 'one' }, { body: 'two' }] };
  const flow = { actions: [{ Loop: inner }, { Last: last }] };
  const run = await (await goneOn({ path, env: environment(), service }, flow, { mocks })).run();
  expect(run.actions['Last']?.outputs).toMatchObject([{ body: 'one' }, { body: 'two' }]);
});

it.each(['2031-02-03T04:05:06Z', '2011-02-03T04:05:06Z'])('goes on in its own time: %s', async (now) => {
  const service = await slowAtFirst();
  const path = folder({});
  const flow = { actions: [{ Slow: get(service.origin) }, { Now: { type: 'Compose', inputs: '@utcNow()' } }] };
  const run = await (await goneOn({ path, env: environment(), service }, flow, { now })).run();
  expect(run.actions['Now']?.outputs).toMatch(new RegExp(`^${now.slice(0, 16)}`));
});

it('tells again at which address it waits to be called, and what else was going on', async () => {
  const service = await slowAtFirst();
  const { path, env } = { path: folder({}), env: environment() };
  const subscribe = { method: 'POST', uri: service.origin, body: '@listCallbackUrl()' };
  const flow = {
    actions: { Done: { type: 'Compose', inputs: 1 }, Hook: { type: 'HttpWebhook', inputs: { subscribe } } },
  };
  const events: RunEvent[] = [];
  const again = await goneOn({ path, env, service }, flow);
  const run = again.run({
    onEvent(event) {
      events.push(event);
      if (event.kind === 'action-waiting') void fetch(event.callbackUrl, { method: 'POST', body: 'called' });
    },
  });
  expect((await run).actions['Hook']).toMatchObject({ status: 'Succeeded', outputs: { body: 'called' } });
  expect(events.slice(0, 2)).toMatchObject([
    { kind: 'action-started', path: 'Hook' },
    { kind: 'action-waiting', path: 'Hook' },
  ]);
});

it.each([
  ['by its name', { access_token: 'token-of-before' }, undefined],
  ['by the definition', { said: 'token-of-before' }, { secureData: { properties: ['outputs'] } }],
])('covers what was secret before %s', async (_, body, runtimeConfiguration) => {
  const service = await slowAtFirst();
  const path = folder({});
  const flow = {
    actions: [
      { Sign_in: { ...get('http://mocked.example'), ...(runtimeConfiguration && { runtimeConfiguration }) } },
      { Slow: get(service.origin) },
      {
        Last: {
          type: 'Compose',
          inputs: "it is @{coalesce(body('Sign_in')?['access_token'], body('Sign_in')?['said'])}",
        },
      },
    ],
  };
  const mocks = { Sign_in: { body } };
  const again = await goneOn({ path, env: environment(), service }, flow, { mocks });
  const run = await again.run();
  expect(run.actions['Last']?.outputs).toBe('it is token-of-before');
  expect(again.secrets.value(run).actions['Last']?.outputs).toBe('it is ••••••');
});
