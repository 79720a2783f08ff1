// The emulator on the network: plain node:http, for exact control of the wire and a fast start.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServiceRequest } from './auth.js';
import { errorBody, TOO_LARGE } from './errors.js';
import { createService, type Service, type ServiceResponse } from './service.js';
import { loadSigningKey } from './signing-key.js';
import { memoryStore, type Store } from './store.js';

/** 10,000 as Azurite has it, and 227, which is "ACS" on the keys of a phone. */
export const WELL_KNOWN_PORT = 10227;

/** Known to everybody, as Azurite's is: the emulator guards nothing. base64 of 64 bytes, as real keys are. */
export const WELL_KNOWN_KEY =
  'ZHJ5ZmxvdyBlbXVsYXRvciBvZiBBQ1MgSWRlbnRpdHk6IHRoaXMga2V5IGlzIHB1YmxpYyBieSBkZXNpZ24uLg==';

/** The GUID of the resource, fixed so that ids stay recognisable from run to run. */
const WELL_KNOWN_RESOURCE = 'd27f1004-0000-4ac5-8000-0000000000ac';

/** How an emulator is to run. */
export interface EmulatorOptions {
  /** 0 for any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The primary access key, base64. */
  readonly accessKey?: string;
  readonly secondaryAccessKey?: string;
  /** The GUID in the ids of identities. */
  readonly resourceId?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Where identities are kept; left out: in memory. */
  readonly store?: Store;
  /** A file that keeps the key that tokens are signed with, so that they outlive a restart. */
  readonly signingKeyPath?: string;
  /** Called once per request. What it is told holds no key and no token. */
  readonly onRequest?: (entry: RequestLog) => void;
}

/** One line of the emulator's log. */
export interface RequestLog {
  readonly method: string;
  readonly operation: string | undefined;
  readonly status: number;
  readonly ms: number;
  /** Why the request was refused. */
  readonly reason: string | undefined;
}

/** An emulator that accepts requests. */
export interface Emulator {
  /** `http://127.0.0.1:10227` */
  readonly endpoint: string;
  /** What an SDK takes, with the primary key. */
  readonly connectionString: string;
  readonly service: Service;
  close(): Promise<void>;
}

const BODY_LIMIT = 1024 * 1024;

/** Starts the emulator; resolves when it accepts requests, rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = WELL_KNOWN_PORT, accessKey = WELL_KNOWN_KEY } = options;
  const service = serviceOf(options, accessKey);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    serve(service, request, response, options.onRequest).catch(() => response.destroy());
  });
  await listen(server, port, host);
  const endpoint = endpointOf(server, host);
  return {
    endpoint,
    connectionString: `endpoint=${endpoint}/;accesskey=${accessKey}`,
    service,
    close: () => close(server),
  };
}

function serviceOf(options: EmulatorOptions, accessKey: string): Service {
  const signingKey = loadSigningKey(options.signingKeyPath);
  signingKey.catch(() => undefined); // whoever needs the key hears of it; until then nobody does
  return createService({
    accessKeys: options.secondaryAccessKey === undefined ? [accessKey] : [accessKey, options.secondaryAccessKey],
    resourceId: options.resourceId ?? WELL_KNOWN_RESOURCE,
    store: options.store ?? memoryStore(),
    clock: options.clock ?? Date.now,
    signingKey,
  });
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  log: EmulatorOptions['onRequest'],
): Promise<void> {
  const started = performance.now();
  const body = await read(request);
  if (body === 'aborted') return;
  const answer = body === 'too-large' ? tooLarge() : await service.handle(incoming(request, body));
  response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer) });
  response.end(answer.body);
  const { operation, status, reason } = answer;
  log?.({ method: request.method ?? '', operation, status, ms: Math.round(performance.now() - started), reason });
}

function lengthOf({ status, body }: ServiceResponse): Record<string, number> {
  return status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
}

function incoming({ method = '', url = '', headers }: IncomingMessage, body: Uint8Array): ServiceRequest {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return { method, target: url, headers: Object.fromEntries(single), body };
}

async function read(request: IncomingMessage): Promise<Uint8Array | 'too-large' | 'aborted'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_LIMIT) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'aborted';
  }
  return Buffer.concat(chunks);
}

/** The rest of the body is not waited for: the connection ends with the answer. */
function tooLarge(): ServiceResponse {
  return {
    status: TOO_LARGE.status,
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(errorBody(TOO_LARGE)),
    operation: undefined,
    reason: TOO_LARGE.message,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function explained(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} on ${host} is in use, perhaps by another emulator. Choose another one, or 0 for any free port.`;
  return Object.assign(new Error(message, { cause: error }), { code: error.code });
}

/** An address that stands for all interfaces is no address to connect to. */
function endpointOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Idle and busy connections are ended too, or a client's keep-alive would hold the process. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
