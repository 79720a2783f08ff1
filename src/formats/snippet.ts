// The picture of a diagnostic. Own lines rather than a code-frame library: files of one line with 100,000 characters
// (minified JSON) are usual here, and are shown around the place instead of in full.
import { createColors } from 'picocolors';
import type { Diagnostic, Range } from './source.js';

export interface RenderOptions {
  readonly color?: boolean;
}

/** The line of a diagnostic, one before and one after; of long lines, this much around the place. */
const around = 1;
const widest = 120;

/** Where a diagnostic is and what is wrong, the line with a caret under the place, and what to do. */
export function render(diagnostic: Diagnostic, text: string, { color = false }: RenderOptions = {}): string {
  const paint = createColors(color);
  const { severity, message, code, advice, file, range } = diagnostic;
  const place = range ? `${file}:${range.start.line}:${range.start.column}` : file;
  const label = severity === 'error' ? paint.red(paint.bold('error')) : paint.yellow(paint.bold('warning'));
  const head = `${paint.bold(place)}: ${label}: ${message} ${paint.dim(`[${code}]`)}`;
  const frame = range ? frameOf(text, range, severity === 'error' ? paint.red : paint.yellow, paint.dim) : [];
  return [head, ...frame, ...(advice === undefined ? [] : [`  ${paint.cyan('→')} ${advice}`])].join('\n');
}

type Paint = (text: string) => string;

function frameOf(text: string, range: Range, strong: Paint, faint: Paint): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { line } = range.start;
  if (line > lines.length) return [];
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const width = String(last).length;
  const from = windowOf(lines[line - 1] ?? '', range.start.column);
  const frame: string[] = [];
  for (let at = first; at <= last; at++) {
    const shown = cut(lines[at - 1] ?? '', from);
    const gutter = `${at === line ? '>' : ' '} ${String(at).padStart(width)} |`;
    frame.push(`${at === line ? strong(gutter) : faint(gutter)} ${shown}`.trimEnd());
    if (at === line)
      frame.push(`${faint(`  ${' '.repeat(width)} |`)} ${strong(carets(lines[at - 1] ?? '', range, from))}`);
  }
  return frame;
}

/** The first column shown. */
function windowOf(line: string, column: number): number {
  return line.length <= widest ? 1 : Math.max(1, column - widest / 2);
}

function cut(line: string, from: number): string {
  const before = from > 1 ? '…' : '';
  const after = line.length > from - 1 + widest ? '…' : '';
  return before + line.slice(from - 1, from - 1 + widest) + after;
}

/** Carets under the place, to the end of the line where it goes on. Tabs stay tabs, so that both lines stand alike. */
function carets(line: string, { start, end }: Range, from: number): string {
  const before = line.slice(from - 1, start.column - 1).replace(/[^\t]/g, ' ');
  const until = end.line === start.line ? end.column : line.trimEnd().length + 1;
  const count = Math.max(1, Math.min(until, from + widest) - start.column);
  return `${from > 1 ? ' ' : ''}${before}${'^'.repeat(count)}`;
}
