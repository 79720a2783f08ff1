// Where a text that people wrote stops being JSON, and why. JSON.parse reads it; only what it refuses comes here, because its messages
// differ from one Node to the next and name a place in a text that may have been repaired first.

/** The first thing that is wrong in a text; the place counts characters from 0. */
export interface SyntaxFault {
  readonly offset: number;
  readonly message: string;
  readonly advice: string;
}

/** What is wrong, and what to do. */
type Said = readonly [why: string, advice: string];

type Expected = 'value' | 'key' | 'colon' | 'separator';

interface Open {
  readonly bracket: '{' | '[';
  readonly offset: number;
}

const SPACE = /[ \t\r\n\u00A0]*/y;
// As lenient as `readDocument` of connectors: raw control characters stand inside texts.
const TOKEN =
  /"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/** The first fault of a text that is to be JSON, or undefined where there is none. */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const open: Open[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    offset += matchAt(SPACE, text, offset).length;
    if (offset >= text.length && open.length === 0 && expected === 'separator') return undefined;
    if (offset >= text.length) return fault(offset, atEnd(text, open));
    const token = matchAt(TOKEN, text, offset);
    if (token === '') return fault(offset, unreadable(text, offset));
    const next = after(expected, token, open, offset);
    if (next === undefined) return fault(offset, misplaced(expected, token, open));
    expected = next;
    offset += token.length;
  }
}

function fault(offset: number, [why, advice]: Said): SyntaxFault {
  return { offset, message: `This is not JSON: ${why}`, advice };
}

/** What may follow a token, or undefined where the token may not stand; a comma before a closing bracket may. */
function after(expected: Expected, token: string, open: Open[], offset: number): Expected | undefined {
  const bracket = open.at(-1)?.bracket;
  if (expected === 'colon') return token === ':' ? 'value' : undefined;
  if (token === (bracket === '{' ? '}' : ']') && bracket && !(expected === 'value' && bracket === '{')) {
    open.pop();
    return 'separator';
  }
  if (expected === 'separator') return token === ',' && bracket ? (bracket === '{' ? 'key' : 'value') : undefined;
  if (expected === 'key') return token.startsWith('"') ? 'colon' : undefined;
  if (token !== '{' && token !== '[') return /^["\d\-tfn]/.test(token) ? 'separator' : undefined;
  open.push({ bracket: token, offset });
  return token === '{' ? 'key' : 'value';
}

function misplaced(expected: Expected, token: string, open: readonly Open[]): Said {
  const shown = token.length > 40 ? `${token.slice(0, 40)}…` : token;
  const bracket = open.at(-1)?.bracket;
  if (token === ':' && !bracket) return ['the brace before its first name is missing.', 'Begin with { and end with }.'];
  if (expected === 'separator' && !bracket)
    return [
      `the document is complete before this, and ${shown} follows.`,
      'Take out what follows, or the bracket that closes it too early.',
    ];
  if (expected === 'separator')
    return [
      `a comma or '${bracket === '{' ? '}' : ']'}' is missing before ${shown}.`,
      'Put a comma after what stands before it.',
    ];
  if (expected === 'colon') return [`a colon is missing before ${shown}.`, 'Put a colon between a name and its value.'];
  if (expected === 'key')
    return [
      `a name in quotes is missing before ${shown}.`,
      'Write a name in double quotes, a colon and a value, or take out the comma before it.',
    ];
  return [`a value is missing before ${shown}.`, 'Write the value, or take out the colon or comma that waits for it.'];
}

function unreadable(text: string, offset: number): Said {
  const [character = ''] = text.slice(offset, offset + 2);
  if (character !== '"') return [`'${character}' cannot stand here.`, instead(text, offset, character)];
  const whole = matchAt(/"(?:[^"\\]|\\.)*"/sy, text, offset);
  return whole === ''
    ? ['this text has no closing quote.', 'Put a double quote at its end.']
    : ['this text has a backslash that begins no escape of JSON.', 'Write two backslashes for one.'];
}

/** What people mean by something that JSON does not have. */
function instead(text: string, offset: number, character: string): string {
  if (character === '/' || character === '#') return 'JSON has no comments: take it out.';
  const isHalf = matchAt(/[^"{}[\],\r\n]*"/y, text, offset) !== '';
  return isHalf && character !== "'"
    ? 'Look for the double quote that is missing: before it, or at the end of the text before it.'
    : 'Names and texts are in double quotes; true, false and null are in lower case.';
}

function atEnd(text: string, open: readonly Open[]): Said {
  const last = open.at(-1);
  if (!last) return ['the file is empty.', 'Name another file, or write a JSON object into this one.'];
  const line = positionOf(text, last.offset).line;
  return [
    `the file ends before the '${last.bracket}' of line ${line} is closed.`,
    'Close it, or look for what is cut off.',
  ];
}

function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

/** The line and column of an offset, from 1. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
