import { render, type Diagnostic } from '../formats/index.js';
import type { Io } from './io.js';

/** Shows what is wrong, each with its line, and how many there are. */
export function showDiagnostics(io: Io, diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): void {
  io.err(`${pictures(diagnostics, texts, io.color).join('\n\n')}\n`);
}

/** What is wrong, each with its line. */
export function pictures(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  color: boolean,
): readonly string[] {
  return diagnostics.map((each) => render(each, texts.get(each.file) ?? '', { color }));
}
