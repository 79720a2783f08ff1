// Findings as SARIF 2.1.0, the format that code scanning services and editors read.
import { pathToFileURL } from 'node:url';
import { isAbsolute } from 'node:path';
import type { LintDiagnostic } from '../app/index.js';
import { ruleGroups, type Rule, type RuleGroup } from '../lint/index.js';
import { version } from '../version.js';

/** A log of one run of the linter; a file that could not be read makes it one that did not succeed. */
export function sarifLog(diagnostics: readonly LintDiagnostic[], successful: boolean) {
  const rules = rulesOf(diagnostics);
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'dryflow', version, rules } },
        invocations: [{ executionSuccessful: successful }],
        // Columns count UTF-16 code units, as JavaScript's strings do.
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, rules)),
      },
    ],
  };
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  /** GitHub's code scanning asks for it. */
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: 'error' | 'warning' };
  readonly properties?: { readonly section: string };
}

type Known = Pick<Rule, 'checks' | 'message'> & Pick<RuleGroup, 'section'>;

/** The rules that something breaks. What keeps a file from being read has a code, and is no rule of the linter. */
function rulesOf(diagnostics: readonly LintDiagnostic[]): readonly SarifRule[] {
  const known = new Map(
    ruleGroups.flatMap(({ section, rules }) => rules.map((rule) => [rule.name, { section, ...rule }])),
  );
  const broken = new Map(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic]));
  return [...broken.values()].map(({ code, severity, message }) => {
    const rule = known.get(code);
    return {
      id: code,
      shortDescription: { text: firstSentence(rule?.checks ?? message) },
      fullDescription: { text: rule?.checks ?? message },
      help: { text: rule ? helpOf(rule) : message },
      defaultConfiguration: { level: rule?.severity ?? severity },
      ...(rule && { properties: { section: rule.section } }),
    };
  });
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}

function helpOf({ checks, message, section }: Known): string {
  return `${checks}\n\nThe message: ${message.replace(/\{\{/g, '{').replace(/\}\}/g, '}').trim()}\n\nSection '${section}' of docs/connector-rules.md.`;
}

function resultOf(
  { code, severity, message, advice, file, range, pointer }: LintDiagnostic,
  rules: readonly SarifRule[],
) {
  return {
    ruleId: code,
    ruleIndex: rules.findIndex(({ id }) => id === code),
    level: severity,
    message: { text: advice === undefined ? message : `${message} ${advice}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(range && {
            region: {
              startLine: range.start.line,
              startColumn: range.start.column,
              endLine: range.end.line,
              endColumn: range.end.column,
            },
          }),
        },
        ...(pointer && { logicalLocations: [{ fullyQualifiedName: pointer }] }),
      },
    ],
  };
}

/** A path as a URI: relative to the current folder, where a service looks for it in the repository. */
function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
