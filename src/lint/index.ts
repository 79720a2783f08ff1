// The connector linter: what keeps a connector from being certified, found without the service.
export type { ConnectorFiles } from './connector.js';
export { ruleGroups, uncheckedRules } from './groups.js';
export { lintConnector } from './lint.js';
export type { FileKind, Finding, Rule, RuleGroup, Severity, Spot } from './rule.js';
export { jsonFault } from './strict.js';
