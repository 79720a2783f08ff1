import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/emulator/index.js';

/** Every implementation of the port goes through the same cases; the SQLite one joins this list. */
const STORES = [{ name: 'memory', open: memoryStore }];

describe.each(STORES)('the $name store', ({ open }) => {
  const identity = { id: '8:acs:r_u', lastIssued: 1, revokedUntil: 0 };

  it('has what was put, replaced by what was put later', () => {
    const store = open();
    expect(store.get(identity.id)).toBeUndefined();
    store.put(identity);
    store.put({ ...identity, revokedUntil: 2 });
    expect(store.get(identity.id)).toEqual({ ...identity, revokedUntil: 2 });
  });

  it('no longer has what was deleted, and minds no second deletion', () => {
    const store = open();
    store.put(identity);
    store.delete(identity.id);
    store.delete(identity.id);
    expect(store.get(identity.id)).toBeUndefined();
  });

  it('finds an identity of a resource by its custom id, until it is deleted', () => {
    const store = open();
    store.put({ ...identity, customId: 'me' });
    store.put({ ...identity, customId: 'me', lastIssued: 5, revocations: [{ until: 4, from: 7000 }] });
    expect(store.findCustom('r', 'me')).toEqual(store.get(identity.id));
    expect(store.findCustom('r', 'me')).toMatchObject({ lastIssued: 5, revocations: [{ until: 4, from: 7000 }] });
    expect(store.findCustom('s', 'me')).toBeUndefined();
    store.delete(identity.id);
    expect(store.findCustom('r', 'me')).toBeUndefined();
  });

  it('takes names of objects for ids like any other', () => {
    const store = open();
    expect(store.get('__proto__')).toBeUndefined();
    expect(store.get('constructor')).toBeUndefined();
  });
});
