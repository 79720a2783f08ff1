// A rule, and what it finds. Rules are rows of tables: see rules/index.ts.
import type { Connector } from './connector.js';
import type { documentedRules } from './documented.js';

/** An error keeps a connector from being accepted; a warning is something that a reviewer or a maker will trip over. */
export type Severity = 'error' | 'warning';

/** The files of a connector, by what they are. */
export type FileKind = 'definition' | 'properties' | 'readme' | 'icon' | 'script';

/** Where in a file: a JSON pointer into its value, characters of its text, or the file as a whole. */
export type Spot =
  | { readonly pointer: string; readonly at?: 'key' }
  | { readonly span: readonly [start: number, end: number] }
  | { readonly whole: true };

/** One place that breaks a rule; `values` fill {0}, {1} … of the rule's message. */
export type Hit = Spot & { readonly values?: readonly (string | number)[]; readonly advice?: string };

/** The documentation's sections, and those of our own rules. */
export type Section =
  | keyof typeof documentedRules
  | 'Conventions'
  | 'Properties file'
  | 'Readme'
  | 'Icon'
  | 'Script'
  | 'Changes'
  | 'Changes of the properties file';

/** One rule of a connector. */
export interface Rule {
  /** As the documentation spells it, slips included: people search for it. */
  readonly name: string;
  readonly severity: Severity;
  /** The documentation's message, with {0}, {1} … for values; of our own rules, ours. */
  readonly message: string;
  /** What to do, whatever is found; a hit that knows better says so. */
  readonly advice?: string;
  /** What is looked at, in our words, for docs/connector-rules.md. */
  readonly checks: string;
  readonly check: (connector: Connector) => Iterable<Hit>;
}

/** Rules that look at one file and stand in one section of the documentation. */
export interface RuleGroup {
  readonly section: Section;
  readonly file: FileKind;
  readonly rules: readonly Rule[];
}

/** A broken rule at its place. */
export interface Finding {
  readonly rule: string;
  readonly section: Section;
  readonly severity: Severity;
  readonly message: string;
  readonly advice?: string;
  readonly file: FileKind;
  readonly spot: Spot;
}

/** A message with its values in place; doubled braces stand for single ones, as in .NET's formats. */
export function fill(message: string, values: readonly (string | number)[] = []): string {
  return message.replace(/\{\{|\}\}|\{(\d+)\}/g, (found, at: string | undefined) =>
    at === undefined ? found.charAt(0) : String(values[Number(at)] ?? found),
  );
}
