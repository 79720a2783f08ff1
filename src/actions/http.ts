import { ExpressionError } from '../expressions/index.js';
import type { Send } from '../http/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Again, Outcome, StepContext } from '../run/index.js';
import { conclude, placeOf } from './again.js';
import { secretsInInputs, signer, type Sign } from './authentication.js';
import { refused, unanswered } from './outcome.js';
import { absolute, followUp, requestOf, sameOrigin } from './request.js';

/** What the Http action stands on: the network, who is told of secrets, how it signs in. */
export interface HttpParts {
  readonly send: Send;
  readonly keep: (secret: Json) => void;
  readonly sign: Sign;
}

/** Http: one request to any address, its polls and its pages. */
export function httpAction(
  send: Send,
  keep: HttpParts['keep'],
  sign: Sign = signer({ send, keep, now: Date.now }),
): Action {
  const parts: HttpParts = { send, keep, sign };
  return {
    type: 'Http',
    async step(inputs, context) {
      if (!isObject(inputs)) return refused('BadRequest', 'The inputs must be an object.');
      try {
        return await ask(inputs, context, parts);
      } catch (error) {
        if (error instanceof ExpressionError) return refused('BadRequest', error.message);
        return unanswered(error);
      }
    },
  };
}

async function ask(inputs: JsonObject, context: StepContext, parts: HttpParts): Promise<Outcome | Again> {
  secretsInInputs(inputs).forEach(parts.keep);
  const first = requestOf(inputs, context);
  if (typeof first === 'string') return refused('BadRequest', first);
  const place = placeOf(context);
  const request = place ? followUp(first, place, context) : first;
  // The service signs a poll as it signed the request; that no other origin gets to see it is our own caution.
  const authentication = sameOrigin(request.url, first.url) ? ownAnyCase(inputs, 'authentication') : undefined;
  const signed = await parts.sign(authentication ?? null, context.signal);
  if ('status' in signed) return signed;
  const { headers, ...proof } = signed;
  const answer = await parts.send(
    { ...request, ...proof, headers: { ...request.headers, ...headers } },
    context.signal,
  );
  return conclude(answer, {
    context,
    linkNames: ['nextLink', '@odata.nextLink'],
    resolve: (link) => absolute(link, request.url),
    keep: parts.keep,
  });
}
