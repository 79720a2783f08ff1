import { connectorOf, type Connector, type ConnectorFiles } from './connector.js';
import { ruleGroups } from './groups.js';
import { fill, type Finding, type Hit, type Rule, type RuleGroup, type Spot } from './rule.js';

/** Everything in a connector's files that breaks a rule, by rule. */
export function lintConnector(files: ConnectorFiles): readonly Finding[] {
  const connector = connectorOf(files);
  return ruleGroups.flatMap((group) => group.rules.flatMap((rule) => findingsOf(connector, group, rule)));
}

function findingsOf(connector: Connector, { section, file }: RuleGroup, rule: Rule): readonly Finding[] {
  return [...rule.check(connector)].map(({ advice = rule.advice, ...hit }) => ({
    rule: rule.name,
    section,
    severity: rule.severity,
    message: fill(rule.message, hit.values),
    ...(advice !== undefined && { advice }),
    file,
    spot: spotOf(hit),
  }));
}

function spotOf(hit: Hit): Spot {
  if ('span' in hit) return { span: hit.span };
  if ('whole' in hit) return { whole: true };
  return { pointer: hit.pointer, ...(hit.at && { at: hit.at }) };
}
