import type { Made } from '../connectors/index.js';

/** Where a connection goes, and why there: shown before anything is sent. */
export function targetLine({ name, connection, origin }: Made): string {
  if (origin === 'made-up answers') return `  ${name} → ${connection.target} (answers made from its swagger)`;
  const why = origin === 'embedded emulator' ? 'embedded emulator, no Azure resource is touched' : `from the ${origin}`;
  return `  ${name} → ${connection.target} (${why})`;
}
