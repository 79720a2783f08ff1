import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentedRules } from '../../src/lint/documented.js';
import { lintConnector, ruleGroups, uncheckedRules, type Finding } from '../../src/lint/index.js';
import { variant, yamlFile, type Changes } from './variant.js';

interface Case {
  readonly rule: string;
  readonly breaks: Changes;
  /** The pointer, the characters, or that it is the file as a whole. */
  readonly at: string | readonly [number, number];
  /** What the message has to name. */
  readonly values?: readonly (string | number)[];
  readonly fine: Changes;
}

const files = readdirSync(new URL('cases/', import.meta.url));
const cases = files.flatMap((file) => yamlFile(`cases/${file}`) as unknown as readonly Case[]);
const rules = ruleGroups.flatMap((group) => group.rules);

const placeOf = ({ spot }: Finding) => ('pointer' in spot ? spot.pointer : 'span' in spot ? spot.span : 'whole');

describe('the connector of the cases', () => {
  it('breaks no rule', () => {
    expect(lintConnector(variant({}))).toEqual([]);
  });
});

describe.each(cases)('$rule', ({ rule, breaks, at, values = [], fine }) => {
  it('is broken', () => {
    const found = lintConnector(variant(breaks)).filter((finding) => finding.rule === rule);
    expect(found.map(placeOf)).toContainEqual(at);
    const message = found.find((finding) => JSON.stringify(placeOf(finding)) === JSON.stringify(at))?.message ?? '';
    for (const value of values) expect(message).toContain(String(value));
    expect(message).not.toMatch(/\{\d\}/);
  });

  it('is kept', () => {
    expect(lintConnector(variant(fine)).filter((finding) => finding.rule === rule)).toEqual([]);
  });
});

describe('the rules', () => {
  it('have a case each', () => {
    const tested = new Set(cases.map(({ rule }) => rule));
    expect(rules.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
    expect([...tested].filter((name) => !rules.some((rule) => rule.name === name))).toEqual([]);
  });

  it('are all that the documentation names, but for those that cannot be checked', () => {
    const known = [...rules, ...uncheckedRules].map(({ name }) => name);
    const documented = Object.values(documentedRules).flat();
    expect(documented).toHaveLength(174);
    expect(documented.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });
});
