import { contentOf } from '../content.js';
import { stringOf } from '../expressions/index.js';
import type { HttpRequest, Send } from '../http/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action } from '../run/index.js';
import { answered, refused, unanswered } from './outcome.js';

/** Http: one request to any address. */
export function httpAction(send: Send): Action {
  return {
    type: 'Http',
    async step(inputs, { signal, idempotencyKey }) {
      const request = isObject(inputs) ? requestOf(inputs, idempotencyKey) : 'The inputs must be an object.';
      return typeof request === 'string'
        ? refused('BadRequest', request)
        : send(request, signal).then((response) => answered(response), unanswered);
    },
  };
}

function requestOf(inputs: JsonObject, requestId: string): HttpRequest | string {
  const text = (name: string) => stringOf(ownAnyCase(inputs, name) ?? null);
  const uri = text('uri');
  if (!URL.canParse(uri)) return `The 'uri' must be an absolute address, and it is '${uri}'.`;
  const signed = authorization(ownAnyCase(inputs, 'authentication') ?? null);
  if (typeof signed === 'string') return signed;
  const given = textsOf(ownAnyCase(inputs, 'headers') ?? null);
  const typed = Object.keys(given).find((name) => name.toLowerCase() === 'content-type');
  const content = contentOf(ownAnyCase(inputs, 'body'), typed === undefined ? undefined : given[typed]);
  const headers = {
    'x-ms-client-request-id': requestId,
    ...(content && typed === undefined && { 'Content-Type': content.type }),
    ...given,
    ...signed,
  };
  const url = withQueries(uri, textsOf(ownAnyCase(inputs, 'queries') ?? null));
  return { method: (text('method') || 'GET').toUpperCase(), url, headers, ...(content && { body: content.bytes }) };
}

/** `queries` replace the query of the address (measured in Power Automate). */
function withQueries(uri: string, queries: { readonly [name: string]: string }): string {
  const names = Object.keys(queries);
  if (names.length === 0) return uri;
  const url = new URL(uri);
  url.search = names.map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(queries[name] ?? '')}`).join('&');
  return url.href;
}

/** The Authorization header, or why there is none to be had. */
function authorization(authentication: Json): { readonly [name: string]: string } | string {
  if (!isObject(authentication)) return {};
  const text = (name: string) => stringOf(ownAnyCase(authentication, name) ?? null);
  const type = text('type');
  switch (type.toLowerCase()) {
    case 'none':
      return {};
    case 'raw':
      return { Authorization: text('value') };
    case 'basic':
      return { Authorization: `Basic ${Buffer.from(`${text('username')}:${text('password')}`).toString('base64')}` };
    default:
      return `dryflow cannot sign in with authentication of type '${type}' yet. Use Raw with a header value, or Basic.`;
  }
}

function textsOf(values: Json): { readonly [name: string]: string } {
  const entries = Object.entries(isObject(values) ? values : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, stringOf(value)]));
}
