// A connector's service without the service: requests are matched to operations, held to the swagger, and answered as it
// says. Who subscribes is called back once, and may end the subscription.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isThisMachine } from '../this-machine.js';
import {
  match,
  notificationUrlIn,
  takesNotificationUrl,
  type Arguments,
  type Operation,
  type Request,
} from '../swagger/index.js';
import { madeAnswer, madeNotification, type MadeAnswer } from './answer.js';
import { unfitIn } from './unfit.js';

/** A request that came in and what it was answered. */
export interface MockRequest {
  readonly method: string;
  readonly target: string;
  /** Absent where the connector has none for the request. */
  readonly operation?: string;
  readonly status: number;
  /** What is not as the swagger says, in sentences; absent where all is. */
  readonly faults?: readonly string[];
}

/** A call to an address that was subscribed, and what became of it. */
export interface MockCall {
  readonly operation: string;
  /** The address without its query, which may hold a signature. */
  readonly calls: string;
  readonly status?: number;
  /** Why nobody was called. */
  readonly why?: string;
}

export interface MockServerOptions {
  readonly operations: readonly Operation[];
  /** Whether policies give the body of an operation's requests another shape than the swagger says. */
  readonly reshapes: (operation: Operation) => boolean;
  readonly seed: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly onRequest: (request: MockRequest) => void;
  /** Told of the calls to those who subscribe. */
  readonly onCall: (call: MockCall) => void;
  /** Calls an address on this machine with a notification, and gives the status that it is answered. */
  readonly call: (url: string, notification: MadeAnswer) => Promise<number>;
}

export interface MockServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a connector on the loopback interface; rejects where the port is taken. */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const subscriptions: string[] = [];
  const server = createServer((request, response) => {
    respond(request, response, subscriptions, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answered {
  readonly operation?: string;
  readonly answer: MadeAnswer;
  readonly faults?: readonly string[];
  /** Who is to be called back. */
  readonly subscribed?: { readonly operation: Operation; readonly given: Arguments };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  subscriptions: string[],
  options: MockServerOptions,
): Promise<void> {
  const { method = 'GET', url: target = '/' } = request;
  const incoming = { method, target, headers: headersOf(request), body: await contentOf(request) };
  const { answer, subscribed, ...said } =
    ended(method, target, subscriptions) ?? answerTo(incoming, subscriptions, options);
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
  options.onRequest({ method, target, status: answer.status, ...said });
  if (subscribed) options.onCall(await callBack(subscribed.operation, subscribed.given, options));
}

const place = '/$subscriptions/';

/** The end of a subscription: the DELETE of the Location that it was answered with. */
function ended(method: string, target: string, subscriptions: readonly string[]): Answered | undefined {
  const operation = target.startsWith(place) ? subscriptions[Number(target.slice(place.length)) - 1] : undefined;
  if (method !== 'DELETE' || operation === undefined) return undefined;
  return { operation, answer: { status: 200, headers: {}, body: new Uint8Array() } };
}

function answerTo(
  request: Request,
  subscriptions: string[],
  { operations, reshapes, seed }: MockServerOptions,
): Answered {
  const found = match(operations, request);
  if (!found) return noOperation(operations, request);
  const { operation, arguments: given } = found;
  const unfit = unfitIn(found, request, reshapes(operation));
  const faults = unfit.map((each) => each.said);
  const said = { operation: operation.id, ...(faults.length > 0 && { faults }) };
  if (unfit.some(({ isRefused }) => isRefused))
    return { ...said, answer: refusal(400, 'BadRequest', faults.join(' ')) };
  const answer = madeAnswer(operation, given, seed);
  if (!takesNotificationUrl(operation)) return { ...said, answer };
  const headers = { ...answer.headers, Location: `${place}${subscriptions.push(operation.id)}` };
  return { ...said, answer: { ...answer, headers }, subscribed: { operation, given } };
}

/** A path without the base path is a slip that is easily made: the swagger's paths are written so. */
function noOperation(operations: readonly Operation[], request: Request): Answered {
  const { method, target } = request;
  const bases = [...new Set(operations.map(({ basePath }) => basePath))].filter((base) => base !== '');
  const base = bases.find((each) => match(operations, { ...request, target: `${each}${target}` }));
  const advice = base === undefined ? [] : [`Its paths begin with '${base}': ask for ${base}${target}.`];
  const message = [`The connector has no operation for ${method} ${target.split('?')[0]}.`, ...advice].join(' ');
  return { answer: refusal(404, 'NotFound', message), ...(advice.length > 0 && { faults: advice }) };
}

function refusal(status: number, code: string, message: string): MadeAnswer {
  const text = JSON.stringify({ error: { code, message } });
  return { status, headers: { 'Content-Type': 'application/json' }, body: new TextEncoder().encode(text) };
}

/** Calls back who has subscribed, on this machine alone: a mock sends nothing into the world. */
async function callBack(operation: Operation, given: Arguments, { seed, call }: MockServerOptions): Promise<MockCall> {
  const url = notificationUrlIn(operation, given) ?? '';
  const said = { operation: operation.id, calls: url.split('?')[0] ?? '' };
  if (!URL.canParse(url)) return { ...said, why: 'it is no address' };
  const { hostname } = new URL(url);
  if (!isThisMachine(hostname)) return { ...said, why: 'it is not on this machine' };
  try {
    return { ...said, status: await call(url, madeNotification(operation, given, seed)) };
  } catch (error) {
    return { ...said, why: (error as Error).message };
  }
}

function headersOf({ headers }: IncomingMessage): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function contentOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
