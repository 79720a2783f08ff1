// A process that appends to a history until it is killed. It says how many events are in, one line each.
import { setTimeout as pause } from 'node:timers/promises';
import { sqliteHistory } from '../../src/history/index.js';
import { createSecrets } from '../../src/secrets.js';
import { recorded, started } from '../contracts/history.js';

const [path = '', runId = ''] = process.argv.slice(2);

async function append(): Promise<void> {
  const key = () => new Uint8Array(32);
  const history = await sqliteHistory({ path, durability: 'none', secrets: createSecrets(), key });
  await history.append(runId, [started(runId)]);
  for (let seq = 0; ; seq += 1) {
    await history.append(runId, [recorded(seq)]);
    process.stdout.write(`${seq + 1}\n`);
    // As a run does between two steps: SQLite does not queue writers, and one without a pause would let nobody in.
    await pause(2);
  }
}

await append();
