// JSON text to a value as the service reads it: `json()` and the action Parse JSON. It is Newtonsoft's
// DeserializeObject<JToken> without date parsing, which by its way of building the value forgives what its reader alone would
// not: containers left open at the end, empty text (null), and of two properties with one name the last stays, in its place.
import { isArray, isObject, type Json } from '../../json.js';
import { withIndex, withProperty } from './json-path.js';
import { JsonReadError } from './json-token.js';
import { JsonTokens } from './json-tokens.js';

export { JsonReadError };

/** Deeper text is refused, as the service does; what is evaluated later recurses. */
const MAX_DEPTH = 512;

/** Reads JSON text leniently; throws JsonReadError. */
export function readJson(text: string): Json {
  const plain = readPlain(text);
  return plain === undefined ? new Builder(text).read() : plain;
}

// What the built-in reader would take in another way: numbers beyond its precision, floats without a fraction, -0, halves
// of characters, and names that come twice, of which the colons tell.
const TRICKY = /\d{16}|\.0+(?!\d)|\d[eE]|-0|\\u[dD][89a-fA-F]/;

/** The everyday case, at the speed of the built-in reader; undefined if it is not one. */
function readPlain(text: string): Json | undefined {
  if (TRICKY.test(text)) return undefined;
  try {
    // What this reader gives is a Json
    const value = JSON.parse(text) as Json;
    return countProperties(value, 0) === (text.match(/"\s*:/g)?.length ?? 0) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The properties of all objects in a value; NaN, which is equal to nothing, if it nests too deep. */
function countProperties(value: Json, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH) return Number.NaN;
  const items = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  let count = isArray(value) ? 0 : items.length;
  for (const item of items) if (typeof item === 'object') count += countProperties(item, depth + 1);
  return count;
}

/** A container that is being filled. */
interface Frame {
  readonly items: Json[] | undefined;
  readonly properties: Map<string, Json> | undefined;
  /** Where it is, for the errors. */
  readonly path: string;
  property: string;
}

class Builder {
  readonly #tokens: JsonTokens;
  readonly #frames: Frame[] = [];
  #result: Json = null;

  constructor(text: string) {
    this.#tokens = new JsonTokens(text, MAX_DEPTH);
  }

  read(): Json {
    const tokens = this.#tokens;
    while (tokens.next()) this.#take();
    // The text ended. That is forgiven after a value, at whatever depth; elsewhere something was begun.
    if (tokens.type !== undefined && this.#frames.length > 0) {
      throw new JsonReadError(`Unexpected end when reading token. Path '${this.#frames.at(-1)?.path ?? ''}'.`);
    }
    while (this.#frames.length > 0) this.#close();
    return this.#result;
  }

  #take(): void {
    const { type, value, name } = this.#tokens;
    switch (type) {
      case 'StartObject':
        this.#frames.push({ items: undefined, properties: new Map(), path: this.#path(), property: '' });
        break;
      case 'StartArray':
        this.#frames.push({ items: [], properties: undefined, path: this.#path(), property: '' });
        break;
      case 'EndObject':
      case 'EndArray':
        this.#close();
        break;
      case 'PropertyName':
        this.#name(name);
        break;
      case 'StartConstructor':
        this.#tokens.fail(`A JavaScript constructor is no value: new ${name}(…).`);
        break;
      case 'Comment':
      case 'EndConstructor':
      case undefined:
        break;
      case 'Integer':
      case 'Float':
      case 'String':
      case 'Boolean':
      case 'Null':
      case 'Undefined':
        this.#add(value);
    }
  }

  #name(name: string): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.property = name;
    // It goes, so that the new one is the last in order as well (recorded).
    frame.properties?.delete(name);
  }

  #add(value: Json): void {
    const frame = this.#frames.at(-1);
    if (!frame) this.#result = value;
    else if (frame.items) frame.items.push(value);
    else frame.properties?.set(frame.property, value);
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (frame) this.#add(frame.items ?? Object.fromEntries(frame.properties ?? []));
  }

  #path(): string {
    const frame = this.#frames.at(-1);
    if (!frame) return '';
    return frame.items ? withIndex(frame.path, frame.items.length) : withProperty(frame.path, frame.property);
  }
}
