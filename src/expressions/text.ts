import { Decimal, Float, type Json, numberText, stringifyJson } from '../json.js';
import { envelopeText, isEnvelope } from './content.js';
import { ExpressionError } from './error.js';

/**
 * The text of a value, as `string()`, interpolation, `concat` and `join` write it: null is empty, true is `True`, 5.0 is
 * `5`; arrays and objects are JSON, in which the same values are `null`, `true`, `5.0`; envelopes are their content.
 */
export function stringOf(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : numberText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Float) return numberText(value.value);
  if (value instanceof Decimal) return value.toString();
  return isEnvelope(value) ? contentOf(value) : stringifyJson(value);
}

function contentOf(value: Parameters<typeof envelopeText>[0]): string {
  const text = envelopeText(value);
  if (text !== undefined) return text;
  throw new ExpressionError(
    'InvalidArgument',
    `The content of type '${value['$content-type']}' cannot be converted to text: it is not valid base64, ` +
      `or its character set is not known.`,
  );
}
