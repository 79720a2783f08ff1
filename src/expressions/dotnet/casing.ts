// Text by .NET's invariant rules, which JavaScript's differ from in three ways: .NET maps each code point to one code point
// (`ß` stays, no final sigma), leaves the Turkish dotted and dotless i alone, and has its own list of white space.

const ASCII = /^[\0-\x7f]*$/;

/** `ToUpperInvariant`. */
export function upperInvariant(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : mapEach(text, upperOf);
}

/** `ToLowerInvariant`. */
export function lowerInvariant(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : mapEach(text, lowerOf);
}

function mapEach(text: string, map: (character: string) => string): string {
  let result = '';
  for (const character of text) {
    const mapped = map(character);
    result += mapped.length === character.length ? mapped : character;
  }
  return result;
}

function upperOf(character: string): string {
  return character === '\u0131' ? character : character.toUpperCase();
}

function lowerOf(character: string): string {
  return character === '\u0130' ? character : character.toLowerCase();
}

/** `StringComparison.OrdinalIgnoreCase`: negative, zero or positive. */
export function compareIgnoringCase(a: string, b: string): number {
  return compareOrdinal(upperInvariant(a), upperInvariant(b));
}

/** `string.CompareOrdinal`: by UTF-16 units, which is how JavaScript compares too. */
export function compareOrdinal(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const WHITE_SPACE = /[\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `String.Trim`: what `Char.IsWhiteSpace` says, so U+0085 and not U+FEFF. */
export function trim(text: string): string {
  return trimWhile(text, (character) => WHITE_SPACE.test(character));
}

/** The white space that .NET allows around a number. */
export function trimNumber(text: string): string {
  return trimWhile(text, (character) => character === ' ' || (character >= '\t' && character <= '\r'));
}

/** By hand, because a pattern that looks for the end takes quadratic time on a long run in the middle. */
function trimWhile(text: string, drops: (character: string) => boolean): string {
  let [start, end] = [0, text.length];
  while (start < end && drops(text.charAt(start))) start++;
  while (end > start && drops(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
