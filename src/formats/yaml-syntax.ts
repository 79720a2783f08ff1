// YAML's own errors, in words that say what to do. The parser goes on after an error and stumbles over the consequences,
// so one error is shown; only expressions without quotes, the most frequent slip, are all shown.
import type { Document, ErrorCode, YAMLParseError } from 'yaml';
import { syntaxFault as jsonSyntaxFault } from '../json-syntax.js';
import { openBracket, type OpenBracket } from './yaml-brackets.js';
import { quotedLine, unquotedExpression, type Spot } from './yaml-expressions.js';
import { lineAround, quote } from './yaml-text.js';

/** A syntax error at its place. */
export interface SyntaxFault {
  readonly code: 'InvalidYaml' | 'InvalidJson' | 'UnquotedExpression';
  readonly message: string;
  readonly advice?: string;
  readonly offsets: readonly [number, number];
}

/** The errors of a text that are worth showing. */
export function syntaxFaults(document: Document, text: string, json: boolean): readonly SyntaxFault[] {
  const { errors } = document;
  const [first] = errors;
  if (!first) return [];
  const spots = errors.flatMap((error) => unquotedExpression(error, text, json) ?? []);
  if (spots.length > 0) return spots.map((spot) => unquoted(spot, spots, text));
  const own = json ? jsonFault(text) : undefined;
  const bracket = openBracket(document, first, text);
  return [
    own ??
      (bracket && unclosed(bracket)) ?? {
        code: json ? 'InvalidJson' : 'InvalidYaml',
        ...describe(first, text),
        offsets: offsetsOf(first, text),
      },
  ];
}

function unquoted({ start, end, why }: Spot, all: readonly Spot[], text: string): SyntaxFault {
  return {
    code: 'UnquotedExpression',
    message: `An expression must be in quotes: ${why}.`,
    advice: `Quote expressions: ${quotedLine(start, all, text)}`,
    offsets: [start, end],
  };
}

/** An error in the indentation is shown at what is indented, an open quote where it opens. */
function offsetsOf({ code, pos, message }: YAMLParseError, text: string): readonly [number, number] {
  const quoteMark = /^Missing closing (["'])/.exec(message)?.[1];
  if (quoteMark) {
    // The last one in the text: a later one would have closed it.
    const at = Math.max(0, text.lastIndexOf(quoteMark, pos[0] - 1));
    return [at, at + 1];
  }
  const indent = code === 'BAD_INDENT' ? (/^ */.exec(text.slice(pos[0]))?.[0].length ?? 0) : 0;
  return [pos[0] + indent, pos[1] + indent];
}

function unclosed({ opening, closing, at, outdentedAt }: OpenBracket): SyntaxFault {
  const code = 'InvalidYaml';
  if (outdentedAt === undefined) {
    const advice = `Write ${closing} where what is in it ends.`;
    return { code, message: `The bracket ${opening} is not closed.`, advice, offsets: [at, at + 1] };
  }
  const message = `This bracket stands too far left to close the ${opening} that it belongs to.`;
  const advice = `Indent it as far as the line of the ${opening}, or further.`;
  return { code, message, advice, offsets: [outdentedAt, outdentedAt + 1] };
}

/** What JSON lacks is told in the words that all JSON is told of. */
function jsonFault(text: string): SyntaxFault | undefined {
  const fault = jsonSyntaxFault(text);
  if (!fault) return undefined;
  const { message, advice, offset } = fault;
  return { code: 'InvalidJson', message, advice, offsets: [offset, offset + 1] };
}

interface Words {
  readonly message: string;
  readonly advice?: string;
}

function describe(error: YAMLParseError, text: string): Words {
  const known = words[error.code];
  if (known) return known(text, error.pos[0], error.message);
  const message = error.message.endsWith('at node end')
    ? 'Something stands here that does not belong to the value before it.'
    : `${error.message.replace(/[.:]?$/, '')}.`;
  return afterQuote(text, error.pos[0]) ? { message, advice: quoteAdvice } : { message };
}

const words: { readonly [code in ErrorCode]?: (text: string, at: number, message: string) => Words } = {
  TAB_AS_INDENT: () => ({
    message: 'A tab stands at the beginning of this line; YAML allows only spaces there.',
    advice: 'Replace the tab by spaces.',
  }),
  MULTIPLE_DOCS: () => ({
    message: "The file holds several YAML documents ('---' begins another).",
    advice: 'Keep one workflow in one file.',
  }),
  BLOCK_AS_IMPLICIT_KEY: (text, at) => ({
    message: 'This value has a colon in it, so that YAML takes it for another name.',
    advice: `Quote the value: ${quote(restOfLine(text, at))}`,
  }),
  BAD_SCALAR_START: (text, at) => ({
    message: `In YAML, '${text.charAt(at)}' cannot begin a value.`,
    advice: `Quote the value: ${quote(restOfLine(text, at))}`,
  }),
  BAD_INDENT: () => ({
    message: 'This line is indented differently from what it belongs to.',
    advice: 'Lines that belong together begin in the same column.',
  }),
  BAD_DQ_ESCAPE: (_text, _at, message) => ({
    message: `In double quotes, \\ begins an escape: ${message[0]?.toLowerCase()}${message.slice(1)}.`,
    advice: "Write \\\\ for a backslash, or use single quotes: '…'.",
  }),
  MISSING_CHAR: (_text, _at, message) => missing(message),
  RESOURCE_EXHAUSTION: () => ({ message: 'The file nests too deeply to be read.' }),
};

const quoteAdvice = "Inside '…', write '' for an apostrophe; or use double quotes around it.";

function afterQuote(text: string, at: number): boolean {
  return /["']\s*$/.test(text.slice(lineAround(text, at)[0], at));
}

function missing(message: string): Words {
  if (message.includes('quote'))
    return { message: 'A text in quotes is not closed.', advice: 'Add the closing quote.' };
  if (message.includes('Implicit map key')) {
    return {
      message: "This line has no ': ' — it is neither a name with a value nor part of the value before it.",
      advice: "Write 'name: value', with a blank after the colon.",
    };
  }
  return { message: `${message}.` };
}

function restOfLine(text: string, at: number): string {
  return text.slice(at, lineAround(text, at)[1]).trimEnd();
}
