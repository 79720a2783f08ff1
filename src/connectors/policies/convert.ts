// The templates that make another shape of a value in the content. What they have in common (documented): a parent, which
// may be a collection, a path below it to the value, and a path to write to, which is the value's own to overwrite it.
import { isArray, isObject, type Json, type JsonObject } from '../../json.js';
import { changed, ofEach, pathOf, put, valueBelow, type Path } from './paths.js';

/** A parameter of the template, as it is written. */
type Parameters = (name: string) => string;

/** Another shape of a value; undefined where it is of a kind that has none. */
type Conversion = (value: Json, given: Parameters) => Json | undefined;

/** The conversions, each under the id of its template in lower case. */
export const conversions: { readonly [id: string]: Conversion } = {
  // All that is found, and nothing in it is a pattern: published connectors replace "." by "%2E".
  stringreplace(value, given) {
    const source = given('sourceString');
    if (typeof value !== 'string' || source === '') return undefined;
    return value.replaceAll(source, () => given('replacementString'));
  },
  encodepropertyvalue(value) {
    return typeof value === 'string' ? encodeURIComponent(Buffer.from(value).toString()) : undefined;
  },
  // That each character of the list is a delimiter, and that nothing comes of two in a row, are guesses.
  stringtoarray(value, given) {
    if (typeof value !== 'string') return undefined;
    const delimiters = new Set(given('delimiterList'));
    return split(value, delimiters).map((part) => ({ [given('childPropertyName')]: part }));
  },
  // An item without the key, or whose key is no text or number, has no place in the object (a guess).
  convertarraytoobject(value, given) {
    if (!isArray(value)) return undefined;
    const names = pathOf(given('keyWithinCollectionPath')).names;
    const retain = given('retainKey').toLowerCase() !== 'false';
    return Object.fromEntries(
      value.flatMap((item): [string, Json][] => {
        const key = valueBelow(item, names);
        if (typeof key !== 'string' && typeof key !== 'number') return [];
        return [[String(key), retain ? item : withoutAt(item, names)]];
      }),
    );
  },
  // Without a name for the values, their properties stand beside the key (a guess).
  convertobjecttoarray(value, given) {
    if (!isObject(value)) return undefined;
    const [keyName, valueName] = [given('keyName'), given('valueName')];
    return Object.entries(value).map(([key, inner]) => ({
      ...(keyName !== '' && { [keyName]: key }),
      ...(valueName === '' ? asObject(inner) : { [valueName]: inner }),
    }));
  },
};

/** A body with a value of it in another shape; the same where there is no such value. */
export function converted(body: Json, conversion: Conversion, given: Parameters): Json {
  const parent = pathOf(given('propertyParentPath')).names;
  const sub = pathOf(given('propertySubPath')).names;
  const target = below(pathOf(given('newPropertyPath')), parent);
  const convert = (value: Json | undefined) => (value === undefined ? undefined : conversion(value, given));
  if (!target) {
    const made = convert(valueBelow(body, [...parent, ...sub]));
    return made === undefined ? body : put(body, pathOf(given('newPropertyPath')).names, made);
  }
  const change = (there: Json) => {
    const made = convert(valueBelow(there, sub));
    return made === undefined ? there : put(there, target, made);
  };
  // Without a path below it, the parent is the value itself.
  return changed(body, parent, sub.length === 0 ? change : ofEach(change));
}

/** A path to write to as it goes on from the parent; undefined where it leads elsewhere. */
function below({ from, names }: Path, parent: readonly string[]): readonly string[] | undefined {
  if (from !== 'body') return names;
  return parent.every((name, at) => names[at] === name) ? names.slice(parent.length) : undefined;
}

function split(text: string, delimiters: ReadonlySet<string>): readonly string[] {
  let parts = [text];
  for (const delimiter of delimiters) parts = parts.flatMap((part) => part.split(delimiter));
  return parts.filter((part) => part !== '');
}

function withoutAt(value: Json, [name = '', ...rest]: readonly string[]): Json {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([each]) => each !== name || rest.length > 0);
  return Object.fromEntries(kept.map(([each, inner]) => [each, each === name ? withoutAt(inner, rest) : inner]));
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
