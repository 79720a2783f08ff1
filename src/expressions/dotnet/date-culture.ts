/** How a culture writes dates, in the parts that .NET's `DateTimeFormatInfo` has. */
export interface DateCulture {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** From Sunday. */
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly era: string;
  readonly dateSeparator: string;
  readonly timeSeparator: string;
  /** The patterns of the standard formats. */
  readonly patterns: {
    readonly d: string;
    readonly D: string;
    readonly t: string;
    readonly T: string;
    readonly M: string;
    readonly Y: string;
  };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** .NET's invariant culture. */
export const INVARIANT_DATES: DateCulture = {
  months: MONTHS,
  shortMonths: MONTHS.map((name) => name.slice(0, 3)),
  days: DAYS,
  shortDays: DAYS.map((name) => name.slice(0, 3)),
  am: 'AM',
  pm: 'PM',
  era: 'A.D.',
  dateSeparator: '/',
  timeSeparator: ':',
  patterns: { d: 'MM/dd/yyyy', D: 'dddd, dd MMMM yyyy', t: 'HH:mm', T: 'HH:mm:ss', M: 'MMMM dd', Y: 'yyyy MMMM' },
};

/** en-US. ICU has U+202F before AM and PM in some versions; the service was seen with a plain space. */
export const EN_US_DATES: DateCulture = {
  ...INVARIANT_DATES,
  era: 'AD',
  patterns: { d: 'M/d/yyyy', D: 'dddd, MMMM d, yyyy', t: 'h:mm tt', T: 'h:mm:ss tt', M: 'MMMM d', Y: 'MMMM yyyy' },
};
