// A bracket that is not closed, which YAML notices only where what is in it ends.
import { isMap, visit, type Document, type YAMLParseError } from 'yaml';

/** A bracket without its partner: where it opens, and where the text goes on without it. */
export interface OpenBracket {
  readonly opening: '{' | '[';
  readonly closing: '}' | ']';
  readonly at: number;
  /** The closing bracket is there, but left of what it belongs to. */
  readonly outdentedAt?: number;
}

/** The bracket that an error is about; undefined where it is about something else. */
export function openBracket(
  document: Document,
  { message, pos }: YAMLParseError,
  text: string,
): OpenBracket | undefined {
  if (!/^Flow (?:map|sequence) .*end with a [}\]]$/.test(message)) return undefined;
  const isOfMap = message.startsWith('Flow map');
  const [opening, closing] = isOfMap ? (['{', '}'] as const) : (['[', ']'] as const);
  const starts: number[] = [];
  visit(document, {
    Collection(_key, node) {
      if (node.flow && isMap(node) === isOfMap && node.range?.[1] === pos[0]) starts.push(node.range[0]);
    },
  });
  // Of several that end here, the innermost lacks its partner first.
  const at = starts.at(-1);
  if (at === undefined) return undefined;
  return { opening, closing, at, ...(text[pos[0]] === closing && { outdentedAt: pos[0] }) };
}
