// Writes docs/connector-rules.md from the tables of the connector linter; with --check it only tells whether the file is up
// to date. Run with `npx tsx scripts/connector-rules.ts [--check]`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ruleGroups, uncheckedRules, type Rule, type RuleGroup } from '../src/lint/index.js';

const count = (groups: readonly RuleGroup[]) => groups.reduce((sum, { rules }) => sum + rules.length, 0);

/** What a group of our own is about; the documentation's have its titles. */
const ABOUT: Readonly<Record<string, string>> = {
  Conventions: 'What reviewers ask for beyond the validator: the coding standards of the documentation.',
  'Properties file': '`apiProperties.json`.',
  Readme: '`readme.md`: the sections of the published templates.',
  Icon: '`icon.png`.',
  Script: '`script.csx`. It is not compiled.',
  Changes: 'With `--against OLD`: what breaks flows that were built on the published version.',
  'Changes of the properties file':
    'With `--against OLD`, where an `apiProperties.json` is beside `OLD`, too: what breaks connections that people have made.',
};

function introduction(): string {
  const own = ruleGroups.filter((group) => group.section in ABOUT);
  const documented = ruleGroups.filter((group) => !(group.section in ABOUT));
  return `# Rules of connectors

What \`dryflow connector lint FILE\` looks at: ${count(documented)} of the ${count(documented) + uncheckedRules.length} rules that the platform's documentation names for
certification, with its names and messages, and ${count(own)} rules of our own. The files of a package are found beside the
definition by their usual names, in any case: \`apiProperties.json\`, \`readme.md\`, \`icon.png\`, \`script.csx\`.

The documentation does not say which of its rules are errors. A rule is an **error** here where publishers were told so by
the validator (they show its output in pull requests of microsoft/PowerPlatformConnectors); else it is a **warning** where
its words say "should" or where many published connectors break it, and an **error** otherwise. Connectors that were
certified years ago break some of these: the rules came later. Where the documentation leaves open what exactly is checked,
the rule says so.

[Connectors](connectors.md#checking-one) says how to run it, and what it prints.

This file is generated: change the tables in \`src/lint\`, then run \`npx tsx scripts/connector-rules.ts\`.
`;
}

function sectionText({ section: title, rules }: RuleGroup): string {
  const about = ABOUT[title];
  return [`## ${title}`, ...(about === undefined ? [] : [about]), rules.map(entry).join('\n')].join('\n\n');
}

function entry({ name, severity, message, checks }: Rule): string {
  return `- **${name}** (${severity}) ${checks}<br>\`${message.replace(/\{\{/g, '{').replace(/\}\}/g, '}').trim()}\``;
}

function unchecked(): string {
  const entries = uncheckedRules.map(
    ({ name, section: title, message, reason }) => `- **${name}** (${title}) ${reason}<br>\`${message}\``,
  );
  return `## What cannot be checked offline

${entries.join('\n')}

Nor is this checked, for it is in no file: whether the host answers and is a production host, whether the privacy policy
is one, whether the publisher owns the service, and whether the script compiles and ends in time.
`;
}

/** The text of the reference. */
export function reference(): string {
  return [introduction(), ...ruleGroups.map((group) => `${sectionText(group)}\n`), unchecked()].join('\n');
}

const file = new URL('../docs/connector-rules.md', import.meta.url);

function main(check: boolean): void {
  const text = reference();
  if (!check) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/connector-rules.md is not up to date: run npx tsx scripts/connector-rules.ts');
    process.exitCode = 1;
  }
}

if (process.argv[1]?.endsWith('connector-rules.ts')) main(process.argv.includes('--check'));
