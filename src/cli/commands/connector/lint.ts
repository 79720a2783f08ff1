import { lintConnectorFile, type LintDiagnostic, type LintReport } from '../../../app/index.js';
import { pictures, showDiagnostics } from '../../diagnostics.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { countsByRule, fewOfEach, summary } from '../../lint-summary.js';
import { sarifLog } from '../../sarif.js';

export interface LintFlags {
  readonly against?: string;
  readonly strict?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
}

/** `dryflow connector lint FILE`: what keeps a connector from being certified, without asking the service. */
export async function lintCommand(file: string, flags: LintFlags, io: Io): Promise<ExitCode> {
  if (flags.json && flags.sarif) throw new UsageError('--json and --sarif are two forms of the same: choose one.');
  const report = await lintConnectorFile(file, flags.against);
  const { diagnostics } = report;
  if (flags.sarif) io.out(`${JSON.stringify(sarifLog(diagnostics, report.ok), null, 2)}\n`);
  else if (flags.json) io.out(`${JSON.stringify(diagnostics.map(row), null, 2)}\n`);
  else show(report, flags, io);
  if (!report.ok) return 2;
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

function show(report: LintReport, flags: LintFlags, io: Io): void {
  const { diagnostics, texts } = report;
  if (!report.ok) return showDiagnostics(io, diagnostics, texts);
  const shown = flags.all ? diagnostics : fewOfEach(diagnostics);
  const counts = countsByRule(diagnostics, shown);
  const paragraphs = [
    ...pictures(shown, texts, io.color),
    ...(counts.length > 0 ? [counts.join('\n')] : []),
    summary(diagnostics, report.looked).join('\n'),
  ];
  io.out(`${paragraphs.join('\n\n')}\n`);
}
