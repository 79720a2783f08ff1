import type { Prepared } from '../app/index.js';
import type { Made } from '../connectors/index.js';
import type { RunView } from '../history/index.js';
import type { TriggerRecord } from '../run/index.js';

/** Where a connection goes, and why there: shown before anything is sent. */
export function targetLine(made: Made): string {
  return `  ${made.name} → ${made.connection.target} (${why(made)})`;
}

function why({ origin, recorded = false }: Made): string {
  switch (origin) {
    case 'made-up answers':
      return recorded ? 'recorded answers, others made from its swagger' : 'answers made from its swagger';
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

/** What may be behind an expression that failed where answers were made up: it wanted others. */
export function madeUpHints({ guessed, connections, trigger }: Prepared, run: RunView): readonly string[] {
  const errors = Object.values(run.actions).flatMap(({ error, repetitions = [] }) => [
    error,
    ...repetitions.map((each) => each.error),
  ]);
  if (!errors.some((error) => error && expressionErrors.has(error.code))) return [];
  const isMadeUp = guessed.length > 0 || connections.some(({ origin }) => origin === 'made-up answers');
  return [
    ...(isMadeUp ? ['Some answers were made up: --mocks FILE gives others.'] : []),
    ...(trigger.mocked ? ['The outputs of the trigger were made up: --trigger-body gives others.'] : []),
  ];
}

const expressionErrors = new Set(['InvalidTemplate', 'ExpressionEvaluationFailed']);

/** That nothing has started the run: shown where the trigger's outputs are made up. */
export function triggerLine({ name, mocked }: TriggerRecord): readonly string[] {
  return mocked ? [`  trigger ${name} → outputs made up; --trigger-body gives others`] : [];
}
