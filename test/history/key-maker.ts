// A process that wants the key of a history, and says which one it has got.
import { historyKey } from '../../src/history/index.js';

process.stdout.write(Buffer.from(historyKey(process.argv[2] ?? '', {})).toString('hex'));
