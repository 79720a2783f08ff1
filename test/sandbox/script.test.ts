import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson, type Json, type JsonObject } from '../../src/json.js';
import { runScript } from '../../src/sandbox/index.js';

interface Case {
  readonly it: string;
  readonly code: string;
  readonly globals?: JsonObject;
  /** The longest it may run, in ms. */
  readonly time?: number;
  readonly value?: Json;
  readonly error?: JsonObject;
}

const cases = parseJson(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as unknown as readonly Case[];

const limits = { time: 20_000, memory: 8 * 1024 * 1024 };
const run = (code: string, globals: JsonObject = {}, time = limits.time) =>
  runScript({ code, globals }, { ...limits, time });

function named(names: readonly string[], error: object): object {
  return Object.fromEntries(Object.entries(error).filter(([name]) => names.includes(name)));
}

describe('a script', { timeout: 30_000 }, () => {
  it.each(cases)('$it', async ({ code, globals, time, value, error }) => {
    const result = await run(code, globals, time);
    expect('error' in result ? named(Object.keys(error ?? {}), result.error) : result).toEqual(error ?? { value });
  });

  it('runs after its prelude, which may change the globals', async () => {
    const script = { code: 'return x;', globals: { x: 1 }, prelude: 'globalThis.x = { was: x };' };
    expect(await runScript(script, limits)).toEqual({ value: { was: 1 } });
  });

  it('waits for its turn', async () => {
    const results = await Promise.all([1, 2, 3].map((n) => run('return n;', { n })));
    expect(results).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
  });

  it('is ended when nobody waits for it any more', async () => {
    const controller = new AbortController();
    const result = runScript({ code: 'for (;;) {}', globals: {} }, limits, controller.signal);
    controller.abort();
    expect(await result).toMatchObject({ error: { kind: 'cancelled' } });
    const later = runScript({ code: 'for (;;) {}', globals: {} }, limits, AbortSignal.abort());
    expect(await later).toMatchObject({ error: { kind: 'cancelled' } });
  });

  it('leaves nothing behind, however often one runs', async () => {
    const code = 'const kept = new Array(5e4).fill(x); kept.self = kept; globalThis.kept = kept; return kept.length;';
    const many = async (count: number) => {
      for (let n = 0; n < count; n++) expect(await run(code, { x: { n } })).toEqual({ value: 5e4 });
      return process.memoryUsage.rss();
    };
    const before = await many(40);
    // Each allocates some 0.8 MB: 160 that stay would be 128 MB.
    expect((await many(160)) - before).toBeLessThan(64 * 1024 * 1024);
  });
});
