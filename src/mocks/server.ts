// A connector's service without the service: requests are matched to operations, and answered as the swagger says.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { match, type Operation } from '../swagger/index.js';
import { madeAnswer, type MadeAnswer } from './answer.js';

/** A request that came in and what it was answered. */
export interface MockRequest {
  readonly method: string;
  readonly target: string;
  /** Absent where the connector has none for the request. */
  readonly operation?: string;
  readonly status: number;
}

export interface MockServerOptions {
  readonly operations: readonly Operation[];
  readonly seed: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly onRequest: (request: MockRequest) => void;
}

export interface MockServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a connector on the loopback interface; rejects where the port is taken. */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const server = createServer((request, response) => {
    respond(request, response, options).catch(() => response.destroy());
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

async function respond(request: IncomingMessage, response: ServerResponse, options: MockServerOptions): Promise<void> {
  const { method = 'GET', url: target = '/' } = request;
  const { operation, answer } = answerTo(method, target, headersOf(request), await contentOf(request), options);
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
  options.onRequest({ method, target, status: answer.status, ...(operation !== undefined && { operation }) });
}

function answerTo(
  method: string,
  target: string,
  headers: { readonly [name: string]: string },
  body: Uint8Array,
  { operations, seed }: MockServerOptions,
): { operation?: string; answer: MadeAnswer } {
  const found = match(operations, { method, target, headers, body });
  if (found) return { operation: found.operation.id, answer: madeAnswer(found.operation, found.arguments, seed) };
  const message = `The connector has no operation for ${method} ${target.split('?')[0]}.`;
  const text = JSON.stringify({ error: { code: 'NotFound', message } });
  return {
    answer: { status: 404, headers: { 'Content-Type': 'application/json' }, body: new TextEncoder().encode(text) },
  };
}

function headersOf({ headers }: IncomingMessage): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function contentOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
