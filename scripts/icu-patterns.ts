// From the patterns of CLDR to those of .NET, by the steps that .NET itself takes when it reads ICU's data.

/** A date pattern: day names are `d`, stand-alone months are months, a single `y` is the whole year. */
export function datePattern(pattern: string): string {
  return mapPattern(pattern, (letter, count) => {
    switch (letter) {
      case 'E':
      case 'e':
      case 'c':
        return 'd'.repeat(count > 4 ? 3 : Math.max(count, 3));
      case 'L':
      case 'M':
        return 'M'.repeat(count > 4 ? 3 : count);
      case 'G':
        return 'g';
      case 'y':
        return 'y'.repeat(count === 1 ? 4 : count);
      default:
        return letter.repeat(count);
    }
  });
}

/** The default short date has a year of four digits, whatever CLDR has. */
export function withFullYear(pattern: string): string {
  return mapPattern(pattern, (letter, count) => (letter === 'y' && count === 2 ? 'yyyy' : letter.repeat(count)));
}

/** A time pattern: what is no part of it, no colon, point or space is left out. */
export function timePattern(pattern: string): string {
  let designated = false;
  return mapPattern(pattern, (letter, count) => {
    if (':.Hhms '.includes(letter)) return letter.repeat(count);
    // The service was seen to write a plain space where newer versions of ICU have a narrow one.
    if (letter === '\u00a0' || letter === '\u202f') return ' '.repeat(count);
    // Morning and evening (`b`, `B`) are what comes nearest: before and after noon.
    if (!'abB'.includes(letter) || designated) return '';
    designated = true;
    return 'tt';
  });
}

function mapPattern(pattern: string, map: (letter: string, count: number) => string): string {
  return pattern.replace(/'[^']*'?|([^'])\1*/g, (run: string, letter?: string) =>
    letter === undefined ? run : map(letter, run.length),
  );
}

/** What .NET keeps of a number pattern: `n`, `$` for the unit, one space, signs and parentheses. */
export function numberPattern(pattern: string, negative: boolean, known: readonly string[], otherwise: string): string {
  const [positive = '', explicit] = pattern.split(';');
  const source = negative ? (explicit ?? positive) : positive;
  const seen = new Set<string>();
  let result = negative && !/[-()]/.test(source) ? '-' : '';
  for (const character of source) {
    const mark = MARKS.get(character);
    if (mark === undefined || ('n$ '.includes(mark) && seen.has(mark))) continue;
    seen.add(mark);
    result += mark;
  }
  return known.includes(result) ? result : otherwise;
}

const MARKS = new Map([
  ['#', 'n'],
  ['0', 'n'],
  ['¤', '$'],
  ['%', '$'],
  [' ', ' '],
  ['\u00a0', ' '],
  ['-', '-'],
  ['(', '('],
  [')', ')'],
]);

/** The patterns that .NET has a number for; any other becomes the first of them, or `-n`. */
export const KNOWN = {
  negative: ['(n)', '-n', '- n', 'n-', 'n -'],
  moneyPositive: ['$n', 'n$', '$ n', 'n $'],
  moneyNegative: '($n)|-$n|$-n|$n-|(n$)|-n$|n-$|n$-|-n $|-$ n|n $-|$ n-|$ -n|n- $|($ n)|(n $)|$- n'.split('|'),
  percentPositive: ['n $', 'n$', '$n', '$ n'],
  percentNegative: ['-n $', '-n$', '-$n', '$-n', '$n-', 'n-$', 'n$-', '-$ n', 'n $-', '$ n-', '$ -n', 'n- $'],
} as const;

/** The sizes of the groups from the right: the last, and the others where they differ. */
export function groupSizes(pattern: string): number[] {
  const whole = (pattern.split(';')[0] ?? '').replace(/[^#0,.]/g, '').split('.')[0] ?? '';
  const groups = whole.split(',');
  const [primary = '', secondary = ''] = [groups.at(-1), groups.length > 2 ? groups.at(-2) : ''];
  if (groups.length < 2) return [0];
  return secondary === '' || secondary.length === primary.length
    ? [primary.length]
    : [primary.length, secondary.length];
}

/** The most digits after the point. */
export function fractionDigits(pattern: string): number {
  return /\.([#0]+)/.exec(pattern)?.[1]?.length ?? 0;
}
