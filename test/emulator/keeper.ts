// A process that puts identities into a store until it is killed. It says which ones are in, one line each.
import { sqliteStore } from '../../src/emulator/index.js';

const identity = { id: '8:acs:r_u', lastIssued: 1, revokedUntil: 0 };

async function keep(): Promise<void> {
  const store = await sqliteStore(process.argv[2] ?? '');
  for (let number = 0; ; number += 1) {
    const id = `${identity.id}-${number}`;
    store.put({ ...identity, id });
    await new Promise((resolve) => process.stdout.write(`${id}\n`, resolve));
  }
}

await keep();
