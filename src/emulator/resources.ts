// The Communication Services resources that the emulator has: names, ids and access keys. Identities are in the store.
import { createHash, randomBytes } from 'node:crypto';

/** A resource as its owner sees it. */
export interface ResourceSettings {
  readonly name: string;
  /** The GUID in the ids of its identities. */
  readonly id: string;
  /** The access keys, base64. */
  readonly keys: AccessKeys;
  /** A removed resource refuses every request, and its tokens are no longer valid. */
  readonly removed: boolean;
}

/** Two, so that one can be made anew while the other is in use. */
export interface AccessKeys {
  readonly primary: string;
  readonly secondary: string;
}

/** A resource as it is wanted; what is left out follows from its name, the same at every start. */
export interface ResourceOptions {
  readonly name: string;
  readonly id?: string;
  /** Base64. */
  readonly accessKey?: string;
  readonly secondaryAccessKey?: string;
}

/** Known to everybody, as Azurite's is: the emulator guards nothing. base64 of 64 bytes, as real keys are. */
export const WELL_KNOWN_KEY =
  'ZHJ5ZmxvdyBlbXVsYXRvciBvZiBBQ1MgSWRlbnRpdHk6IHRoaXMga2V5IGlzIHB1YmxpYyBieSBkZXNpZ24uLg==';

/** The resource that is there when nothing is said. Its id is fixed so that ids stay recognisable from run to run. */
export const WELL_KNOWN_RESOURCE: ResourceOptions = {
  name: 'dryflow',
  id: 'd27f1004-0000-4ac5-8000-0000000000ac',
  accessKey: WELL_KNOWN_KEY,
};

/** What can be done to resources while the emulator runs. */
export interface Resources {
  list(): readonly ResourceSettings[];
  find(name: string): ResourceSettings | undefined;
  /** Makes one of the keys anew. Tokens that were made with the old one are invalid from now on. */
  regenerate(name: string, key: keyof AccessKeys): ResourceSettings | undefined;
  /** Removes the resource as deleting it in Azure does: its tokens are invalid from now on. */
  remove(name: string): ResourceSettings | undefined;
}

/** Where settings are kept so that they survive the process. */
export interface SettingsFile {
  read(): readonly ResourceSettings[];
  write(settings: readonly ResourceSettings[]): void;
}

/** The wanted resources; what a file remembers of one (keys made anew, its removal) wins. */
export function createResources(wanted: readonly ResourceOptions[], file?: SettingsFile): Resources {
  const kept = new Map(file?.read().map((settings) => [settings.name, settings]));
  const resources = new Map(wanted.map((one) => [one.name, kept.get(one.name) ?? settingsOf(one)]));
  const change = (name: string, to: (before: ResourceSettings) => ResourceSettings): ResourceSettings | undefined => {
    const before = resources.get(name);
    if (!before) return undefined;
    const after = to(before);
    file?.write([...new Map([...kept, ...resources, [name, after]]).values()]); // what cannot be kept does not happen
    resources.set(name, after);
    return after;
  };
  return {
    list: () => [...resources.values()],
    find: (name) => resources.get(name),
    regenerate: (name, key) => change(name, (before) => ({ ...before, keys: { ...before.keys, [key]: newKey() } })),
    remove: (name) => change(name, (before) => ({ ...before, removed: true })),
  };
}

function settingsOf({ name, id, accessKey, secondaryAccessKey }: ResourceOptions): ResourceSettings {
  const keys = {
    primary: accessKey ?? digest(name, 'primary').toString('base64'),
    secondary: secondaryAccessKey ?? digest(name, 'secondary').toString('base64'),
  };
  return { name, id: id ?? guidFrom(digest(name, 'id')), keys, removed: false };
}

/** 64 bytes that follow from the name of a resource: anybody can work them out. */
function digest(name: string, what: string): Buffer {
  return createHash('sha512').update(`dryflow emulator, resource ${name}, ${what}`).digest();
}

/** A GUID of the kind that is made from a name (RFC 9562, version 8). */
export function guidFrom(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function newKey(): string {
  return randomBytes(64).toString('base64');
}
