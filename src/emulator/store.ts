// What the emulator remembers. Tokens are not stored: a few numbers per identity say which of them are valid, so the state
// grows with identities only, and a token that has expired leaves nothing behind.

/** A user of the resource. */
export interface Identity {
  /** The raw id: `8:acs:<resource>_<user>`. */
  readonly id: string;
  /** The `iat` of its youngest token, in epoch seconds; 0 when it has none. */
  readonly lastIssued: number;
  /** Tokens with an `iat` up to this one are revoked, in epoch seconds; 0 when none is. */
  readonly revokedUntil: number;
  /** Revocations that are not in force everywhere yet; absent when there is none. */
  readonly revocations?: readonly Revocation[];
  /** The name that an application gave it (a preview of the service); absent when it has none. */
  readonly customId?: string;
}

/** A revocation on its way. */
export interface Revocation {
  /** Tokens with an `iat` up to this one will be revoked, in epoch seconds. */
  readonly until: number;
  /** From when on, in milliseconds since 1970. */
  readonly from: number;
}

/** Where identities are kept. Synchronous, so that a request's reading and writing cannot be torn apart. */
export interface Store {
  get(id: string): Identity | undefined;
  /** The identity of a resource (its GUID) that has this name. */
  findCustom(resourceId: string, customId: string): Identity | undefined;
  put(identity: Identity): void;
  delete(id: string): void;
}

/** A store that lasts as long as the process. */
export function memoryStore(): Store {
  const identities = new Map<string, Identity>();
  const custom = new Map<string, string>();
  return {
    get: (id) => identities.get(id),
    findCustom: (resourceId, customId) => identities.get(custom.get(`${resourceId} ${customId}`) ?? ''),
    put(identity) {
      identities.set(identity.id, identity);
      if (identity.customId !== undefined) custom.set(`${resourceOf(identity.id)} ${identity.customId}`, identity.id);
    },
    delete(id) {
      const { customId } = identities.get(id) ?? {};
      identities.delete(id);
      if (customId !== undefined) custom.delete(`${resourceOf(id)} ${customId}`);
    },
  };
}

/** The GUID of the resource that a raw id belongs to; empty where the id is none. */
export function resourceOf(id: string): string {
  return /^8:acs:([^_]*)_/.exec(id)?.[1] ?? '';
}
