// What a name tells of a value of which nothing else is known. All of it is guessed.
import type { JsonObject } from '../../json.js';

/** The schema of a value by the last word of its name: `dueDate`, `web_url`. */
export function byName(name: string): JsonObject | undefined {
  const [word] = /(?:[A-Z]?[a-z]+|[A-Z]+)(?=[^A-Za-z]*$)/.exec(name) ?? [];
  return schemas.get(name.toLowerCase()) ?? schemas.get(word?.toLowerCase() ?? '');
}

const date: JsonObject = { type: 'string', format: 'date-time' };
const address: JsonObject = { type: 'string', format: 'uri' };
const email: JsonObject = { type: 'string', format: 'email' };
/** The page that is made up is the last one. */
const none: JsonObject = { enum: [null] };

const schemas: ReadonlyMap<string, JsonObject> = new Map([
  ['date', date],
  ['time', date],
  ['datetime', date],
  ['timestamp', date],
  ['created', date],
  ['modified', date],
  ['createdon', date],
  ['modifiedon', date],
  ['url', address],
  ['uri', address],
  ['email', email],
  ['mail', email],
  ['upn', email],
  ['userprincipalname', email],
  ['@odata.nextlink', none],
  ['nextlink', none],
]);
