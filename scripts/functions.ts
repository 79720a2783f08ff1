// Writes docs/functions.md from the function tables; with --check it only tells whether the file is up to date.
// Run with `npx tsx scripts/functions.ts [--check]`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type FunctionRow, functionGroups, nameOf } from '../src/expressions/index.js';
import { descriptions } from '../src/expressions/functions/descriptions.js';
import { stringifyJson } from '../src/json.js';

const TITLES: Readonly<Record<string, string>> = {
  strings: 'Text',
  collections: 'Collections',
  logic: 'Comparison and choice',
  conversions: 'Conversion',
  math: 'Numbers',
  dates: 'Dates and times',
  workflow: 'The workflow and its run',
  uris: 'Parts of a URI',
  objects: 'Properties of objects',
  xml: 'XML',
};

const INTRODUCTION = `# Functions

The functions of expressions, by group. A parameter with \`?\` may be left out, \`...\` stands for any number of arguments,
and \`|\` for a choice of types. Names count in any case. Every example is a test; those that look at a run see the one in
\`src/expressions/functions/descriptions.ts\`.

This file is generated: change the tables, then run \`npx tsx scripts/functions.ts\`.
`;

function section(row: FunctionRow): string {
  const description = descriptions.get(nameOf(row));
  if (!description) throw new Error(`${nameOf(row)} has no description`);
  const [expression, value] = description.example;
  return (
    `### ${nameOf(row)}\n\n\`${row.signature}\`\n\n${description.meaning}\n\n` +
    `\`${expression}\` gives \`${stringifyJson(value)}\`\n`
  );
}

/** The text of the reference. */
export function reference(): string {
  const groups = Object.entries(functionGroups).map(
    ([group, rows]) => `## ${TITLES[group] ?? group}\n\n${rows.map(section).join('\n')}`,
  );
  return [INTRODUCTION, ...groups].join('\n');
}

export const referenceFile = new URL('../docs/functions.md', import.meta.url);

function main(check: boolean): void {
  const text = reference();
  if (!check) {
    mkdirSync(new URL('.', referenceFile), { recursive: true });
    writeFileSync(referenceFile, text);
  } else if (readFileSync(referenceFile, 'utf8') !== text) {
    console.error('docs/functions.md is not up to date: run npx tsx scripts/functions.ts');
    process.exitCode = 1;
  }
}

if (process.argv[1]?.endsWith('functions.ts')) main(process.argv.includes('--check'));
