import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteHistory, type History } from '../../src/history/index.js';
import { float, integer, stringifyJson, type Json } from '../../src/json.js';
import type { RunEvent } from '../../src/run/index.js';
import { createSecrets } from '../../src/secrets.js';
import { actionEnded, started } from '../contracts/history.js';

const secret = 'correct-horse-battery';

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<Json>(null, true, false, secret, `of "${secret}" \\`, Buffer.from(secret).toString('base64')),
    fc.string({ unit: 'binary' }),
    fc.string({ minLength: 1500, maxLength: 3000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(integer),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const answered = (outputs: Json): RunEvent => ({
  kind: 'recorded',
  seq: 0,
  key: 'A#0.0',
  at: '2026-01-01T00:00:01.0000000Z',
  outcome: { status: 'Succeeded', code: 'OK', outputs },
});

describe('a history in SQLite', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'dryflow-history-')), 'history.db');
  let history: History;
  let runs = 0;
  const secrets = createSecrets();

  beforeAll(async () => {
    history = await sqliteHistory({ path, durability: 'none', secrets, key: () => new Uint8Array(32).fill(7) });
    secrets.add(secret);
  });
  afterAll(() => history.close());

  it('gives back whatever an action may have put out, to a resume as it was and to people without the secret', async () => {
    await fc.assert(
      fc.asyncProperty(json, json, async (outputs, inputs) => {
        const runId = `run-${(runs += 1)}`;
        const events = [started(runId), answered(outputs), actionEnded('A', { inputs, outputs })];
        await history.append(runId, events);
        const seen = await history.read(runId);
        expect((await history.journal(runId))?.slice(0, 2)).toEqual(events.slice(0, 2));
        expect(seen).toEqual([events[0], ...secrets.value(events.slice(1))]);
        expect(stringifyJson(seen as unknown as Json)).not.toContain(secret);
      }),
      { numRuns: 150 },
    );
  });
});
