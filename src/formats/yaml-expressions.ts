// Expressions without quotes, which YAML stumbles over: the most frequent slip.
import type { YAMLParseError } from 'yaml';
import { lineAround, quote } from './yaml-text.js';

/** A value with an expression that is not quoted: where it is, and why YAML stumbles over it. */
export interface Spot {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** The expression without quotes that an error is about; undefined where it is about something else. */
export function unquotedExpression({ code, pos: [at] }: YAMLParseError, text: string, json: boolean): Spot | undefined {
  if (code === 'BAD_SCALAR_START' && text[at] === '@') {
    const why = json ? 'in JSON, every text is' : 'in YAML, a value cannot begin with @';
    return { start: at, end: expressionEnd(text, at, json), why };
  }
  // `{ a: text @{…} }`: inside braces, the brace of @{ ends the text.
  if (code !== 'UNEXPECTED_TOKEN' || text[at] !== '{' || text[at - 1] !== '@') return undefined;
  const before = text.slice(lineAround(text, at)[0], at);
  const value = /(?:^|[:,[{]\s)\s*([^,:[{]*)$/.exec(before);
  const start = at - (value?.[1]?.length ?? 1);
  const why = json ? 'in JSON, every text is' : 'inside { }, YAML ends a value at the brace of @{';
  return { start, end: expressionEnd(text, start, json), why };
}

/** The line around a character as it should be, with all its expressions quoted. */
export function quotedLine(at: number, all: readonly Spot[], text: string): string {
  const [lineStart, lineEnd] = lineAround(text, at);
  let from = lineStart;
  let line = '';
  for (const { start, end } of all) {
    if (start < from || start > lineEnd) continue;
    line += text.slice(from, start) + quote(text.slice(start, end));
    from = end;
  }
  return (line + text.slice(from, lineEnd)).trim();
}

/** The end of the expression in its line: where its brackets and texts are closed and something else begins. */
function expressionEnd(text: string, start: number, json: boolean): number {
  const [lineStart, lineEnd] = lineAround(text, start);
  const flow =
    json || /[[{,]\s*(?:[^"'\s]+:\s+)?[^"',:]*$/.test(text.slice(lineStart, start).replace(/^\s*(?:-\s+)*/, ''));
  let depth = 0;
  let inText = false;
  for (let at = start; at < lineEnd; at++) {
    const char = text.charAt(at);
    if (char === "'") inText = !inText;
    else if (inText) continue;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && depth > 0) depth--;
    else if (flow && depth === 0 && ',]}'.includes(char)) return trimmedEnd(text, start, at);
    else if (char === '#' && /\s/.test(text[at - 1] ?? '')) return trimmedEnd(text, start, at);
  }
  return trimmedEnd(text, start, lineEnd);
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
