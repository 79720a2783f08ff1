import type { Made } from '../connectors/index.js';
import type { TriggerRecord } from '../run/index.js';

/** Where a connection goes, and why there: shown before anything is sent. */
export function targetLine({ name, connection, origin }: Made): string {
  if (origin === 'made-up answers') return `  ${name} → ${connection.target} (answers made from its swagger)`;
  const why = origin === 'embedded emulator' ? 'embedded emulator, no Azure resource is touched' : `from the ${origin}`;
  return `  ${name} → ${connection.target} (${why})`;
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
