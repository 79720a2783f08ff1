import { render, type Diagnostic } from '../formats/index.js';
import type { Io } from './io.js';

/** Shows what is wrong, each with its line, and how many there are. */
export function showDiagnostics(io: Io, diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): void {
  const pictures = diagnostics.map((each) => render(each, texts.get(each.file) ?? '', { color: io.color }));
  io.err(`${pictures.join('\n\n')}\n`);
}
