/** The calendars that are some culture's default. */
export type CalendarName = 'gregorian' | 'buddhist' | 'persian' | 'umalqura';

/** How a culture writes dates, in the parts that .NET's `DateTimeFormatInfo` has. */
export interface DateCulture {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** The names beside a day of the month, where they are others. */
  readonly genitiveMonths: readonly string[];
  readonly shortGenitiveMonths: readonly string[];
  /** From Sunday. */
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly era: string;
  readonly dateSeparator: string;
  readonly timeSeparator: string;
  readonly calendar: CalendarName;
  /** The patterns of the standard formats. */
  readonly patterns: DatePatterns;
}

export interface DatePatterns {
  readonly d: string;
  readonly D: string;
  readonly t: string;
  readonly T: string;
  readonly M: string;
  readonly Y: string;
  /** Further short and long dates, which reading tries after the first. */
  readonly d2: readonly string[];
  readonly D2: readonly string[];
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
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** .NET's invariant culture. */
export const INVARIANT_DATES: DateCulture = {
  months: MONTHS,
  shortMonths: SHORT_MONTHS,
  genitiveMonths: MONTHS,
  shortGenitiveMonths: SHORT_MONTHS,
  days: DAYS,
  shortDays: DAYS.map((name) => name.slice(0, 3)),
  am: 'AM',
  pm: 'PM',
  era: 'A.D.',
  dateSeparator: '/',
  timeSeparator: ':',
  calendar: 'gregorian',
  patterns: {
    d: 'MM/dd/yyyy',
    D: 'dddd, dd MMMM yyyy',
    t: 'HH:mm',
    T: 'HH:mm:ss',
    M: 'MMMM dd',
    Y: 'yyyy MMMM',
    d2: ['yyyy-MM-dd'],
    D2: [],
  },
};

/** en-US. ICU has U+202F before AM and PM in some versions; the service was seen with a plain space. */
export const EN_US_DATES: DateCulture = {
  ...INVARIANT_DATES,
  era: 'AD',
  patterns: {
    d: 'M/d/yyyy',
    D: 'dddd, MMMM d, yyyy',
    t: 'h:mm tt',
    T: 'h:mm:ss tt',
    M: 'MMMM d',
    Y: 'MMMM yyyy',
    d2: ['M/d/yy', 'MMM d, yyyy'],
    D2: ['MMMM d, yyyy'],
  },
};

/** The text between the first two parts of a pattern whose letters are given: how .NET finds a culture's separators. */
export function separatorOf(pattern: string, letters: string): string {
  const parts = pattern.match(/'[^']*'?|\\.|([A-Za-z])\1*|./gs) ?? [];
  const isPart = (part: string): boolean => letters.includes(part.charAt(0));
  const first = parts.findIndex(isPart);
  const after = parts.slice(first + 1);
  const second = after.findIndex(isPart);
  if (first < 0 || second < 0) return '';
  return after
    .slice(0, second)
    .map((part) => part.replace(/^'|'$/g, '').replace(/^\\/, ''))
    .join('');
}
