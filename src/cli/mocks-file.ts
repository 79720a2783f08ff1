import { isArray, isObject, type Json } from '../json.js';
import type { Mocks } from '../mocks/index.js';
import { nearest } from '../nearest.js';
import { documentFile } from './inputs.js';
import { UsageError } from './io.js';

const keywords = ['statusCode', 'headers', 'body', 'outputs', 'status', 'code', 'error', 'retry'];

/** The mocks in a file. A slip in it is refused: it would give an action another answer than was meant. */
export async function mocksFile(path: string): Promise<Mocks> {
  const mocks = await documentFile(path, '--mocks');
  for (const [action, mock] of Object.entries(mocks)) {
    const answers = isArray(mock) ? mock : [mock];
    if (answers.length === 0) throw new UsageError(`--mocks: the list of '${action}' is empty.`);
    for (const answer of answers) check(action, answer);
  }
  return mocks as unknown as Mocks;
}

function check(action: string, answer: Json): void {
  if (!isObject(answer))
    throw new UsageError(
      `--mocks: the mock of '${action}' must be a map, such as { statusCode: 200, body: … }, or a list of such.`,
    );
  const unknown = Object.keys(answer).find((key) => !keywords.includes(key));
  if (unknown === undefined) return;
  const [near] = nearest(unknown, keywords);
  const advice = near === undefined ? `It may have: ${keywords.join(', ')}.` : `Did you mean '${near}'?`;
  throw new UsageError(`--mocks: the mock of '${action}' has no '${unknown}'. ${advice}`);
}
