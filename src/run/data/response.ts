import { stringOf } from '../../expressions/index.js';
import { isObject, ownAnyCase, type Json } from '../../json.js';
import { count } from '../duration.js';
import type { Response } from '../ports.js';
import { invalidInputs } from '../settlement.js';
import { notWaiting } from '../skip.js';
import type { Inline } from './inline.js';

/** Response: answers the caller that started the run, once. */
export const response: Inline = (inputs, x, { state, turn }) => {
  const answer = isObject(inputs) ? read(inputs) : 'They must be an object with a statusCode.';
  if (typeof answer === 'string') return invalidInputs(x, answer);
  if (state.responded) return { inputs, ...notWaiting(x.planned.node.name) };
  state.responded = true;
  turn.commands.push({ op: 'respond', response: answer });
  turn.events.push({ kind: 'responded', at: state.at, response: answer });
  return { status: 'Succeeded', code: 'OK', inputs, outputs: { ...answer } };
};

function read(inputs: { readonly [name: string]: Json }): Response | string {
  const statusCode = count(ownAnyCase(inputs, 'statusCode'));
  if (statusCode === undefined || statusCode < 100 || statusCode > 599)
    return "The 'statusCode' must be a whole number from 100 to 599.";
  const headers = ownAnyCase(inputs, 'headers') ?? {};
  if (!isObject(headers)) return "The 'headers' must be an object.";
  const body = ownAnyCase(inputs, 'body');
  return {
    statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, stringOf(value)])),
    ...(body !== undefined && { body }),
  };
}
