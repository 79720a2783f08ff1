// Scores what actions do against rows of what the service was seen to do, by kind. Run with
// `npx tsx scripts/behaviour.ts PATH…`, where a path is a .jsonl file of rows with a `kind`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isObject, parseJson, stringifyJson, type JsonObject } from '../src/json.js';
import { behaviour } from './scoring/behaviour.js';
import { foldSpaces, stringIn } from './scoring/row.js';

interface Score {
  right: number;
  readonly wrong: string[];
  unscored: number;
}

async function scoreRow(row: JsonObject, score: Score): Promise<void> {
  const kind = stringIn(row, 'kind') ?? '';
  const answer = Object.hasOwn(behaviour, kind) ? await behaviour[kind]?.(row) : undefined;
  if (!answer) score.unscored++;
  else if (foldSpaces(answer.actual) === foldSpaces(answer.expected)) score.right++;
  else score.wrong.push(`${stringifyJson(row)}\n  expected ${answer.expected}\n  gave     ${answer.actual}`);
}

const { positionals } = parseArgs({ allowPositionals: true });
const lines = positionals.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
const scores = new Map<string, Score>();
for (const row of lines.map((line) => parseJson(line)).filter(isObject)) {
  const kind = stringIn(row, 'kind') ?? '(no kind)';
  const score = scores.get(kind) ?? { right: 0, wrong: [], unscored: 0 };
  scores.set(kind, score);
  await scoreRow(row, score);
}
for (const [kind, { right, wrong, unscored }] of scores) {
  console.log(
    `${kind.padEnd(16)} ${right} right, ${wrong.length} wrong${unscored > 0 ? `, ${unscored} without a scorer` : ''}`,
  );
  for (const reason of wrong) console.log(reason);
  if (wrong.length > 0) process.exitCode = 1;
}
