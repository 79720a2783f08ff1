// Rules about the readme: the sections that certification asks for.
import { own } from '../../json.js';
import type { Connector } from '../connector.js';
import { textIn } from '../json.js';
import { isInternal } from '../reach.js';
import type { Rule } from '../rule.js';

/** The headings of the published templates; `Publisher: Name` counts. */
const wanted = [
  'Publisher',
  'Prerequisites',
  'Supported Operations',
  'Obtaining Credentials',
  'Known Issues and Limitations',
  'Deployment Instructions',
];

export const readmeRules: readonly Rule[] = [
  {
    name: 'ReadmeTitleMissing',
    severity: 'error',
    message: 'The readme does not begin with a title.',
    checks: 'The first heading is a title (`# Name`).',
    *check({ files: { readme } }) {
      if (readme !== undefined && sectionsOf(readme)[0]?.level !== 1) yield { span: [0, 0] };
    },
  },
  {
    name: 'ReadmeSectionMissing',
    severity: 'error',
    message: "The readme has no section '{0}'.",
    checks: `There are sections ${wanted.join(', ')}, of any level.`,
    *check({ files: { readme } }) {
      if (readme === undefined) return;
      for (const name of wanted)
        if (!sectionNamed(readme, name)) yield { span: [0, 0], values: [name], advice: `Add a heading '## ${name}'.` };
    },
  },
  {
    name: 'ReadmeSectionEmpty',
    severity: 'warning',
    message: "The section '{0}' is empty.",
    checks: 'Each of these sections has text, or sections below it.',
    *check({ files: { readme } }) {
      for (const name of readme === undefined ? [] : wanted) {
        const section = sectionNamed(readme ?? '', name);
        if (section && section.content.trim() === '' && !/[:-]\s*\S/.test(section.title)) {
          yield { span: [section.start, section.start + section.heading], values: [name] };
        }
      }
    },
  },
  {
    name: 'ReadmeOperationNotDescribed',
    severity: 'warning',
    message: "The section 'Supported Operations' does not tell of '{0}'.",
    checks: 'Under Supported Operations, every operation that makers see is there by its summary or its `operationId`.',
    *check(connector) {
      const { readme } = connector.files;
      const section = readme === undefined ? undefined : sectionNamed(readme, 'Supported Operations');
      if (!section) return;
      const text = plain(section.content);
      for (const { summary, id } of seen(connector)) {
        if (text.includes(plain(summary)) || (id !== '' && text.includes(plain(id)))) continue;
        yield { span: [section.start, section.start + section.heading], values: [summary] };
      }
    },
  },
];

interface Section {
  readonly title: string;
  readonly level: number;
  readonly start: number;
  /** The length of its heading. */
  readonly heading: number;
  /** What follows, up to the next heading of its level or above. */
  readonly content: string;
}

/** The sections of a Markdown text. What looks like a heading inside a fence of code is none. */
function sectionsOf(readme: string): readonly Section[] {
  const text = readme.replace(/^(```|~~~)[^]*?^\1/gm, (code) => code.replace(/#/g, ' '));
  const headings = [...text.matchAll(/^(#{1,6})[ \t]*(.*?)[ \t]*#*\r?$/gm)];
  return headings.map((match, at) => {
    const level = match[1]?.length ?? 0;
    const next = headings.slice(at + 1).find((other) => (other[1]?.length ?? 0) <= level);
    const [start, heading] = [match.index, match[0].trimEnd().length];
    return {
      title: match[2] ?? '',
      level,
      start,
      heading,
      content: readme.slice(start + match[0].length, next?.index),
    };
  });
}

function sectionNamed(readme: string, name: string): Section | undefined {
  return sectionsOf(readme).find(({ title }) => plain(title).startsWith(plain(name)));
}

function seen({ document }: Connector) {
  return document.operations
    .filter(({ source }) => !isInternal(source) && own(source, 'deprecated') !== true)
    .map(({ source, id }) => ({ summary: textIn(source, 'summary') ?? id, id }));
}

/** Letters and digits only: readmes quote, decorate and punctuate names. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
