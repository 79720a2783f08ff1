import { array, assert, constant, integer, nat, property, record, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../src/lint/package/png.js';
import { plainPng, writePng } from './png.js';

const filters = array(integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });

describe('a PNG picture', () => {
  it('gives the colours it was written with, whatever filters its rows have', () => {
    const pictures = integer({ min: 1, max: 6 }).chain((width) =>
      record({
        width: constant(width),
        rows: array(uint8Array({ minLength: width * 4, maxLength: width * 4 }), { minLength: 1, maxLength: 6 }),
        filters,
      }),
    );
    assert(
      property(pictures, ({ width, rows, filters: each }) => {
        const picture = readPng(writePng({ width, height: rows.length, depth: 8, kind: 6, rows, filters: each }));
        const seen = rows.map((_, y) =>
          Array.from({ length: width }, (__, x) => {
            const { rgb = [], opacity = 0 } = picture?.pixel?.(x, y) ?? {};
            return [...rgb, opacity];
          }).flat(),
        );
        expect(seen).toEqual(rows.map((row) => [...row]));
      }),
    );
  });

  it.each([
    ['gray of one bit', { depth: 1, kind: 0, row: [0b01000000] }, [255, 255, 255, 255]],
    ['gray of 16 bits', { depth: 16, kind: 0, row: [1, 2, 128, 9] }, [128, 128, 128, 255]],
    ['gray with opacity', { depth: 8, kind: 4, row: [1, 2, 7, 8] }, [7, 7, 7, 8]],
    ['colours', { depth: 8, kind: 2, row: [1, 2, 3, 4, 5, 6] }, [4, 5, 6, 255]],
    ['a palette', { depth: 4, kind: 3, row: [0x01], palette: [9, 9, 9, 1, 2, 3], opacities: [255, 7] }, [1, 2, 3, 7]],
  ])(
    'of %s is understood',
    (
      _,
      {
        row,
        palette,
        opacities,
        ...kind
      }: { depth: number; kind: number; row: number[]; palette?: number[]; opacities?: number[] },
      color,
    ) => {
      const bytes = writePng({
        ...kind,
        width: 2,
        height: 1,
        rows: [Uint8Array.from(row)],
        filters: [0],
        ...(palette && { palette: Uint8Array.from(palette) }),
        ...(opacities && { opacities: Uint8Array.from(opacities) }),
      });
      const { rgb = [], opacity } = readPng(bytes)?.pixel?.(1, 0) ?? {};
      expect([...rgb, opacity]).toEqual(color);
    },
  );

  it('that is damaged never throws', () => {
    const whole = plainPng(8, 8, '#102030');
    assert(
      property(nat(whole.length - 1), integer({ min: 0, max: 255 }), nat(whole.length), (at, value, end) => {
        const bytes = Buffer.from(whole.subarray(0, end));
        if (at < end) bytes[at] = value;
        expect(() => readPng(bytes)?.pixel?.(0, 0)).not.toThrow();
      }),
    );
  });
});
