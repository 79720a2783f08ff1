import { describe, expect, it } from 'vitest';
import { mocked, type Mock, type Mocks } from '../../src/mocks/index.js';
import type { Action, Outcome } from '../../src/run/index.js';
import { contextOf } from '../contracts/action.js';

const real: Action = {
  type: 'Http',
  step: (inputs, { path }) => Promise.resolve({ status: 'Succeeded', code: 'Real', outputs: { inputs, path } }),
};

function stepper(mocks: Mocks, action = real) {
  const find = mocked(() => action, mocks);
  return async (path: string) => {
    return find('Http').step('inputs', contextOf({ path }));
  };
}

describe('a mock', () => {
  it.each<[Mock, Outcome]>([
    [{}, { status: 'Succeeded', code: 'OK', outputs: { statusCode: 200, headers: {} } }],
    [
      { body: { a: 1 } },
      { status: 'Succeeded', code: 'OK', outputs: { statusCode: 200, headers: {}, body: { a: 1 } } },
    ],
    [
      { statusCode: 201, headers: { Location: '/1' }, body: null },
      { status: 'Succeeded', code: 'Created', outputs: { statusCode: 201, headers: { Location: '/1' }, body: null } },
    ],
    [{ statusCode: 404 }, { status: 'Failed', code: 'NotFound', outputs: { statusCode: 404, headers: {} } }],
    [
      { statusCode: 404, status: 'Succeeded' },
      { status: 'Succeeded', code: 'NotFound', outputs: { statusCode: 404, headers: {} } },
    ],
    [{ outputs: [1] }, { status: 'Succeeded', code: 'OK', outputs: [1] }],
    [
      { outputs: { a: 1 }, code: 'Mine' },
      { status: 'Succeeded', code: 'Mine', outputs: { a: 1 } },
    ],
    [{ status: 'TimedOut' }, { status: 'TimedOut', code: 'ActionTimedOut' }],
    [{ status: 'Failed' }, { status: 'Failed', code: 'ActionFailed' }],
    [
      { status: 'Failed', body: 'x' },
      { status: 'Failed', code: 'ActionFailed', outputs: { statusCode: 200, headers: {}, body: 'x' } },
    ],
    [
      { error: { code: 'Broken', message: 'It is.' } },
      { status: 'Failed', code: 'Broken', error: { code: 'Broken', message: 'It is.' } },
    ],
    [
      { statusCode: 500, error: { code: 'Broken', message: 'It is.' } },
      {
        status: 'Failed',
        code: 'Broken',
        outputs: { statusCode: 500, headers: {} },
        error: { code: 'Broken', message: 'It is.' },
        retry: {},
      },
    ],
    [
      { statusCode: 429, headers: { 'retry-after': '2' } },
      {
        status: 'Failed',
        code: '429',
        outputs: { statusCode: 429, headers: { 'retry-after': '2' } },
        retry: { after: 2000 },
      },
    ],
    [{ status: 'Skipped' }, { status: 'Skipped', code: 'ActionSkipped' }],
  ])('%j gives %j', async (mock, outcome) => {
    expect(await stepper({ Get: mock })('Get')).toEqual(outcome);
  });

  it('is found by the name of its action, in any case and wherever it stands', async () => {
    const step = stepper({ get_THING: { code: 'Mocked' } });
    expect(await step('Get_thing')).toMatchObject({ code: 'Mocked' });
    expect(await step('Loop[3]/Inner[0]/Get_thing')).toMatchObject({ code: 'Mocked' });
    expect(await step('Get')).toEqual({
      status: 'Succeeded',
      code: 'Real',
      outputs: { inputs: 'inputs', path: 'Get' },
    });
  });

  it('that is a list answers in turn, the last one again and again', async () => {
    const step = stepper({ A: [{ code: '1' }, { code: '2' }], B: [{ code: '3' }], C: [] });
    const paths = ['A', 'B', 'A', 'A', 'B', 'C'];
    const outcomes: unknown[] = [];
    for (const path of paths) outcomes.push(await step(path)); // oxlint-disable-line no-await-in-loop -- in turn
    expect(outcomes.map((outcome) => (outcome as Outcome).code)).toEqual(['1', '3', '2', '2', '3', 'Real']);
  });

  it('counts its turns for each run anew', async () => {
    const mocks = { A: [{ code: '1' }, { code: '2' }] };
    expect(await stepper(mocks)('A')).toMatchObject({ code: '1' });
    expect(await stepper(mocks)('A')).toMatchObject({ code: '1' });
  });
});
