import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCulture } from '../../src/expressions/culture.js';
import { calendarFields, gregorianDay } from '../../src/expressions/dotnet/calendars.js';
import { parseExact } from '../../src/expressions/dotnet/date-exact.js';
import { formatDateTime } from '../../src/expressions/dotnet/date-format.js';
import { parseDateTime } from '../../src/expressions/dotnet/date-parse.js';
import { type DateTime, TICKS_PER_SECOND } from '../../src/expressions/dotnet/datetime.js';
import { formatNumber } from '../../src/expressions/dotnet/number-format.js';
import { parseDouble } from '../../src/expressions/dotnet/number-parse.js';
import { formatDuration, formatGeneral, formatTimeSpan, parseDuration } from '../../src/expressions/dotnet/timespan.js';
import { findZone, localOf, utcOf } from '../../src/expressions/dotnet/zones.js';
import { WINDOWS_ZONES } from '../../src/expressions/dotnet/zone-data.js';
import { float } from '../../src/json.js';

const NAMES = ['', 'en-US', 'de-DE', 'fr-CH', 'pl-PL', 'ru-RU', 'ja-JP', 'ko-KR', 'hi-IN', 'es-MX', 'zh-TW', 'fi-FI'];

function culture(name: string): NonNullable<ReturnType<typeof findCulture>> {
  const found = findCulture(name);
  if (!found) throw new Error(`no culture ${name}`);
  return found;
}

const now = (): string => '2024-05-06T00:00:00Z';
const START = 599_266_080_000_000_000n;
const seconds = fc.bigInt({ min: 0n, max: 5_600_000_000n });
const times = seconds.map((count): DateTime => ({ ticks: START + count * TICKS_PER_SECOND, kind: 'unspecified' }));
const names = fc.constantFrom(...NAMES);

describe('numbers', () => {
  it('that a culture wrote it reads again', () => {
    const values = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((cents) => cents / 100);
    const formats = fc.constantFrom('N2', 'C2', 'G', 'F3', 'E12');
    fc.assert(
      fc.property(values, names, formats, (value, name, format) => {
        const { numbers } = culture(name);
        expect(parseDouble(formatNumber(float(value), format, numbers) ?? '', numbers)).toBeCloseTo(value, 2);
      }),
    );
  });
});

describe('dates', () => {
  it('that a culture wrote it reads again by the same format', () => {
    fc.assert(
      fc.property(times, names, fc.constantFrom('F', 'G', 's', 'o', 'yyyy MMM dd HH:mm:ss'), (time, name, format) => {
        const { dates } = culture(name);
        expect(parseExact(formatDateTime(time, format, dates) ?? '', format, dates, now)?.ticks).toBe(time.ticks);
      }),
    );
  });

  it('that a culture wrote in full it reads without a format', () => {
    fc.assert(
      fc.property(times, fc.constantFrom('', 'en-US', 'de-DE', 'pl-PL', 'ru-RU', 'es-MX', 'ja-JP'), (time, name) => {
        const { dates } = culture(name);
        expect(parseDateTime(formatDateTime(time, 'G', dates) ?? '', dates, now)?.ticks).toBe(time.ticks);
      }),
    );
  });

  it('are none of a time, whatever the text, without an exception', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789/-:. TZ,+APMar'.split('')) }),
        names,
        (text, name) => {
          const time = parseDateTime(text, culture(name).dates, now);
          expect(time === undefined || time.ticks >= 0n).toBe(true);
        },
      ),
    );
  });

  it('are the same day in every calendar', () => {
    fc.assert(
      fc.property(times, fc.constantFrom('buddhist', 'persian', 'umalqura'), (time, calendar) => {
        const day = calendarFields(time, calendar);
        expect(day && gregorianDay(day, calendar)).toMatchObject(
          day ? { day: calendarFields(time, 'gregorian')?.day } : {},
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('cultures', () => {
  it.each([
    ['zh-TW', 'zh-Hant-TW'],
    ['sr-RS', 'sr-Cyrl-RS'],
    ['pa-PK', 'pa-Arab-PK'],
    ['DE-de', 'de-DE_phoneb'],
    ['iw-IL', 'he-IL'],
  ])('%s is %s', (one, other) => {
    expect(culture(one)).toEqual(culture(other));
  });

  it.each(['x', 'de DE', '-de', 'de--DE', 'abcdefghijkl-DE', 'de_x_y'])('%s is none', (name) => {
    expect(findCulture(name)).toBeUndefined();
  });

  it.each(['xx-YY', 'abcdefghij', 'en-FR'])('%s is one, though nobody knows it', (name) => {
    expect(findCulture(name)).toBeDefined();
  });
});

describe('time zones', () => {
  it('are known to Node, each of Windows', () => {
    expect(WINDOWS_ZONES.filter(([windows]) => findZone(windows) === undefined)).toEqual([]);
    expect(findZone('Middle Earth Standard Time')).toBeUndefined();
  });

  it('lead there and back, save where the clock shows an hour twice', () => {
    const zones = fc.constantFrom(...WINDOWS_ZONES.map(([, zone]) => zone));
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const back = utcOf(localOf(time, zone), zone);
        const late = Number((back?.ticks ?? 0n) - time.ticks) / Number(TICKS_PER_SECOND);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(86_400);
        expect(back && localOf(back, zone).ticks).toBe(localOf(time, zone).ticks);
      }),
      { numRuns: 200 },
    );
  });
});

describe('spans', () => {
  it('that were written as ISO 8601 are read again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (ticks) => {
        expect(parseDuration(formatDuration(ticks))).toBe(ticks);
      }),
    );
  });

  it.each([
    ['PT0S', '00:00:00', '0:00:00', '0:00:00:00.0000000'],
    ['P1DT2H3M4.5S', '1.02:03:04.5000000', '1:2:03:04.5', '1:02:03:04.5000000'],
    ['-PT1M', '-00:01:00', '-0:01:00', '-0:00:01:00.0000000'],
  ])('%s is %s', (iso, constant, short, long) => {
    const ticks = parseDuration(iso) ?? -1n;
    expect([formatDuration(ticks), formatTimeSpan(ticks)]).toEqual([iso, constant]);
    expect([formatGeneral(ticks, 'short'), formatGeneral(ticks, 'long')]).toEqual([short, long]);
  });

  it.each(['', 'P', 'PT', 'P1H', '1D', 'P1DT', 'P99999999999D'])('%s is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
