import type { Json, JsonNumber } from '../../json.js';
import { cultureOf } from '../culture.js';
import { lowerInvariant, trim, upperInvariant } from '../dotnet/casing.js';
import { formatNumber } from '../dotnet/number-format.js';
import { parseDouble, parseInteger } from '../dotnet/number-parse.js';
import { functionError, type FunctionRow, pure, scoped } from '../function.js';
import type { Scope } from '../scope.js';
import { stringOf } from '../text.js';

/** The longest string that a function gives (documented for concat and join). */
const MAX_RESULT = 104_857_600;

export function joinTexts(name: string, values: readonly Json[], delimiter: string): string {
  const result = values.map(stringOf).join(delimiter);
  if (result.length > MAX_RESULT) {
    throw functionError(
      name,
      `cannot be evaluated: its result exceeds the limit of '${MAX_RESULT}' characters.`,
      false,
    );
  }
  return result;
}

function substring(text: string, start: number, length?: number): string {
  if (length === undefined && start >= text.length) {
    throw functionError(
      'substring',
      `parameter is out of range: 'start index' must be non-negative integer and should be less than the length of the string.`,
    );
  }
  const count = length ?? text.length - start;
  if (start < 0 || count < 0 || start + count > text.length) {
    throw functionError(
      'substring',
      `parameters are out of range: 'start index' and 'length' must be non-negative integers ` +
        `and their sum must be no larger than the length of the string.`,
    );
  }
  return text.slice(start, start + count);
}

function replace(text: string, old: string, replacement: string): string {
  if (old === '')
    throw functionError('replace', `expects its second parameter 'old string' not to be an empty string.`);
  return text.split(old).join(replacement);
}

function lastIndexOf(text: string, search: string): number {
  if (search === '') return text === '' ? 0 : text.length - 1; // documented
  return upperInvariant(text).lastIndexOf(upperInvariant(search));
}

/** The place of the n-th occurrence, from the end if n is negative; occurrences may overlap. */
function nthIndexOf(text: string, search: string, n: number): number {
  if (n === 0) throw functionError('nthIndexOf', `expects its third parameter not to be zero.`, 'nthindexof');
  if (search === '') return -1;
  const [within, wanted] = [upperInvariant(text), upperInvariant(search)];
  let at = n > 0 ? -1 : within.length;
  for (let count = Math.abs(n); count > 0; count--) {
    at = n > 0 ? within.indexOf(wanted, at + 1) : at === 0 ? -1 : within.lastIndexOf(wanted, at - 1);
    if (at < 0) return -1;
  }
  return at;
}

function guid(scope: Scope, format: string | null = 'D'): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(scope.random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [, a = '', b = '', c = '', d = '', e = ''] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex) ?? [];
  switch ((format ?? 'D').toUpperCase()) {
    case 'N':
      return hex;
    case 'D':
    case '':
      return [a, b, c, d, e].join('-');
    case 'B':
      return `{${[a, b, c, d, e].join('-')}}`;
    case 'P':
      return `(${[a, b, c, d, e].join('-')})`;
    case 'X':
      return `{0x${a},0x${b},0x${c},{${(d + e).replace(/../g, '0x$&,').slice(0, -1)}}}`;
    default:
      throw functionError(
        'guid',
        `expects its format to be one of 'D', 'N', 'B', 'P' and 'X'. The provided value is '${format}'.`,
      );
  }
}

function formatted(value: JsonNumber, format: string, locale?: string): string {
  const text = formatNumber(value, format, cultureOf('formatNumber', locale, 'en-US').numbers);
  if (text !== undefined) return text;
  throw functionError(
    'formatNumber',
    `was provided the format string '${format}', which is not valid.`,
    'FormatNumber',
  );
}

