// oxlint-disable no-await-in-loop -- requests that follow one another are what is tested
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFaults, parseFault, type Fault, type Faults } from '../../src/emulator/faults.js';
import type { Service } from '../../src/emulator/index.js';
import { createUser, identityTarget, send, service, signed, VERSION, type Answer } from './exchange.js';

function faults(...texts: string[]): Faults {
  return createFaults(texts.map(parseFault).filter((one): one is Fault => typeof one === 'object'));
}

const create = (to: Service): Promise<Answer> => send(to, signed({ method: 'POST', target: `/identities?${VERSION}` }));

async function statuses(to: Service, count: number): Promise<number[]> {
  const all = [];
  for (let call = 0; call < count; call++) all.push((await create(to)).status);
  return all;
}

describe('faults', () => {
  it.each([
    ['create:503', [503, 503, 503, 503, 503, 503]],
    ['create:503:every=3', [201, 201, 503, 201, 201, 503]],
    ['create:429:times=2', [429, 429, 201, 201, 201, 201]],
    ['*:500:every=2:times=1', [201, 500, 201, 201, 201, 201]],
    ['issue:503', [201, 201, 201, 201, 201, 201]],
  ])('%s', async (text, expected) => {
    expect(await statuses(service({ faults: faults(text) }), 6)).toEqual(expected);
  });

  it('change nothing, and say in the log what they are', async () => {
    const to = service({ faults: faults('delete:503:times=1:retry-after=2') });
    const { id } = await createUser(to);
    const refused = await send(to, signed({ method: 'DELETE', target: identityTarget(id) }));
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: { error: { code: 'ServiceUnavailable' } },
      reason: 'the fault delete:503:times=1:retry-after=2',
    });
    expect((await send(to, signed({ method: 'DELETE', target: identityTarget(id) }))).status).toBe(204);
  });

  it('may be waits and broken connections', async () => {
    const to = service({ faults: faults('*:delay=200ms', 'create:delay=50', 'create:reset:times=1') });
    const request = signed({ method: 'POST', target: `/identities?${VERSION}` });
    expect(await to.handle(request)).toMatchObject({ delay: 250, reset: true });
    expect(await to.handle(request)).toMatchObject({ delay: 250, reset: false, status: 201 });
  });

  it('are counted from anew when they are set', async () => {
    const own = faults('create:503:every=2');
    const to = service({ faults: own });
    expect(await statuses(to, 1)).toEqual([201]);
    const again = parseFault('create:500:every=2');
    if (typeof again === 'object') own.set([again]);
    expect([own.list(), await statuses(to, 2)]).toEqual([['create:500:every=2'], [201, 500]]);
    own.set([]);
    expect(await statuses(to, 2)).toEqual([201, 201]);
  });
});

describe('a text that is no fault', () => {
  it.each([
    ['', /operation is one of/],
    ['make:503', /operation is one of \*, create/],
    ['issue', /effect is a status/],
    ['issue:200', /effect is a status/],
    ['issue:delay=', /effect is a status/],
    ['issue:delay=999999', /effect is a status/],
    ['issue:503:every=0', /whole numbers/],
    ['issue:503:every=2:every=3', /once each/],
    ['issue:503:often', /whole numbers/],
  ])("'%s' is refused with the form of one", (text, why) => {
    expect(parseFault(text)).toMatch(why);
    expect(parseFault(text)).toMatch('OPERATION:EFFECT');
  });

  it('is refused whatever it is', () => {
    const property = fc.property(fc.string(), (text) => {
      expect(typeof parseFault(text)).toBe('string');
    });
    fc.assert(property);
  });
});
