// What nobody may see in the clear. Masking goes by value: wherever a secret turns up, in whatever field, it is covered.
import { isArray, isObject, own, stringifyJson, type Json } from './json.js';
import { parts as partsOf } from './pointer.js';

/** What stands where a secret was. */
export const mask = '••••••';

// Shorter ones are covered only where they are a whole value: "a" as a secret must not blank every text with an "a" in it.
const leastInside = 6;

export interface Secrets {
  /** Takes a value, and the strings inside it, for a secret from now on. */
  add(value: Json): void;
  /** A text with every secret in it covered. */
  text(text: string): string;
  /** A value with every secret in it covered; the same object where there is none. */
  value<T>(value: T): T;
}

export function createSecrets(): Secrets {
  const whole = new Set<string>();
  const parts = createFinder();

  function add(given: Json): void {
    if (typeof given === 'string') addText(given);
    else if (isArray(given)) given.forEach(add);
    else if (isObject(given)) Object.values(given).forEach(add);
  }

  function addText(secret: string): void {
    if (secret === '' || whole.has(secret)) return;
    whole.add(secret);
    if (secret.length < leastInside) return;
    for (const form of formsOf(secret)) parts.add(form);
  }

  function text(given: string): string {
    return whole.has(given) ? mask : parts.cover(given);
  }

  function covered(given: Json): Json {
    if (whole.size === 0) return given;
    if (typeof given === 'string') return text(given);
    if (isArray(given)) {
      const items = given.map(covered);
      return items.some((item, at) => item !== given[at]) ? items : given;
    }
    if (!isObject(given)) return given;
    // A short secret may well be a property's name, and a run without its `code` would be a run no more.
    const entries = Object.entries(given).map(([key, item]): [string, Json] => [parts.cover(key), covered(item)]);
    return entries.some(([key, item]) => own(given, key) !== item) ? Object.fromEntries(entries) : given;
  }

  return { add, text, value: <T>(given: T) => covered(given as Json) as T };
}

interface Finder {
  add(part: string): void;
  /** A text with every part in it covered, the longest one where several begin. */
  cover(text: string): string;
}

/**
 * Finds any of many texts in another one. A loop may issue thousands of tokens, each of which is looked for in all that
 * comes after it: how many there are must hardly matter, and adding one must cost no more than the first did.
 */
function createFinder(): Finder {
  const parts = new Set<string>();
  const firstUnits = new Uint8Array(0x10000);
  // How long the parts are that begin with the same few characters, the longest first. Tokens have many of those in common.
  const lengths = new Map<string, readonly number[]>();

  function lengthAt(text: string, at: number): number {
    if (firstUnits[text.charCodeAt(at)] === 0) return 0;
    const possible = lengths.get(text.slice(at, at + leastInside)) ?? [];
    return possible.find((length) => parts.has(text.slice(at, at + length))) ?? 0;
  }

  return {
    add(part) {
      parts.add(part);
      firstUnits[part.charCodeAt(0)] = 1;
      const begin = part.slice(0, leastInside);
      const known = lengths.get(begin) ?? [];
      if (!known.includes(part.length))
        lengths.set(
          begin,
          [...known, part.length].toSorted((a, b) => b - a),
        );
    },
    cover(text) {
      let [covered, from] = ['', 0];
      for (let at = 0; at <= text.length - leastInside; at += 1) {
        const length = lengthAt(text, at);
        if (length === 0) continue;
        covered += text.slice(from, at) + mask;
        from = at + length;
        at = from - 1;
      }
      return from === 0 ? text : covered + text.slice(from);
    },
  };
}

/** A secret as it may turn up: as it is, inside JSON text, as base64 of either kind, and encoded for a URL or a form. */
function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const base64Url = base64.replaceAll('+', '-').replaceAll('/', '_');
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const url = encodeURIComponent(Buffer.from(secret).toString()); // without lone surrogates, which it would throw at
  return [secret, stringifyJson(secret).slice(1, -1), base64, base64Url, url, form];
}

/** The value at a JSON pointer. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of partsOf(pointer))
    found = isArray(found) ? found[Number(part)] : isObject(found) ? own(found, part) : undefined;
  return found;
}
