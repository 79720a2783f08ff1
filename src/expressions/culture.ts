import { type DateCulture, EN_US_DATES, INVARIANT_DATES } from './dotnet/date-culture.js';
import { EN_US_NUMBERS, INVARIANT_NUMBERS, type NumberCulture } from './dotnet/number-culture.js';
import { notSupported } from './function.js';

/** How one culture writes numbers and dates. */
interface Culture {
  readonly numbers: NumberCulture;
  readonly dates: DateCulture;
}

const CULTURES = new Map<string, Culture>([
  ['', { numbers: INVARIANT_NUMBERS, dates: INVARIANT_DATES }],
  ['en-us', { numbers: EN_US_NUMBERS, dates: EN_US_DATES }],
]);

/** The culture that a function was given, else the one it has by default. */
export function cultureOf(name: string, locale: string | null | undefined, byDefault: '' | 'en-US'): Culture {
  const culture = CULTURES.get((locale ?? byDefault).toLowerCase());
  if (culture) return culture;
  throw notSupported(`The locale '${locale}' in the template language function '${name}'`);
}
