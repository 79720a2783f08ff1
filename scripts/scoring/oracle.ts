import { findCulture } from '../../src/expressions/culture.js';
import type { Culture } from '../../src/expressions/dotnet/cultures.js';
import { parseExact } from '../../src/expressions/dotnet/date-exact.js';
import { formatDateTime } from '../../src/expressions/dotnet/date-format.js';
import { parseDateTime } from '../../src/expressions/dotnet/date-parse.js';
import { addMonths, addTicks, type DateTime, TICKS_PER_DAY } from '../../src/expressions/dotnet/datetime.js';
import { DecimalOverflow } from '../../src/expressions/dotnet/decimal.js';
import { formatNumber } from '../../src/expressions/dotnet/number-format.js';
import { parseDecimal, parseDouble, parseInteger } from '../../src/expressions/dotnet/number-parse.js';
import { formatDuration, formatGeneral, formatTimeSpan, parseDuration } from '../../src/expressions/dotnet/timespan.js';
import { findZone, utcOf, localOf } from '../../src/expressions/dotnet/zones.js';
import { Decimal, float, integer, type Json, type JsonNumber, type JsonObject } from '../../src/json.js';
import { type Answer, compareParts, expectedOf, inputOf, type Scorer, stringIn, textOf } from './row.js';
import { encodings, text } from './text.js';

const NOW = (): string => '2018-03-15T00:00:00Z';

function cultureIn(input: JsonObject): Culture {
  const culture = findCulture(stringIn(input, 'culture') ?? '');
  if (!culture) throw new TypeError(`no such culture: ${stringIn(input, 'culture')}`);
  return culture;
}

function timeOf(value: string, kind?: string): DateTime {
  const time = parseDateTime(value, cultureIn({}).dates, NOW);
  if (!time) throw new TypeError(`not a time: ${value}`);
  return kind === 'Utc' ? { ...time, kind: 'utc' } : time;
}

function numberOf({ type, value = null }: JsonObject): JsonNumber {
  const digits = textOf(value);
  if (type === 'integer') return integer(BigInt(digits));
  if (type === 'float') return float(Number(digits.replace('∞', 'Infinity')));
  return parseDecimal(digits, cultureIn({}).numbers) ?? new Decimal(0n, 0);
}

const numbers: Scorer = (row) => {
  const input = inputOf(row);
  const actual = formatNumber(numberOf(input), stringIn(input, 'format') ?? '', cultureIn(input).numbers);
  return { expected: expectedOf(row), actual: actual ?? 'FormatException' };
};

const dates: Scorer = (row) => {
  const input = inputOf(row);
  const time = timeOf(stringIn(input, 'value') ?? '', stringIn(input, 'kind'));
  const actual = formatDateTime(time, stringIn(input, 'format') ?? '', cultureIn(input).dates);
  return { expected: expectedOf(row), actual: actual ?? 'FormatException' };
};

const KINDS = { utc: 'Utc', offset: 'Local', unspecified: 'Unspecified' } as const;

const dateParsing: Scorer = (row) => {
  const input = inputOf(row);
  const [source, format, style = ''] = [
    stringIn(input, 'text') ?? '',
    stringIn(input, 'format'),
    stringIn(input, 'style'),
  ];
  const culture = cultureIn(input).dates;
  const read = format === undefined ? parseDateTime(source, culture, NOW) : parseExact(source, format, culture, NOW);
  if (!read) return { expected: expectedOf(row), actual: 'FormatException' };
  const time = adjusted(read, style);
  const o = formatDateTime(time, 'o', culture) ?? '';
  if (typeof row['output'] === 'string') return { expected: expectedOf(row), actual: o };
  return compareParts(row, { o, kind: KINDS[time.kind], ticks: time.ticks.toString() });
};

/** What the styles make of the kind that the round-trip style keeps. */
function adjusted(time: DateTime, style: string): DateTime {
  if (style.includes('AssumeUniversal')) return { ...time, kind: 'utc' };
  return style.includes('AdjustToUniversal') && time.kind === 'offset' ? { ...time, kind: 'utc' } : time;
}