/** Strings. Those that search ignore case, except `contains`, `replace` and `split` (measured in Power Automate). */
export const strings: readonly FunctionRow[] = [
  pure('concat(...values: any): string', (...values: Json[]) => joinTexts('concat', values, ''), {
    expects: 'expects a comma separated list of string and integer parameters',
    counted: 'none',
  }),
  pure(
    'endsWith(text: string, search: string): boolean',
    (text: string, search: string) => upperInvariant(text).endsWith(upperInvariant(search)),
    {
      expects: 'expects two parameters: the string as the first parameter, the value to check as the second parameter',
      link: 'endswith',
    },
  ),
  pure('formatNumber(number: number, format: string, locale?: string|null): string', formatted, {
    expects:
      'expects two parameters, with an optional third parameter. It expects the number to be formatted at the first ' +
      'parameter, a numeric format string as the second parameter, and an optional locale string, which defaults to ' +
      "'en-us', as the third parameter",
    link: 'FormatNumber',
  }),
  scoped('guid(format?: string|null): string', guid, {
    expects: 'can be invoked with no parameters or with an optional format parameter',
  }),
  pure(
    'indexOf(text: string, search: string): integer',
    (text: string, search: string) => upperInvariant(text).indexOf(upperInvariant(search)),
    {
      expects:
        'expects two parameters: the string as the first parameter, the value to find the index of as the second parameter',
      link: 'indexof',
    },
  ),
  pure(
    'isFloat(text: string, locale?: string|null): boolean',
    (text: string, locale?: string) => parseDouble(text, cultureOf('isFloat', locale, '').numbers) !== undefined,
    {
      expects:
        'expects a string to parse as the first parameter, and an optional RFC4646 culture-identifier string as the ' +
        'second parameter',
    },
  ),
  pure('isInt(text: string): boolean', (text: string) => parseInteger(text) !== undefined, {
    expects: 'expects one parameter, a string which may contain an integer',
  }),
  pure('lastIndexOf(text: string, search: string): integer', lastIndexOf, {
    expects:
      'expects two parameters: the string as the first parameter, the value to find the last index of as the second parameter',
    link: 'lastindexof',
  }),
  pure('length(collection: array|string): integer', (collection: string | readonly Json[]) => collection.length, {
    expects: 'expects one parameter: an array or a string the length of which is returned',
    counted: 'parameters',
  }),
  pure('nthIndexOf(text: string, search: string, n: integer): integer', nthIndexOf, {
    expects:
      'expects three parameters: the string as the first parameter, the value to find the index of as the second ' +
      'parameter and a number parameter to specify which occurrence of the text to find as the third parameter',
    link: 'nthindexof',
  }),
  pure('replace(text: string, old: string, new: string): string', replace, {
    expects:
      'expects three string parameters: the string to replace characters inside of as the first parameter, the string ' +
      'that will be replaced by the new string as the second parameter, and the new string as the third parameter',
    must: ["'string' to be a string", "'old string' to be a string", "'new string' to be a string"],
  }),
  pure(
    'slice(text: string, start: integer, end?: integer): string',
    (text: string, start: number, end?: number) => text.slice(start, end),
    {
      expects:
        'expects two parameters, with an optional third parameter. It expects the source string as the first parameter, ' +
        'the start index as a second parameter, and an optional third parameter specifying the end index of the substring',
    },
  ),
  pure(
    'split(text: string, delimiter: string): array',
    (text: string, delimiter: string) => (delimiter === '' ? [text] : text.split(delimiter)),
    {
      expects:
        'expects two parameters: the string to split as the first parameter, the separator as the second parameter',
    },
  ),
  pure(
    'startsWith(text: string, search: string): boolean',
    (text: string, search: string) => upperInvariant(text).startsWith(upperInvariant(search)),
    {
      expects: 'expects two parameters: the string as the first parameter, the value to check as the second parameter',
      link: 'startswith',
    },
  ),
  pure('substring(text: string, start: integer, length?: integer): string', substring, {
    expects:
      "expects two parameters: the 'string' to take a section from as the first parameter, the 'start index' as the " +
      'second parameter',
  }),
  pure('toLower(text: string): string', lowerInvariant, {
    expects: 'expects one parameter: the string to convert to lower casing',
    counted: 'parameters',
    must: ['to be a string'],
  }),
  pure('toUpper(text: string): string', upperInvariant, {
    expects: 'expects one parameter: the string to convert to upper casing',
    counted: 'parameters',
    must: ['to be a string'],
  }),
  pure('trim(text: string): string', trim, { plain: true }),
];
