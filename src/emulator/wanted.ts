// What is wrong with the resources that an emulator is to have. No message shows a key.
import type { ResourceOptions, ResourceSettings } from './resources.js';

/** In bytes. Keys of the service have 64; a shorter one is a test's, and one of a few letters a slip. */
const SHORTEST_KEY = 16;

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Throws a TypeError where something is no name, no id or no key, or a name is there twice. */
export function checkWanted(wanted: readonly ResourceOptions[]): void {
  if (wanted.length === 0) throw new TypeError('The list of resources is empty. Leave it out for the well-known one.');
  const names = new Set<string>();
  for (const one of wanted) {
    checkForm(one);
    const host = one.name.toLowerCase(); // `NAME.localhost` is the same in all letters
    if (names.has(host))
      throw new TypeError(`There are two resources of the name '${one.name}'. Leave out one of them.`);
    names.add(host);
  }
}

function checkForm({ name, id, accessKey, secondaryAccessKey }: ResourceOptions): void {
  if (!/^[\w-]{1,63}$/.test(name))
    throw new TypeError(`The name of a resource has letters, digits, dashes and underscores, 63 at most.`);
  if (id !== undefined && !GUID.test(id)) throw new TypeError(`The id of the resource '${name}' is no GUID.`);
  for (const key of [accessKey, secondaryAccessKey]) if (key !== undefined) checkKey(key, name);
}

function checkKey(key: string, name: string): void {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key) || key.length % 4 !== 0)
    throw new TypeError(`The access key of the resource '${name}' is not base64.`);
  const { length } = Buffer.from(key, 'base64');
  const need = `It needs ${SHORTEST_KEY} at least, in base64; those of the service have 64.`;
  if (length < SHORTEST_KEY)
    throw new TypeError(`The access key of the resource '${name}' has ${length} bytes. ${need}`);
}

/** Throws a TypeError where whose a request or an identity is would not follow from its key or its id. */
export function checkDistinct(resources: readonly ResourceSettings[]): void {
  const owners = new Map<string, string>();
  for (const { name, id, keys } of resources) {
    if (keys.primary === keys.secondary)
      throw new TypeError(`Both access keys of the resource '${name}' are the same.`);
    for (const [what, value] of [
      ['access key', keys.primary],
      ['access key', keys.secondary],
      ['id', id],
    ] as const) {
      const other = owners.get(value);
      if (other !== undefined) throw new TypeError(sameAs(other, name, what));
      owners.set(value, name);
    }
  }
}

function sameAs(one: string, other: string, what: 'access key' | 'id'): string {
  const told = what === 'id' ? 'Identities' : 'Requests';
  return `The resources '${one}' and '${other}' have the same ${what}. ${told} are told apart by it: give each its own.`;
}
