// What every implementation of the emulator's port Store must do.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/emulator/index.js';

export const identity = { id: '8:acs:r_u', lastIssued: 1_700_000_000, revokedUntil: 0 };

export function storeContract(name: string, open: () => Promise<Store> | Store): void {
  describe(`${name}: a store`, () => {
    it('has what was put, replaced by what was put later', async () => {
      const store = await open();
      expect(store.get(identity.id)).toBeUndefined();
      store.put(identity);
      store.put({ ...identity, revokedUntil: 2 });
      expect(store.get(identity.id)).toEqual({ ...identity, revokedUntil: 2 });
    });

    it('no longer has what was deleted, and minds no second deletion', async () => {
      const store = await open();
      store.put(identity);
      store.put({ ...identity, id: 'other' });
      store.delete(identity.id);
      store.delete(identity.id);
      expect(store.get(identity.id)).toBeUndefined();
      expect(store.get('other')).toBeDefined();
    });

    it('tells ids apart by every letter', async () => {
      const store = await open();
      store.put(identity);
      expect(store.get(identity.id.toUpperCase())).toBeUndefined();
      expect(store.get(`${identity.id} `)).toBeUndefined();
    });

    it('finds an identity of a resource by its custom id, until it is deleted', async () => {
      const store = await open();
      store.put({ ...identity, customId: 'me' });
      store.put({ ...identity, customId: 'me', lastIssued: 5, revocations: [{ until: 4, from: 7000 }] });
      expect(store.findCustom('r', 'me')).toEqual(store.get(identity.id));
      expect(store.findCustom('r', 'me')).toMatchObject({ lastIssued: 5, revocations: [{ until: 4, from: 7000 }] });
      expect(store.findCustom('s', 'me')).toBeUndefined();
      store.delete(identity.id);
      expect(store.findCustom('r', 'me')).toBeUndefined();
    });

    it('takes names of objects for ids like any other', async () => {
      const store = await open();
      expect(store.get('__proto__')).toBeUndefined();
      expect(store.get('constructor')).toBeUndefined();
    });
  });
}
