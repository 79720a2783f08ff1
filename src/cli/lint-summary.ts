// What people read below the findings of the connector linter: how many of which rule, and what was looked at.
import type { LintDiagnostic, Looked } from '../app/index.js';

/** Of more findings of one rule in one file than are bearable, a few are shown with their lines, and the rest counted. */
const [few, bearable] = [5, 8];

/** The findings to be shown with their lines. */
export function fewOfEach(diagnostics: readonly LintDiagnostic[]): readonly LintDiagnostic[] {
  const shown = [...grouped(diagnostics).values()].flatMap((group) =>
    group.length > bearable ? group.slice(0, few) : group,
  );
  const visible = new Set(shown);
  return diagnostics.filter((diagnostic) => visible.has(diagnostic));
}

/** A line for each rule with findings that are not shown: how many there are, and where the others stand. */
export function countsByRule(all: readonly LintDiagnostic[], shown: readonly LintDiagnostic[]): readonly string[] {
  const visible = new Set(shown);
  const rest = grouped(all.filter((one) => !visible.has(one)));
  if (rest.size === 0) return [];
  const lines = [...rest.values()].map((hidden) => {
    const [{ code, file } = { code: '', file: '' }] = hidden;
    return `  ${code}: ${hidden.length} more in ${file}, ${linesOf(hidden)}`;
  });
  return [`Of many findings of a rule the first ${few} are shown; --all shows every one.`, ...lines];
}

/** By rule and file, each in the order they come. */
function grouped(diagnostics: readonly LintDiagnostic[]): ReadonlyMap<string, readonly LintDiagnostic[]> {
  const groups = new Map<string, LintDiagnostic[]>();
  for (const one of diagnostics) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function keyOf({ code, file }: LintDiagnostic): string {
  return `${code} ${file}`;
}

function linesOf(diagnostics: readonly LintDiagnostic[]): string {
  const lines = [...new Set(diagnostics.flatMap(({ range }) => (range ? [range.start.line] : [])))];
  const shown = lines.slice(0, 12).join(', ');
  return `line${lines.length === 1 ? '' : 's'} ${shown}${lines.length > 12 ? ' …' : ''}`;
}

/** How many errors and warnings there are, and what was looked at: of a clean connector in a line or two. */
export function summary(diagnostics: readonly LintDiagnostic[], looked: Looked): readonly string[] {
  const [checked, ...notThere] = lookedAt(looked);
  if (diagnostics.length === 0) return [`Nothing to find fault with. ${checked}`, ...notThere];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const numbers = `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
  return [`${numbers}. What a rule looks at: docs/connector-rules.md`, checked, ...notThere];
}

function lookedAt({ rules, files, absent, against }: Looked): readonly [checked: string, ...notThere: string[]] {
  const compared = against.length === 0 ? '' : ` Compared with ${against.join(', ')}.`;
  const checked = `Checked by ${count(rules, 'rule')}: ${files.join(', ')}.${compared}`;
  if (absent.length === 0) return [checked];
  const alone = absent.includes('apiProperties.json');
  const reason = alone ? 'there is no apiProperties.json beside the definition or in a folder connector' : 'not there';
  return [checked, `Not checked, ${reason}: ${absent.join(', ')}.`];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
