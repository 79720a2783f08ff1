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

const most = 6;

/** Those whose services nobody here knows, or nobody asks. */
export function guessedLines(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const others = names.length - shown.length;
  return [
    ...[...shown, ...(others > 0 ? [`${others} others`] : [])].map(
      (each) => `  ${each} → no service (answers made up: they hold what the flow reads)`,
    ),
    '  To give other answers: --mocks FILE; or --record DIR, edit what it wrote, --replay DIR',
  ];
}

/** That nothing has started the run: shown where the trigger's outputs are made up. */
export function triggerLine({ name, mocked }: TriggerRecord): readonly string[] {
  return mocked ? [`  trigger ${name} → outputs made up; --trigger-body gives others`] : [];
}
