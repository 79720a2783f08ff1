import { float, integer, type JsonNumber } from '../../json.js';
import type { JsonText } from './json-string.js';

export interface JsonNumberToken {
  readonly type: 'Integer' | 'Float';
  readonly value: JsonNumber;
}

/** What may stand in a number as far as the reader looks; whether it is one shows afterwards. */
const CHARACTERS = /[-+0-9a-fA-FxX.]*/y;

/** Longer integers are refused, against attacks by their sheer length. */
const LONGEST = 380;

/** Reads a number: decimal, hexadecimal after `0x`, octal after another leading zero. */
export function readJsonNumber(source: JsonText & { finishValue(): void }): JsonNumberToken {
  CHARACTERS.lastIndex = source.at;
  const text = CHARACTERS.exec(source.text)?.[0] ?? '';
  source.at += text.length;
  const next = source.text.charAt(source.at);
  if (next !== '' && !/[\s\u0085,}\])/\0]/.test(next)) {
    source.fail(`Unexpected character encountered while parsing number: ${next}.`);
  }
  source.finishValue();
  const number = /^0[^.eE]/.test(text) ? otherBase(text) : decimal(source, text);
  return number ?? source.fail(`Input string '${text}' is not a valid number.`);
}

/** An integer of 64 bits in octal or hexadecimal, whose highest bit is the sign. */
function otherBase(text: string): JsonNumberToken | undefined {
  const digits = /^0[xX]([0-9A-Fa-f]+)$/.exec(text)?.[1];
  if (digits === undefined && !/^[0-7]+$/.test(text)) return undefined;
  const value = BigInt(digits === undefined ? `0o${text}` : `0x${digits}`);
  if (value >= 2n ** 64n) return undefined;
  return { type: 'Integer', value: integer(BigInt.asIntN(64, value)) };
}

function decimal(source: JsonText, text: string): JsonNumberToken | undefined {
  if (/^-?\d+$/.test(text)) {
    if (text.length > LONGEST) source.fail(`JSON integer ${text} is too large to parse.`);
    return { type: 'Integer', value: integer(BigInt(text)) };
  }
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return undefined;
  return { type: 'Float', value: float(Number(text)) };
}
