// Scores src/expressions against rows of what .NET and the service answer. Run with `npx tsx scripts/score.ts PATH…`, where a
// path is a .jsonl file or a folder of them; `--wrong FILE` also prints the wrong rows of the file of that name.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isObject, type JsonObject, parseJson, stringifyJson } from '../src/json.js';
import { exceptions } from './scoring/exceptions.js';
import { expressions } from './scoring/expressions.js';
import { oracle } from './scoring/oracle.js';
import { foldSpaces, type Scorer } from './scoring/row.js';
import { xmlJson } from './scoring/xml-json.js';

const scorers: Readonly<Record<string, Scorer>> = { ...oracle, ...xmlJson, expressions };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { wrong: { type: 'string' } } });

interface Score {
  right: number;
  wrong: number;
  excepted: number;
  notApplicable: number;
}

function filesIn(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(place, name));
}

function rowsOf(file: string): JsonObject[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => parseJson(line)).filter(isObject);
}

function scoreFile(name: string, rows: readonly JsonObject[], scorer: Scorer): Score {
  const score: Score = { right: 0, wrong: 0, excepted: 0, notApplicable: 0 };
  for (const row of rows) {
    const answer = scorer(row);
    if (!answer) score.notApplicable++;
    else if (foldSpaces(answer.actual) === foldSpaces(answer.expected)) score.right++;
    else if (exceptions.some(({ file, applies }) => file === name && applies(row))) score.excepted++;
    else {
      score.wrong++;
      if (values.wrong === name) console.log(`${stringifyJson(row)}\n  gave ${answer.actual}`);
    }
  }
  return score;
}

let failed = false;
for (const file of positionals.flatMap(filesIn)) {
  const name = path.basename(file, '.jsonl');
  const scorer = scorers[name];
  const rows = rowsOf(file);
  if (!scorer) console.log(`${name.padEnd(16)} ${rows.length} rows, no scorer`);
  else {
    const { right, wrong, excepted, notApplicable } = scoreFile(name, rows, scorer);
    failed ||= wrong > 0;
    const rest = `${excepted} excepted, ${notApplicable} not applicable`;
    console.log(`${name.padEnd(16)} ${right} right, ${wrong} wrong, ${rest}`);
  }
}
for (const { file, reason } of exceptions) console.log(`exception in ${file}: ${reason}`);
if (failed) process.exitCode = 1;
