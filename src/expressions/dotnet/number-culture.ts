import { EN_US_SIGNS, INVARIANT_SIGNS, type NumberSigns } from './number-parse.js';

/** How a culture writes numbers, in the parts that .NET's `NumberFormatInfo` has. */
export interface NumberCulture extends NumberSigns {
  readonly groupSizes: readonly number[];
  readonly decimals: number;
  /** Where the sign of a negative number stands: `-n`. */
  readonly negativePattern: string;
  readonly currency: UnitStyle;
  readonly percent: UnitStyle;
  readonly perMille: string;
}

/** Amounts and percentages: `$` in the patterns stands for the symbol, `n` for the number, `-` for the sign. */
export interface UnitStyle {
  readonly symbol: string;
  readonly decimals: number;
  readonly point: string;
  readonly group: string;
  readonly groupSizes: readonly number[];
  readonly positive: string;
  readonly negativePattern: string;
}

const STYLE = { point: '.', group: ',', groupSizes: [3] };

/** .NET's invariant culture. */
export const INVARIANT_NUMBERS: NumberCulture = {
  ...INVARIANT_SIGNS,
  groupSizes: [3],
  decimals: 2,
  negativePattern: '-n',
  currency: { ...STYLE, symbol: '¤', decimals: 2, positive: '$n', negativePattern: '($n)' },
  percent: { ...STYLE, symbol: '%', decimals: 2, positive: 'n $', negativePattern: '-n $' },
  perMille: '‰',
};

/** en-US, by ICU's data. */
export const EN_US_NUMBERS: NumberCulture = {
  ...INVARIANT_NUMBERS,
  ...EN_US_SIGNS,
  decimals: 3,
  currency: { ...STYLE, symbol: '$', decimals: 2, positive: '$n', negativePattern: '-$n' },
  percent: { ...STYLE, symbol: '%', decimals: 3, positive: 'n$', negativePattern: '-n$' },
};
