import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForCallbacks, type Callbacks } from '../../src/app/callbacks.js';
import { callbackPath, callbackUrl, type Outcome } from '../../src/run/index.js';
import { startOf } from '../run/play.js';

const start = startOf({ runId: 'run 1', seed: 'a secret' });
const open: Callbacks[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function listen(delivered: [string, Outcome][] = [], takes = true) {
  const callee = {
    start,
    deliver(path: string, outcome: Outcome) {
      delivered.push([path, outcome]);
      return takes;
    },
  };
  const callbacks = await listenForCallbacks((runId) => (runId === 'run 1' ? callee : undefined));
  open.push(callbacks);
  return callbacks;
}

const post = async (url: string, body: string, type = 'application/json') =>
  fetch(url, { method: 'POST', body, headers: { 'Content-Type': type } });

/** As `fetch` would ask, but for its tidying of the address. */
const statusOf = (base: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const asked = request({ hostname, port, path, method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });

describe('a call back', () => {
  it('reaches the action that waits, whatever its path looks like', async () => {
    const delivered: [string, Outcome][] = [];
    const { base } = await listen(delivered);
    for (const path of ['Hook', 'Loop[3]/Ünder /x?y'])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await post(callbackUrl({ ...start, callbackBase: base }, path), '{"n":5.0}')).status).toBe(200);
    expect(delivered.map(([path]) => path)).toEqual(['Hook', 'Loop[3]/Ünder /x?y']);
    expect(delivered[0]?.[1]).toMatchObject({
      status: 'Succeeded',
      outputs: { headers: { 'content-type': 'application/json' }, body: { n: { value: 5 } } },
    });
  });

  it.each([
    ['other characters percent-encoded', (target: string) => target.replace('Hook', '%48ook')],
    [
      'lower case in percent-encoding',
      (target: string) => target.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ],
    ['fewer characters percent-encoded', (target: string) => target.replaceAll('%5B', '[').replaceAll('%5D', ']')],
    ['another case', (target: string) => target.replace('/actions/', '/Actions/').replace('Hook', 'HOOK')],
    ['a parameter more', (target: string) => target.replace('?', '?api-version=2016-10-01&')],
    [
      'an encoded signature',
      (target: string) => target.replace(/sig=(.)/, (_, first: string) => `sig=%${first.charCodeAt(0).toString(16)}`),
    ],
  ])('reaches the action by an address with %s', async (_, change) => {
    const delivered: [string, Outcome][] = [];
    const { base } = await listen(delivered);
    const target = change(callbackPath(start, 'Each[3]/Hook'));
    expect(target).not.toBe(callbackPath(start, 'Each[3]/Hook'));
    expect(await statusOf(base, target)).toBe(200);
    expect(delivered.map(([path]) => path.toLowerCase())).toEqual(['each[3]/hook']);
  });

  it('may be without a body', async () => {
    const delivered: [string, Outcome][] = [];
    const { base } = await listen(delivered);
    expect((await fetch(base + callbackPath(start, 'Hook'))).status).toBe(200);
    expect(delivered[0]?.[1].outputs).not.toHaveProperty('body');
  });

  it('that nobody waits for any more is told so', async () => {
    const { base } = await listen([], false);
    const answer = await post(base + callbackPath(start, 'Hook'), '{}');
    expect([answer.status, await answer.text()]).toEqual([409, 'The action does not wait for a call any more.']);
  });

  it('with a body that is no JSON reaches nobody', async () => {
    const delivered: [string, Outcome][] = [];
    const { base } = await listen(delivered);
    expect((await post(base + callbackPath(start, 'Hook'), '{')).status).toBe(400);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['another run', '/runs/other/actions/Hook/callback?sig=x'],
    ['another signature', callbackPath(start, 'Hook').slice(0, -1)],
    ['the signature of another action', callbackPath(start, 'Other').replace('/Other/', '/Hook/')],
    ['no address of a callback', '/'],
    ['an address that cannot be decoded', '/runs/%/actions/%/callback?sig=x'],
  ])('to %s is refused', async (_, target) => {
    const delivered: [string, Outcome][] = [];
    const { base } = await listen(delivered);
    expect((await post(base + target, '{}')).status).toBe(404);
    expect(delivered).toEqual([]);
  });

  it('can be received at the same address again, and not while another has it', async () => {
    const first = await listen();
    await expect(listenForCallbacks(() => undefined, first.base)).rejects.toThrow(
      `The run waits to be called at ${first.base}, which another program uses now.`,
    );
    await open.pop()?.close();
    const again = await listenForCallbacks(() => undefined, first.base);
    open.push(again);
    expect(again.base).toBe(first.base);
  });
});
