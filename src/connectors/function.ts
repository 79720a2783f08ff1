// A function: code of somebody's behind one HTTP address, whether Azure Functions Core Tools serve it on this machine or Azure.
import { contentOf } from '../content.js';
import type { Send } from '../http/index.js';
import { ownAnyCase, stringifyJson, type JsonObject } from '../json.js';
import { operationsOf, type Arguments } from '../swagger/index.js';
import type { Connection, ConnectionFault, Connector } from './connection.js';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** Functions: each connection is one; its operations are the methods of HTTP. */
export const functionConnector: Connector = {
  name: 'function',
  operations: operationsOf({
    paths: { '/': Object.fromEntries(methods.map((method) => [method, { operationId: method.toUpperCase() }])) },
  }),
  parameters: ['url', 'key'],
  connect,
};

const example = 'url: http://localhost:7071/api/Name';

function connect(parameters: JsonObject, send: Send): Connection | ConnectionFault {
  const [address, key] = [ownAnyCase(parameters, 'url'), ownAnyCase(parameters, 'key')];
  const advice = `Write the address of the function, for example ${example}.`;
  if (address === undefined) return { message: "A function needs a 'url'.", advice };
  if (typeof address !== 'string' || !/^https?:/.test(address) || !URL.canParse(address))
    return { parameter: 'url', message: "The parameter 'url' is not an absolute http or https address.", advice };
  if (key !== undefined && typeof key !== 'string')
    return { parameter: 'key', message: "The parameter 'key' must be a text.", advice: 'Put it in quotes.' };
  if (key === '')
    return { parameter: 'key', message: "The parameter 'key' is empty.", advice: 'Give it a value, or leave it out.' };
  const url = new URL(address);
  const signed = key === undefined ? {} : { 'x-functions-key': key };
  return {
    target: url.host,
    // The portal gives out addresses with the key in them.
    secrets: [key, url.searchParams.get('code')].filter((secret) => typeof secret === 'string'),
    invoke: ({ method }, given, { requestId, signal }) =>
      send(
        { method, url: withQuery(url, given), ...message(given, { 'x-ms-client-request-id': requestId, ...signed }) },
        signal,
      ),
  };
}

function withQuery(address: URL, { query }: Arguments): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(texts(query))) url.searchParams.set(name, value);
  return url.href;
}

type Headers = { readonly [name: string]: string };

function message({ header, body }: Arguments, more: Headers): { headers: Headers; body?: Uint8Array } {
  const given = texts(header);
  const typed = Object.keys(given).find((name) => name.toLowerCase() === 'content-type');
  const content = contentOf(body, typed === undefined ? undefined : given[typed]);
  const type = content && typed === undefined ? { 'Content-Type': content.type } : {};
  return { headers: { ...type, ...given, ...more }, ...(content && { body: content.bytes }) };
}

function texts(values: JsonObject): Headers {
  const text = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(
    text.map(([name, value]) => [name, typeof value === 'string' ? value : stringifyJson(value)]),
  );
}
