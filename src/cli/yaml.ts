import { stringify } from 'yaml';
import { Decimal, Float, isArray, isObject, type Json } from '../json.js';

// Of a long value, this many lines are shown.
const longest = 20;

/** A value for people, as YAML, line by line; only the beginning of a long one unless `most` says otherwise. */
export function yamlLines(value: Json, by = '  ', most = longest): string[] {
  const lines = stringify(plain(value), { lineWidth: 0 }).trimEnd().split('\n');
  const more = lines.length - most;
  const shown = more > 0 ? [...lines.slice(0, most), `… ${more} more lines (--json shows all)`] : lines;
  return shown.map((line) => by + line);
}

/** Numbers without their wrappers, and lines that end as the terminal's do: for reading, not for reading back. */
function plain(value: Json): unknown {
  if (value instanceof Float) return value.value;
  if (value instanceof Decimal) return Number(value.toString());
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n');
  if (isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
