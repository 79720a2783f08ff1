import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentedRules } from '../../src/lint/documented.js';
import { lintConnector, ruleGroups, uncheckedRules, type ConnectorFiles, type Finding } from '../../src/lint/index.js';
import { variant, yamlFile, type Changes } from './variant.js';

interface Case {
  readonly rule: string;
  readonly breaks: Changes;
  /** The pointer, `text:` and the characters, or `whole` for the file. */
  readonly at: string;
  /** What the message has to name. */
  readonly values?: readonly (string | number)[];
  /** What is to be done, where the finding can say it. */
  readonly advice?: string;
  readonly fine: Changes;
}

const tables = readdirSync(new URL('cases/', import.meta.url));
const cases = tables.flatMap((file) => yamlFile(`cases/${file}`) as unknown as readonly Case[]);
const rules = ruleGroups.flatMap((group) => group.rules);

function placeOf({ spot, file }: Finding, files: ConnectorFiles): string {
  if ('pointer' in spot) return spot.pointer;
  if ('whole' in spot) return 'whole';
  const text = {
    definition: files.definitionText,
    readme: files.readme,
    script: files.script,
    properties: '',
    icon: '',
  }[file];
  return `text:${text?.slice(...spot.span)}`;
}

describe('the connector of the cases', () => {
  it('breaks no rule', () => {
    expect(lintConnector(variant({}))).toEqual([]);
  });
});

describe.each(cases)('$rule', ({ rule, breaks, at, values = [], advice, fine }) => {
  it('is broken', () => {
    const connector = variant(breaks);
    const found = lintConnector(connector).filter((finding) => finding.rule === rule);
    expect(found.map((finding) => placeOf(finding, connector))).toContain(at);
    const hit = found.find((finding) => placeOf(finding, connector) === at);
    const { message = '' } = hit ?? {};
    for (const value of values) expect(message).toContain(String(value));
    expect(hit).toMatchObject(advice === undefined ? {} : { advice });
    expect(message).not.toMatch(/\{\d\}/);
  });

  it('is kept', () => {
    expect(lintConnector(variant(fine)).filter((finding) => finding.rule === rule)).toEqual([]);
  });
});

describe('the rules', () => {
  it('tell of a part that is not there, and not of what it lacks', () => {
    const missing = lintConnector(variant({ '/info': null })).filter(({ rule }) => rule === 'RequiredPropertyMissing');
    expect(missing.map(({ message }) => message)).toEqual(["The 'info' property is required."]);
  });

  it('say what to do about every change', () => {
    const changes = ruleGroups.filter(({ section }) => section.startsWith('Changes')).flatMap((group) => group.rules);
    const advised = cases.filter(({ rule }) => changes.some(({ name }) => name === rule));
    const found = advised.flatMap(({ rule, breaks }) =>
      lintConnector(variant(breaks)).filter((finding) => finding.rule === rule),
    );
    expect(found.filter(({ advice }) => advice === undefined)).toEqual([]);
    expect(new Set(found.map(({ rule }) => rule)).size).toBe(changes.length);
  });

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
