// What the trigger of a connector gives without its service.
import { valueOf } from '../content.js';
import type { JsonObject } from '../json.js';
import { callsBack, NO_ARGUMENTS, type Operation } from '../swagger/index.js';
import { madeAnswer, madeNotification } from './answer.js';

/** The outputs of a trigger, and what they stand for: the answer to a poll, or a call from the service. */
export interface MadeTrigger {
  readonly from: 'poll' | 'call';
  readonly outputs: JsonObject;
}

/** What a trigger of an operation gives: a call has no status. The same seed gives the same. */
export function madeTrigger(operation: Operation, seed: string): MadeTrigger {
  const from = callsBack(operation) ? 'call' : 'poll';
  const { status, headers, body } = (from === 'call' ? madeNotification : madeAnswer)(operation, NO_ARGUMENTS, seed);
  const value = valueOf(body, headers['Content-Type'] ?? '');
  const outputs = {
    ...(from === 'poll' && { statusCode: status }),
    headers,
    ...(value !== undefined && { body: value }),
  };
  return { from, outputs };
}
