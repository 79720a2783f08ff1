import type { Made } from '../connectors/index.js';
import type { TriggerRecord } from '../run/index.js';

/** Where a connection goes, and why there: shown before anything is sent. */
export function targetLine({ name, connection, origin }: Made): string {
  return `  ${name} → ${connection.target} (${why(origin)})`;
}

function why(origin: Made['origin']): string {
  switch (origin) {
    case 'made-up answers':
      return 'answers made from its swagger';
    case 'recorded answers':
      return origin;
    case 'embedded emulator':
      return 'embedded emulator, no Azure resource is touched';
    default:
      return `from the ${origin}`;
  }
}

/** Connections whose services nobody here knows. */
export function guessedLines(connections: readonly string[]): readonly string[] {
  if (connections.length === 0) return [];
  return [
    ...connections.map((each) => `  ${each} → no service (answers made up: they hold what the flow reads)`),
    '  To give other answers: --mocks FILE; or --record DIR, edit what it wrote, --replay DIR',
  ];
}

/** That nothing has started the run: shown where the trigger's outputs are made up. */
export function triggerLine({ name, mocked }: TriggerRecord): readonly string[] {
  return mocked ? [`  trigger ${name} → outputs made up; --trigger-body gives others`] : [];
}