const numberParsing: Scorer = (row) => {
  const input = inputOf(row);
  const source = stringIn(input, 'text') ?? '';
  const { numbers: signs } = cultureIn(input);
  switch (stringIn(input, 'kind') ?? '') {
    case 'double Any':
      return parsed(row, doubleText(parseDouble(source, signs)));
    case 'double Float':
      return parsed(row, doubleText(parseDouble(source, signs, 'float')));
    case 'decimal Any':
      return parsed(
        row,
        decimalOf(() => parseDecimal(source, signs, 'any')),
      );
    case 'long Integer':
      return parsed(row, integerText(source, signs));
    case 'double ToString':
      return { expected: expectedOf(row), actual: doubleText(Number(stringIn(input, 'value'))) ?? '' };
    default:
      return undefined;
  }
};

function parsed(row: JsonObject, actual: string | undefined): Answer {
  return { expected: expectedOf(row), actual: actual ?? 'FormatException' };
}

function doubleText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatNumber(float(value), 'R', cultureIn({}).numbers);
}

function decimalOf(read: () => Decimal | undefined): string | undefined {
  try {
    return read()?.toString();
  } catch (error) {
    if (error instanceof DecimalOverflow) return 'OverflowException';
    throw error;
  }
}

/** Digits that are too many are another exception than what is no number. */
function integerText(source: string, signs: Culture['numbers']): string | undefined {
  const value = parseInteger(source, signs);
  return value?.toString() ?? (/^\s*[+-]?\d+\s*$/.test(source) ? 'OverflowException' : undefined);
}

const spans: Scorer = (row) => {
  const input = inputOf(row);
  const [duration, start, end] = ['duration', 'start', 'end'].map((name) => stringIn(input, name));
  if (duration !== undefined) {
    const ticks = parseDuration(duration);
    return parsed(row, ticks === undefined ? undefined : formatTimeSpan(ticks));
  }
  const from = timeOf(start ?? '');
  if (end !== undefined) return compareParts(row, spanForms(timeOf(end).ticks - from.ticks));
  const moved = moveBy(from, input);
  return { expected: expectedOf(row), actual: moved ? written(moved) : 'ArgumentOutOfRangeException' };
};

function spanForms(ticks: bigint): JsonObject {
  return {
    c: formatTimeSpan(ticks),
    general_short: formatGeneral(ticks, 'short'),
    general_long: formatGeneral(ticks, 'long'),
    ticks: ticks.toString(),
    xml: formatDuration(ticks),
  };
}

function moveBy(time: DateTime, { unit, n, addDays }: JsonObject): DateTime | undefined {
  if (addDays !== undefined) return addTicks(time, BigInt(Number(addDays) * Number(TICKS_PER_DAY)));
  if (unit === 'Day') return addTicks(time, BigInt(Number(n)) * TICKS_PER_DAY);
  return addMonths(time, Number(n) * (unit === 'Year' ? 12 : 1));
}

function written(time: DateTime, format = 'o'): string {
  return formatDateTime(time, format, cultureIn({}).dates) ?? '';
}

const zones: Scorer = (row) => {
  const input = inputOf(row);
  const [name = '', utc, local] = ['zone', 'utc', 'local'].map((key) => stringIn(input, key));
  const zone = findZone(name);
  if (!zone) return { expected: expectedOf(row), actual: 'TimeZoneNotFoundException' };
  if (local !== undefined) {
    const found = utcOf(timeOf(local), zone);
    return { expected: expectedOf(row), actual: found ? written(found) : 'ArgumentException' };
  }
  const shown: Json = written(localOf(timeOf(utc ?? ''), zone), 's');
  return compareParts(row, { local: shown, iana: zone });
};

/** Which function answers the rows of which file. A further file of the oracle is a further line. */
export const oracle: Readonly<Record<string, Scorer>> = {
  numbers,
  dates,
  'date-parsing': dateParsing,
  'number-parsing': numberParsing,
  spans,
  zones,
  text,
  encodings,
};
