// Signed requests of every operation, torn apart and put together wrongly, on the wire. The seed is fixed, so that what
// fails here fails again; SEED=… looks elsewhere.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { startEmulator, WELL_KNOWN_KEY, type Emulator, type RequestLog } from '../../src/emulator/index.js';
import { operationsOf } from '../../src/swagger/index.js';
import { FOREIGN, VERSION, type Unsigned } from './exchange.js';
import { exchanged, faultOf, requestText, statusOf } from './wire.js';

const seed = Number(process.env['SEED'] ?? 20_261_125);
const log: RequestLog[] = [];
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, patience: 500, limits: 0, onRequest: (entry) => log.push(entry) });
});
afterAll(() => emulator.close());

const bodies = ['', '{"scopes":["chat"],"createTokenWithScopes":["voip"],"expiresInMinutes":60}'];

const originals: Unsigned[] = operationsOf(definition).flatMap(({ method, path }) =>
  bodies.map((body) => ({
    method,
    target: `${path.replace('{identityId}', encodeURIComponent(FOREIGN))}?${VERSION}`,
    body,
  })),
);

/** A way to spoil bytes: places are taken modulo the length. */
type Spoil = (bytes: Buffer, other: Buffer) => Buffer;

const place = fc.nat();
const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(place, fc.nat(7)).map(
    ([at, bit]): Spoil =>
      (bytes) =>
        flipped(bytes, at, bit),
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 20 })).map(
    ([at, more]): Spoil =>
      (bytes) =>
        inserted(bytes, at, more),
  ),
  fc.tuple(place, fc.nat(40)).map(
    ([at, length]): Spoil =>
      (bytes) =>
        without(bytes, at, length),
  ),
  place.map(
    (at): Spoil =>
      (bytes) =>
        bytes.subarray(0, at % bytes.length),
  ),
  fc.tuple(place, place).map(
    ([at, from]): Spoil =>
      (bytes, other) =>
        spliced(bytes, at, other, from),
  ),
  fc.tuple(place, fc.constantFrom(...oddLines())).map(
    ([at, line]): Spoil =>
      (bytes) =>
        withLine(bytes, at, line),
  ),
);

function oddLines(): string[] {
  const names = ['host', 'x-ms-date', 'date', 'x-ms-content-sha256', 'authorization', 'content-length'];
  const odd = [
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'content-encoding: gzip',
    'upgrade: h2c',
    ': x',
    'a:',
  ];
  return [...names.flatMap((name) => [`${name}: `, `${name}: 1`, `${name} : x`, `${name}: \xff`]), ...odd];
}

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  const index = at % changed.length;
  changed[index] = (changed[index] ?? 0) ^ (1 << bit);
  return changed;
}

function inserted(bytes: Buffer, at: number, more: Uint8Array): Buffer {
  const index = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, index), more, bytes.subarray(index)]);
}

function without(bytes: Buffer, at: number, length: number): Buffer {
  const index = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + length)]);
}

function spliced(bytes: Buffer, at: number, other: Buffer, from: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at % bytes.length), other.subarray(from % other.length)]);
}

/** After one of the first lines, where headers are. */
function withLine(bytes: Buffer, at: number, line: string): Buffer {
  const lines = bytes.toString('latin1').split('\r\n');
  lines.splice(1 + (at % 7), 0, line);
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

const original = fc.constantFrom(...originals);

describe('requests that were spoiled', () => {
  it('are refused or not answered, never break the emulator, and tell no key', async () => {
    const property = fc.asyncProperty(
      original,
      original,
      fc.array(spoils, { minLength: 1, maxLength: 3 }),
      async (one, two, ways) => {
        const [bytes, other] = [one, two].map((each) => Buffer.from(requestText(each), 'latin1'));
        const sent = ways.reduce((so, way) => (so.length > 0 ? way(so, other as Buffer) : so), bytes as Buffer);
        const fault = await faultOf(one, sent, await exchanged(emulator, [sent], true));
        expect({ fault, sent: fault === 'none' ? '' : sent.toString('latin1') }).toEqual({ fault: 'none', sent: '' });
      },
    );
    await fc.assert(property, { numRuns: 10_000, seed });
    const good = requestText({ method: 'POST', target: `/identities?${VERSION}` });
    expect(statusOf(await exchanged(emulator, [good], true))).toBe(201);
    expect(JSON.stringify(log)).not.toContain(WELL_KNOWN_KEY);
    expect(log.filter(({ status }) => status >= 500)).toEqual([]);
  }, 600_000);
});
