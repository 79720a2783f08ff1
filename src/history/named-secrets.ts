// Secrets that nobody has marked as such: told by the names that they have everywhere. A guess by its nature. A name is
// listed where its value is a secret for sure; `token`, `key` and `code` alone are the names of much that is none.
import { isArray, isObject, parseJson, type Json } from '../json.js';
import { mask } from '../secrets.js';
import { isThisMachine } from '../this-machine.js';

/** What a secret under one of these names looks like; other values are the names of columns, messages or switches. */
interface Kind {
  readonly least: number;
  readonly looksSo: RegExp;
}

// Masking goes by value: a password `changed` must not cover every "changed" of a run.
const oneWord: Kind = { least: 8, looksSo: /^\S+$/ };
const spaced: Kind = { least: 8, looksSo: /./ };
const connection: Kind = { least: 8, looksSo: /=|:\/\// };
// Azure's keys have 40 characters and more, digits among them; a `primaryKey` may be a table's, too.
const long: Kind = { least: 20, looksSo: /^(?=\S*\d)\S+$/ };

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...named(
    oneWord,
    'accesstoken refreshtoken idtoken authtoken bearertoken sessiontoken sastoken xaccesstoken xauthtoken xmsapimtokens',
    'clientsecret clientassertion apisecret appsecret sharedsecret signingsecret webhooksecret secret secrettext',
    'password passwd pwd userpassword adminpassword administratorloginpassword',
    'apikey xapikey accesskey accountkey sharedaccesskey secretkey secretaccesskey signingkey subscriptionkey',
    'ocpapimsubscriptionkey functionkey xfunctionskey masterkey primarymasterkey secondarymasterkey',
  ),
  ...named(spaced, 'authorization proxyauthorization cookie setcookie passphrase privatekey sharedaccesssignature'),
  ...named(connection, 'connectionstring primaryconnectionstring secondaryconnectionstring'),
  ...named(long, 'primarykey secondarykey sig'),
]);

/** The key of a function in Azure, or what a sign-in is completed with: secret in an address, and an error's name elsewhere. */
const kindsInQuery: ReadonlyMap<string, Kind> = new Map(named(long, 'code'));

function named(kind: Kind, ...lists: readonly string[]): readonly (readonly [string, Kind])[] {
  return lists.flatMap((list) => list.split(' ')).map((name) => [name, kind] as const);
}

/** Tells of every text in a value that is a secret by its name: of a property, a header, or a part of an address, form or connection string. */
export function tellNamedSecrets(value: Json, tell: (secret: string) => void): void {
  if (typeof value === 'string') return tellInText(value, tell);
  if (isArray(value)) return value.forEach((item) => tellNamedSecrets(item, tell));
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === 'string') tellUnder(kinds.get(folded(name)), item, tell);
    tellNamedSecrets(item, tell);
  }
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function tellUnder(kind: Kind | undefined, value: string, tell: (secret: string) => void): void {
  if (!kind || value.length < kind.least || !kind.looksSo.test(value) || isKnown(value)) return;
  const [, credential = ''] = /^(?:basic|bearer) +(.+)$/i.exec(value) ?? [];
  const secret = credential.length < kind.least ? value : credential;
  if (!isPlainWord(secret)) tell(secret);
}

/** `required`, `Incorrect`, `undefined`: a state, or nothing. Secrets of letters alone are longer, as Google's passwords of apps. */
function isPlainWord(text: string): boolean {
  return /^[A-Za-z][a-z]{0,14}$/.test(text);
}

/** Definitions are kept as well: what an expression gives is met where it has given it. A field's name is no value of it. */
function isKnown(value: string): boolean {
  return /^@\w+\(|@\{/.test(value) || value.includes(mask) || kinds.has(folded(value));
}

// `https://name:password@host`, and `name=value` as addresses, forms and connection strings have it.
const userInfo = /\/\/([^\s/:@?#"'<>]*:[^\s/:@?#"'<>]+)@/g;
const pair = /(^|[?&;\s])([\w.-]{1,64})=([^&;\s"'<>]{8,})/g;

// Whoever is to call a waiting run back has to see the whole address.
const address = /https?:\/\/[^\s"'<>]+/gi;

function isAtThisMachine(url: string): boolean {
  return URL.canParse(url) && isThisMachine(new URL(url).hostname);
}

function tellInText(text: string, tell: (secret: string) => void): void {
  if (/^\s*[{[]/.test(text)) tellInJson(text, tell);
  if (!text.includes('=') && !text.includes('@')) return;
  const outside = text.replace(address, (url) => (isAtThisMachine(url) ? '' : url));
  for (const [, found = ''] of outside.matchAll(userInfo)) {
    const [, password = ''] = found.split(/:(.*)/s);
    for (const form of [found, password]) tellUnder(oneWord, form, tell);
  }
  for (const [, before = '', name = '', value = ''] of outside.matchAll(pair)) {
    const inQuery = /[?&]/.test(before) ? kindsInQuery.get(folded(name)) : undefined;
    const kind = kinds.get(folded(name)) ?? inQuery;
    for (const form of [value, unescapedIn(value)]) tellUnder(kind, form, tell);
  }
}

/** JSON that came as text. */
function tellInJson(text: string, tell: (secret: string) => void): void {
  try {
    tellNamedSecrets(parseJson(text), tell);
  } catch {
    // it only began like JSON
  }
}

function unescapedIn(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
