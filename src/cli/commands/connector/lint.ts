import { lintConnectorFile, type LintDiagnostic } from '../../../app/index.js';
import { swaggerAt } from '../../../connectors/index.js';
import { showDiagnostics } from '../../diagnostics.js';
import type { ExitCode, Io } from '../../io.js';
import { sarifLog } from '../../sarif.js';

export interface LintFlags {
  readonly against?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
}

/** `dryflow connector lint FILE`: what keeps a connector from being certified, without asking the service. */
export async function lintCommand(file: string, flags: LintFlags, io: Io): Promise<ExitCode> {
  const report = await lintConnectorFile((await swaggerAt(file)) ?? file, flags.against);
  if (!report.ok) {
    showDiagnostics(io, report.diagnostics, report.texts);
    return 2;
  }
  const { diagnostics } = report;
  if (flags.sarif) io.out(`${JSON.stringify(sarifLog(diagnostics), null, 2)}\n`);
  else if (flags.json) io.out(`${JSON.stringify(diagnostics.map(row), null, 2)}\n`);
  else if (diagnostics.length > 0) showDiagnostics(io, diagnostics, report.texts);
  if (!flags.json && !flags.sarif) io.err(`${summary(diagnostics)}\n`);
  const severe = diagnostics.filter(({ severity }) => severity === 'error' || flags.strict);
  return severe.length > 0 ? 1 : 0;
}

/** A finding as one flat object, for other programs. */
function row({ code, severity, message, advice, file, range, pointer }: LintDiagnostic) {
  return {
    rule: code,
    severity,
    message,
    ...(advice !== undefined && { advice }),
    file,
    ...(range && {
      line: range.start.line,
      column: range.start.column,
      endLine: range.end.line,
      endColumn: range.end.column,
    }),
    ...(pointer !== undefined && { pointer }),
  };
}

function summary(diagnostics: readonly LintDiagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  if (diagnostics.length === 0) return 'Nothing to find fault with.';
  return `\n${count(errors, 'error')}, ${count(warnings, 'warning')}. What a rule looks at: docs/connector-rules.md`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
