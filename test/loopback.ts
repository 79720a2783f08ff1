// Servers on the loopback interface, which note what they were asked: the network that tests may touch.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request as it arrived, its headers in order and as they were written. */
export interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly host: string;
  readonly arrived: readonly Arrived[];
  /** How many connections were opened. */
  readonly connections: () => number;
}

export type Answer = (arrived: Arrived, response: ServerResponse) => void;

/** Starts a server that ends with the test. */
export async function loopback(answer: Answer = (_, response) => response.end()): Promise<Loopback> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void take(request).then((one) => {
      arrived.push(one);
      answer(one, response);
    });
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  const host = `127.0.0.1:${await listening(server)}`;
  return { origin: `http://${host}`, host, arrived, connections: () => connections };
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: { readonly [name: string]: string } = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** The port of a server that listens on the loopback interface until the test ends. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A port at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function take(request: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const { method = '', url: target = '', rawHeaders } = request;
  return { method, target, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
}
