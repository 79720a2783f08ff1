import { shownPath } from '../app/index.js';
import { findConnector, isFault, type Connector } from '../connectors/index.js';
import { showDiagnostics } from './diagnostics.js';
import type { Io } from './io.js';

/** The connector in a file, or undefined after saying why there is none, with the place where it is wrong. */
export async function connectorIn(given: string, io: Io): Promise<Connector | undefined> {
  const found = await findConnector(given, process.cwd());
  if (!isFault(found)) return found;
  const { message, advice, place } = found;
  const file = shownPath(place?.file ?? given);
  const start = place && { line: place.line, column: place.column };
  const range = start && { start, end: { ...start, column: start.column + 1 } };
  const said = {
    severity: 'error',
    code: 'InvalidConnector',
    message,
    file,
    ...(advice !== undefined && { advice }),
  } as const;
  showDiagnostics(io, [{ ...said, ...(range && { range }) }], new Map([[file, place?.text ?? '']]));
  return undefined;
}
