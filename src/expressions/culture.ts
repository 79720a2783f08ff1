import { type Culture, loadCulture } from './dotnet/cultures.js';
import { EN_US_DATES, INVARIANT_DATES } from './dotnet/date-culture.js';
import { EN_US_NUMBERS, INVARIANT_NUMBERS } from './dotnet/number-culture.js';
import { ExpressionError } from './error.js';

const cultures = new Map<string, Culture>([
  ['', { numbers: INVARIANT_NUMBERS, dates: INVARIANT_DATES }],
  ['en-us', { numbers: EN_US_NUMBERS, dates: EN_US_DATES }],
]);

/** More than .NET has; names made up while running would fill the memory. */
const CULTURES_KEPT = 1000;

/** The culture of a name in any case; undefined if it can be none. */
export function findCulture(name: string): Culture | undefined {
  const key = name.toLowerCase();
  let culture = cultures.get(key);
  if (!culture) {
    culture = loadCulture(name);
    if (culture && cultures.size < CULTURES_KEPT) cultures.set(key, culture);
  }
  return culture;
}

/** The culture that a function was given, else the one it has by default. */
export function cultureOf(name: string, locale: string | null | undefined, byDefault: '' | 'en-US'): Culture {
  const culture = findCulture(locale ?? byDefault);
  if (culture) return culture;
  throw new ExpressionError(
    'InvalidArgument',
    `In function '${name}', the value provided for the locale '${locale}' was not valid.`,
    { advice: "A locale is named as in 'en-US' or 'de-DE'." },
  );
}
