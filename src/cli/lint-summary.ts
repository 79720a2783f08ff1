// What people read below the findings of the connector linter: how many of which rule, and what was looked at.
import type { LintDiagnostic, Looked } from '../app/index.js';

/** As many findings of one rule in one file are shown with their lines; the rest are counted. */
const few = 5;

/** The first findings of each rule in each file. */
export function fewOfEach(diagnostics: readonly LintDiagnostic[]): readonly LintDiagnostic[] {
  const seen = new Map<string, number>();
  return diagnostics.filter((diagnostic) => {
    const number = (seen.get(keyOf(diagnostic)) ?? 0) + 1;
    seen.set(keyOf(diagnostic), number);
    return number <= few;
  });
}

/** A line for each rule with findings that are not shown: how many there are, and where the others stand. */
export function countsByRule(all: readonly LintDiagnostic[], shown: readonly LintDiagnostic[]): readonly string[] {
  const visible = new Set(shown);
  const rest = new Map<string, LintDiagnostic[]>();
  for (const one of all) {
    if (visible.has(one)) continue;
    const hidden = rest.get(keyOf(one));
    if (hidden) hidden.push(one);
    else rest.set(keyOf(one), [one]);
  }
  if (rest.size === 0) return [];
  const lines = [...rest.values()].map((hidden) => {
    const [{ code, file } = { code: '', file: '' }] = hidden;
    return `  ${code}: ${hidden.length} more in ${file}, ${linesOf(hidden)}`;
  });
  return [`Of each rule the first ${few} findings in a file are shown; --all shows every one.`, ...lines];
}

function keyOf({ code, file }: LintDiagnostic): string {
  return `${code} ${file}`;
}

function linesOf(diagnostics: readonly LintDiagnostic[]): string {
  const lines = [...new Set(diagnostics.flatMap(({ range }) => (range ? [range.start.line] : [])))];
  const shown = lines.slice(0, 12).join(', ');
  return `line${lines.length === 1 ? '' : 's'} ${shown}${lines.length > 12 ? ' …' : ''}`;
}

/** How many errors and warnings there are. */
export function totals(diagnostics: readonly LintDiagnostic[]): string {
  if (diagnostics.length === 0) return 'Nothing to find fault with.';
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const numbers = `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
  return `${numbers}. What a rule looks at: docs/connector-rules.md`;
}

/** What was looked at, and what was not. */
export function lookedAt({ rules, files, absent }: Looked, compared: boolean): readonly string[] {
  const unread = absent.map((one) => `${one.name} (${count(one.rules, 'rule')})`).join(', ');
  const alone = absent.some(({ name }) => name === 'apiProperties.json');
  const reason = alone ? 'there is no apiProperties.json beside the definition or in a folder connector' : 'not there';
  return [
    `Checked by ${count(rules, 'rule')}: ${files.join(', ')}.`,
    ...(unread === '' ? [] : [`Not checked, ${reason}: ${unread}.`]),
    ...(compared ? [] : ['Not compared with a published version: --against FILE does that.']),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
