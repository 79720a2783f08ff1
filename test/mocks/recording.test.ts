import { describe, expect, it } from 'vitest';
import { gatherAttempts, mocked, recordingsOf, replay } from '../../src/mocks/index.js';
import type { Outcome, RunEvent } from '../../src/run/index.js';
import { contextOf } from '../contracts/action.js';

const http = { statusCode: 200, headers: { a: 'b' }, body: { n: 1 } };
const actions = [
  { name: 'Get', type: 'Http', status: 'Succeeded', code: 'OK', outputs: http },
  { name: 'Compute', type: 'Compose', status: 'Succeeded', outputs: 1 },
  { name: 'Skipped', type: 'Http', status: 'Skipped', code: 'ActionSkipped' },
  { name: 'Broken', type: 'Http', status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message: 'No.' } },
  {
    name: 'Each_one',
    type: 'Http',
    status: 'Succeeded',
    repetitions: [
      { path: 'Each[1]/Each_one', status: 'Succeeded', code: 'OK', outputs: { statusCode: 200, body: 'b' } },
      { path: 'Each[0]/Each_one', status: 'Succeeded', code: 'OK', outputs: { statusCode: 200, body: 'a' } },
    ],
  },
];
const recordings = recordingsOf(actions, (type) => type === 'Http');

const nobody = () => ({ type: '', step: () => Promise.reject(new Error('Nothing may be asked.')) });

/** What a replay answers, step after step, to the executions at these paths. */
async function answers(mocks: ReturnType<typeof replay>, ...paths: string[]): Promise<Outcome[]> {
  const find = mocked(nobody, mocks);
  const found: Outcome[] = [];
  for (const path of paths) found.push((await find('Http').step(null, contextOf({ path }))) as Outcome);
  return found;
}

const unavailable = { status: 'Failed', code: 'ServiceUnavailable', outputs: { statusCode: 503 }, retry: {} } as const;
const noConnection = { status: 'Failed', code: 'BadRequest', error: { code: 'a', message: 'b' }, retry: {} } as const;

/** The events of an execution whose attempts come out so. */
function events(path: string, outcomes: readonly (Outcome | { again: { after: number; cursor: null } })[]): RunEvent[] {
  const name = path.split('/').at(-1) ?? '';
  return outcomes.flatMap((outcome, seq): RunEvent[] => {
    const recorded: RunEvent = { kind: 'recorded', seq, key: `${path}#${seq}.0`, at: '', outcome };
    if (!('retry' in outcome)) return [recorded];
    const failed = { startTime: '', endTime: '', code: '' };
    return [recorded, { kind: 'action-retried', at: '', path, name, retry: 1, count: 4, until: '', failed }];
  });
}

describe('a recording of attempts', () => {
  const done: Outcome = { status: 'Succeeded', code: 'OK', outputs: { statusCode: 200 } };
  const { on, attempts } = gatherAttempts();
  const paged = { again: { after: 0, cursor: null } };
  [
    ...events('Get', [unavailable, noConnection, done]),
    ...events('Each[1]/Put', [unavailable, done]),
    ...events('Pages', [unavailable, paged, noConnection, done]),
  ].forEach(on);
  const of = (name: string, more: object = {}) => ({ name, type: 'Http', ...done, ...more });
  const repetitions = [0, 1].map((at) => ({ path: `Each[${at}]/Put`, ...done }));
  const made = recordingsOf([of('Get'), of('Put', { repetitions }), of('Pages')], () => true, attempts);

  it('holds each of them in its order, and of pages those of the last one', () => {
    const failed = { status: 'Failed', code: 'BadRequest', error: { code: 'a', message: 'b' }, retry: true };
    expect(made).toEqual([
      { action: 'Get', answers: [{ statusCode: 503 }, failed, { statusCode: 200 }] },
      {
        action: 'Put',
        answers: [
          { path: 'Each[0]/Put', statusCode: 200 },
          { path: 'Each[1]/Put', statusCode: 503 },
          { path: 'Each[1]/Put', statusCode: 200 },
        ],
      },
      { action: 'Pages', answers: [failed, { statusCode: 200 }] },
    ]);
  });

  it('gives them back one after the other, each to be tried again as it was', async () => {
    const [first, second, third] = await answers(replay(made), 'Get', 'Get', 'Get');
    expect(first).toMatchObject({ status: 'Failed', retry: {} });
    expect(second).toMatchObject({ status: 'Failed', error: { message: 'b' }, retry: {} });
    expect(third).toMatchObject({ status: 'Succeeded' });
    const inLoop = await answers(replay(made), 'Each[1]/Put', 'Each[0]/Put', 'Each[1]/Put');
    expect(inLoop.map(({ code }) => code)).toEqual(['ServiceUnavailable', 'OK', 'OK']);
  });

  it('says when it has no more', async () => {
    const paths = ['Pages', 'Pages', 'Pages', 'Each[0]/Put', 'Each[0]/Put', 'Each[7]/Put'];
    const found = await answers(replay(made), ...paths);
    const again = "Record the run again, or add one to the action's file.";
    expect([2, 4, 5].map((at) => found[at])).toMatchObject([
      { code: 'NotRecorded', error: { message: `The recording of 'Pages' has no more answers: it holds 2. ${again}` } },
      { error: { message: `The recording of 'Put' has no more answers for 'Each[0]/Put': it holds 1. ${again}` } },
      {
        error: {
          message: `The recording of 'Put' has no answer for this execution: those that it holds are for others, by their paths. ${again}`,
        },
      },
    ]);
    expect(found[2]).not.toHaveProperty('retry');
  });
});

describe('a recording', () => {
  it('holds what an action that asks others was answered', () => {
    expect(recordings).toEqual([
      { action: 'Get', answers: [http] },
      {
        action: 'Broken',
        answers: [{ status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message: 'No.' } }],
      },
      {
        action: 'Each_one',
        answers: [
          { path: 'Each[1]/Each_one', statusCode: 200, body: 'b' },
          { path: 'Each[0]/Each_one', statusCode: 200, body: 'a' },
        ],
      },
    ]);
  });

  it('gives each execution back what it was answered, in whatever order they come', async () => {
    const find = mocked(
      () => ({ type: '', step: () => Promise.reject(new Error('Nothing may be asked.')) }),
      replay(recordings),
    );
    const bodyAt = async (path: string) => (await find('Http').step(null, contextOf({ path }))) as unknown;
    expect(await bodyAt('Each[0]/Each_one')).toMatchObject({ outputs: { body: 'a' } });
    expect(await bodyAt('Each[1]/Each_one')).toMatchObject({ outputs: { body: 'b' } });
    expect(await bodyAt('Get')).toMatchObject({ status: 'Succeeded', outputs: http });
    expect(await bodyAt('Broken')).toMatchObject({ status: 'Failed', code: 'BadRequest', error: { message: 'No.' } });
  });
});
