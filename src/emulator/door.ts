// A door to the network: plain node:http and node:https, for exact control of the wire and a fast start.
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { isThisMachine } from '../this-machine.js';
import { explainedAddress } from './ports.js';
import type { ServiceRequest } from './hmac.js';
import { errorBody, TOO_LARGE } from './errors.js';
import type { ServiceResponse } from './response.js';
import { LEFT, unreadableOf, wireAnswer, type ClientError, type Unreadable } from './unreadable.js';

/** Where a door is and what it shows. */
export interface DoorOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Key and certificate in one PEM text: makes it a door of https. */
  readonly certificate?: string;
  /** How long a request may take to arrive, in milliseconds. */
  readonly patience: number;
}

/** A door that is open. */
export interface Door {
  /** `http://127.0.0.1:10227` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A request as it arrived at a door. */
export interface Arrival extends ServiceRequest {
  readonly scheme: 'http' | 'https';
  /** Whether it comes from this machine. */
  readonly local: boolean;
}

/** What stands behind a door. */
export interface Behind {
  respond(arrival: Arrival): Promise<ServiceResponse>;
  /** Told of each answer, and how many milliseconds it took. */
  answered(arrival: Arrival, response: ServiceResponse, ms: number): void;
  /** Told of what came and was no request. */
  unreadable(what: Unreadable): void;
}

/**
 * In milliseconds. Pools of clients keep connections for a minute or more; one that the server ends sooner (Node.js: after
 * five seconds) is at times used in the moment of its end.
 */
const KEEP_ALIVE = 120_000;
const BODY_LIMIT = 1024 * 1024;

/** Opens a door; resolves when it accepts requests, rejects when the port is taken. */
export async function openDoor(options: DoorOptions, behind: Behind): Promise<Door> {
  const { certificate, host, port } = options;
  const scheme = certificate ? 'https' : 'http';
  const server = await createFor(options, (request, response) => {
    serve(behind, scheme, request, response).catch(() => response.destroy());
  });
  refuseUnreadable(server, scheme, behind);
  await listen(server, port, host);
  return { endpoint: endpointOf(server, scheme, host), close: () => close(server) };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

async function createFor({ certificate, patience }: DoorOptions, listener: Listener): Promise<Server> {
  const timeouts: ServerOptions = {
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: Math.min(1000, patience),
    keepAliveTimeout: KEEP_ALIVE,
  };
  if (!certificate) return createServer(timeouts, listener);
  const { createServer: createSecureServer } = await import('node:https');
  const tls = { key: certificate, cert: certificate, handshakeTimeout: patience };
  return createSecureServer({ ...timeouts, ...tls }, listener);
}

/** What is no request gets the service's form of error where anything can be said, and is told of in the log. */
function refuseUnreadable(server: Server, scheme: Arrival['scheme'], behind: Behind): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  const peers = peersOf(server, () => scheme === 'https' && behind.unreadable(LEFT));
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => void answers.set(socket, response));
  server.on('clientError', (error: ClientError, socket: Socket) => {
    const [what, peer] = [unreadableOf(error, scheme, socket.bytesRead > 0), peers.get(peerOf(socket))];
    const begun = answers.get(socket)?.headersSent === true && answers.get(socket)?.writableFinished === false;
    // Where no TLS connection came about, the answer goes out as it is.
    const to = error.code?.startsWith('ERR_SSL') ? peer?.raw : socket;
    if (what?.error && to?.writable && !begun) to.end(wireAnswer(what.error), () => socket.destroy());
    else socket.destroy();
    if (what) behind.unreadable(what);
  });
}

/** Who is at the other end: the socket below that of TLS, and whether TLS came about. */
type Peer = { readonly raw: Socket; secure: boolean };

/** Who is connected, by address; `left` is called for each who began with TLS and left in the middle of it. */
function peersOf(server: Server, left: () => void): ReadonlyMap<string, Peer> {
  const peers = new Map<string, Peer>();
  let told = 0; // handshakes that failed with a reason, which comes without the address, and before the connection closes
  server.on('connection', (raw: Socket) => {
    const [name, peer] = [peerOf(raw), { raw, secure: false }];
    peers.set(name, peer);
    raw.once('close', () => {
      peers.delete(name);
      if (peer.secure) return;
      if (told > 0) told -= 1;
      else if (raw.bytesRead > 0) left();
    });
  });
  server.on('secureConnection', (socket: Socket) => {
    const peer = peers.get(peerOf(socket));
    if (peer) peer.secure = true;
  });
  server.on('tlsClientError', ({ code }: ClientError) => void (told += code === 'ECONNRESET' ? 0 : 1));
  return peers;
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

async function serve(
  behind: Behind,
  scheme: Arrival['scheme'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const body = await read(request);
  if (body === 'aborted') return;
  const arrival = arrivalOf(request, scheme, body === 'too-large' ? Buffer.alloc(0) : body);
  const answer = body === 'too-large' ? tooLarge() : await behind.respond(arrival);
  if (answer.delay) await setTimeout(answer.delay, undefined, { ref: false });
  if (answer.reset) request.socket.resetAndDestroy();
  else send(response, answer);
  request.resume(); // what is left of a body that is too long: its sender shall get to read the answer
  behind.answered(arrival, answer, performance.now() - started);
}

function send(response: ServerResponse, answer: ServiceResponse): void {
  response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer) });
  response.end(answer.body);
}

function lengthOf({ status, body }: ServiceResponse): Record<string, number> {
  return status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
}

/** A header that came twice has both values, also where HTTP allows one: no signature fits both. */
function arrivalOf(request: IncomingMessage, scheme: Arrival['scheme'], body: Uint8Array): Arrival {
  const { method = '', url = '', headersDistinct, socket } = request;
  const headers = Object.entries(headersDistinct).map(([name, values]) => [name, values?.join(', ')]);
  const local = isThisMachine(socket.remoteAddress ?? '');
  return { method, target: url, headers: Object.fromEntries(headers), body, scheme, local };
}

async function read(request: IncomingMessage): Promise<Uint8Array | 'too-large' | 'aborted'> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) return 'too-large';
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

/** The connection ends with the answer. */
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
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainedAddress(error, port, host)));
    server.listen(port, host, resolve);
  });
}

/** An address that stands for all interfaces is no address to connect to. */
function endpointOf(server: Server, scheme: string, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Idle and busy connections are ended too, or a client's keep-alive would hold the process. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
