// Where services call back: a server on loopback that hands what it gets to the action that waits for it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { valueOf } from '../content.js';
import type { Json } from '../json.js';
import type { Callee } from '../engines/index.js';
import { callbackSignature, type Outcome } from '../run/index.js';

export interface Callbacks {
  /** `http://127.0.0.1:7071` */
  readonly base: string;
  close(): Promise<void>;
}

/** The address at which a run was called back before is another program's now. */
export class AddressInUseError extends Error {
  override readonly name = 'AddressInUseError';

  constructor(address: string) {
    super(
      `The run waits to be called at ${address}, which another program uses now. End that one, and resume the run again.`,
    );
  }
}

// The service takes so much of a request's body (documented).
const largest = 100 * 1024 * 1024;

/** Listens on loopback, at a free port or at that of a base address from before a restart. Rejects where the port is taken. */
export async function listenForCallbacks(
  find: (runId: string) => Callee | undefined,
  base?: string,
): Promise<Callbacks> {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    answer(request, response, find).catch(() => response.destroy());
  });
  const port = base === undefined ? 0 : Number(new URL(base).port);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new AddressInUseError(base ?? '') : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: (runId: string) => Callee | undefined,
): Promise<void> {
  const { runId, path, signature } = addressed(request.url ?? '/');
  const callee = find(runId);
  const signed = callee !== undefined && signature === callbackSignature(callee.start, path);
  if (!callee || !signed) return reply(response, 404, 'No action waits for a call at this address.');
  const outcome = outcomeOf(request, await bodyOf(request));
  if (typeof outcome === 'string') return reply(response, 400, outcome);
  const taken = callee.deliver(path, outcome);
  reply(response, taken ? 200 : 409, taken ? '' : 'The action does not wait for a call any more.');
}

/** Who is meant: however the address is encoded, in any case, and whatever else a caller has put into its query. */
function addressed(target: string): {
  readonly runId: string;
  readonly path: string;
  readonly signature: string | null;
} {
  const [place = '', query = ''] = target.split(/\?(.*)/s);
  const [, runId = '', path = ''] = /^\/runs\/([^/]+)\/actions\/([^/]+)\/callback$/i.exec(place) ?? [];
  return { runId: decoded(runId), path: decoded(path), signature: new URLSearchParams(query).get('sig') };
}

/** What a call means for the action: its headers and body are the outputs. */
function outcomeOf({ headers }: IncomingMessage, bytes: Uint8Array | undefined): Outcome | string {
  if (!bytes) return `The body is larger than ${largest / 1024 / 1024} MB.`;
  let body: Json | undefined;
  try {
    body = valueOf(bytes, headers['content-type'] ?? '');
  } catch {
    return 'The body is not valid JSON.';
  }
  const shown = Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string] => [name, [value].flat().join(', ')]),
  );
  return { status: 'Succeeded', code: 'OK', outputs: { headers: shown, ...(body !== undefined && { body }) } };
}

/** The whole body; undefined where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
