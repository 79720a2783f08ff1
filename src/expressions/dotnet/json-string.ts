/** The part of the token reader that strings and numbers are read from. */
export interface JsonText {
  readonly text: string;
  at: number;
  fail(message: string): never;
}

const SIMPLE: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '\\': '\\',
  '/': '/',
  '"': '"',
  "'": "'",
};

/** Reads a string in either quotes. Line ends are allowed in it, halves of characters become U+FFFD. */
export function readJsonString(source: JsonText, quote: string): string {
  source.at++;
  const pattern = quote === '"' ? /[^"\\]*/y : /[^'\\]*/y;
  let result = '';
  for (;;) {
    pattern.lastIndex = source.at;
    const run = pattern.exec(source.text)?.[0] ?? '';
    result += run;
    source.at += run.length;
    const end = source.text.charAt(source.at);
    if (end === '') source.fail(`Unterminated string. Expected delimiter: ${quote}.`);
    source.at++;
    if (end === quote) return result;
    result += readEscape(source, quote);
  }
}

function readEscape(source: JsonText, quote: string): string {
  const character = source.text.charAt(source.at);
  if (character === '') source.fail(`Unterminated string. Expected delimiter: ${quote}.`);
  source.at++;
  if (character === 'u') return readUnicode(source);
  return SIMPLE[character] ?? source.fail(`Bad JSON escape sequence: \\${character}.`);
}

/** The units of `\uXXXX`, and of those that follow as long as the one before is the first half of a character. */
function readUnicode(source: JsonText): string {
  let unit = readHex(source);
  let result = '';
  while (isHigh(unit)) {
    if (!source.text.startsWith('\\u', source.at)) return `${result}\ufffd`;
    source.at += 2;
    const next = readHex(source);
    if (isLow(next)) return result + String.fromCharCode(unit, next);
    result += '\ufffd';
    unit = next;
  }
  return result + (isLow(unit) ? '\ufffd' : String.fromCharCode(unit));
}

function readHex(source: JsonText): number {
  const digits = source.text.slice(source.at, source.at + 4);
  if (digits.length < 4) {
    source.at = source.text.length;
    source.fail('Unexpected end while parsing Unicode escape sequence.');
  }
  if (!/^[0-9A-Fa-f]{4}$/.test(digits)) source.fail(`Invalid Unicode escape sequence: \\u${digits}.`);
  source.at += 4;
  return Number.parseInt(digits, 16);
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
