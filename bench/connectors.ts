// How long it takes to load a connector and list what is in it, for every swagger below the paths, each measured alone;
// the aim is that the slowest takes less than half a second: `npm run bench:connectors -- PATH…`
import { findConnector, isFault, makerView } from '../src/connectors/index.js';
import { swaggersBelow } from '../scripts/files-below.js';

const limit = 500;

interface Measured {
  readonly file: string;
  readonly ms: number;
  readonly operations: number;
}

async function measure(file: string): Promise<Measured> {
  const start = performance.now();
  const connector = await findConnector(file, '.');
  const operations = isFault(connector) ? [] : makerView(connector.operations);
  return { file, ms: performance.now() - start, operations: operations.length };
}

const measured: Measured[] = [];
for (const file of process.argv.slice(2).flatMap(swaggersBelow)) measured.push(await measure(file)); // oxlint-disable-line no-await-in-loop -- each alone
for (const { file, ms, operations } of measured.toSorted((a, b) => b.ms - a.ms))
  console.log(`${ms.toFixed(1).padStart(7)} ms  ${String(operations).padStart(4)} operations  ${file}`);
const slowest = Math.max(...measured.map(({ ms }) => ms));
console.log(`${measured.length} connectors, the slowest in ${slowest.toFixed(1)} ms`);
if (measured.length === 0 || slowest >= limit) process.exitCode = 1;
