// The secrets in a connections file, whose lines are shown: they stand under names of the connector's, or under misspelt ones.
import { readText } from '../formats/index.js';
import { isArray, isObject, type Json } from '../json.js';
import { child } from '../pointer.js';
import { coverText, type Texts } from './files.js';

// Of a connection string the key is covered wherever it stands.
const shown =
  /^(?:connector|description|connectionString|endpoint|baseUrl|username|(?:token:)?(?:clientId|tokenUrl|scope))$/i;

/** Covers all that may be a secret in a connections file, be it right or not. */
export function coverSecrets(texts: Texts, { file, text }: { readonly file: string; readonly text: string }): void {
  const read = readText(file, text);
  if (!read.ok) return;
  for (const pointer of secretsIn(read.value, '')) coverText(texts, file, read.locate(pointer));
}

/** Pointers to the values that may be secrets: the app settings behind expressions are not to be seen anyway. */
function secretsIn(value: Json, pointer: string): readonly string[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([name, each]) =>
      shown.test(name) ? [] : secretsIn(each, child(pointer, name)),
    );
  if (isArray(value)) return value.flatMap((each, at) => secretsIn(each, child(pointer, at)));
  return value === null || (typeof value === 'string' && /^(?:@|https?:\/\/[^@?]*$|$)/.test(value)) ? [] : [pointer];
}
