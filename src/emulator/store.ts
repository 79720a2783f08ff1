// What the emulator remembers. Tokens are not stored: two numbers per identity say which of them are valid, so the state
// grows with identities only.

/** A user of the resource. */
export interface Identity {
  /** The raw id: `8:acs:<resource>_<user>`. */
  readonly id: string;
  /** The `iat` of its youngest token, in epoch seconds; 0 when it has none. */
  readonly lastIssued: number;
  /** Tokens with an `iat` up to this one are revoked, in epoch seconds; 0 when none is. */
  readonly revokedUntil: number;
}

/** Where identities are kept. Synchronous, so that a request's reading and writing cannot be torn apart. */
export interface Store {
  get(id: string): Identity | undefined;
  put(identity: Identity): void;
  delete(id: string): void;
}

/** A store that lasts as long as the process. */
export function memoryStore(): Store {
  const identities = new Map<string, Identity>();
  return {
    get: (id) => identities.get(id),
    put: (identity) => void identities.set(identity.id, identity),
    delete: (id) => void identities.delete(id),
  };
}
