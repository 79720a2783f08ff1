import { describe, expect, it } from 'vitest';
import { mocked, readRecording, recordingsOf, replay } from '../../src/mocks/index.js';
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

  it.each([null, {}, { action: 'A' }, { action: 'A', answers: {} }, { action: 'A', answers: [1] }])(
    'is not read from %j',
    (content) => {
      expect(readRecording(content)).toBeUndefined();
    },
  );
});
