// All rules, by the file they look at.
import { documentedRules } from './documented.js';
import { connectionChangeRules } from './changes/connection-rules.js';
import { changeRules } from './changes/index.js';
import { iconRules } from './package/icon-rules.js';
import { policyRules } from './package/policy-rules.js';
import { propertiesRules } from './package/properties-rules.js';
import { readmeRules } from './package/readme-rules.js';
import { scriptRules } from './package/script-rules.js';
import type { RuleGroup, Section } from './rule.js';
import { conventionRules } from './rules/conventions.js';
import { certificationRules } from './rules/index.js';

const byName = new Map(certificationRules.map((rule) => [rule.name, rule]));

/** A documented rule that nobody can check without the service, and why. */
export interface Unchecked {
  readonly name: string;
  readonly section: Section;
  readonly message: string;
  readonly reason: string;
}

export const uncheckedRules: readonly Unchecked[] = [
  {
    name: 'ReservedParameterIsUsed',
    section: 'Parameters',
    message: "The parameter '{0}' is reserved and cannot be used in '{1}'.",
    reason:
      'Which names are reserved is not published, and no published connector, error report or source that was looked at shows one. (`connectionId` has a rule of its own.)',
  },
];

/** The rules, as they are run and listed. */
export const ruleGroups: readonly RuleGroup[] = [
  ...Object.entries(documentedRules).map(([section, names]) => ({
    section: section as Section,
    file: 'definition' as const,
    rules: names.flatMap((name) => byName.get(name) ?? []),
  })),
  { section: 'Conventions', file: 'definition', rules: conventionRules },
  { section: 'Properties file', file: 'properties', rules: [...propertiesRules, ...policyRules] },
  { section: 'Readme', file: 'readme', rules: readmeRules },
  { section: 'Icon', file: 'icon', rules: iconRules },
  { section: 'Script', file: 'script', rules: scriptRules },
  { section: 'Changes', file: 'definition', rules: changeRules },
  { section: 'Changes of the properties file', file: 'properties', rules: connectionChangeRules },
];
