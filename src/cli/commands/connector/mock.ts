import { createColors } from 'picocolors';
import { mockConnector, type MockedConnector } from '../../../app/index.js';
import type { Connector } from '../../../connectors/index.js';
import type { CallToTry, MockCall, MockRequest } from '../../../mocks/index.js';
import { systemFault } from '../../../system-fault.js';
import { connectorIn } from '../../connector-file.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';

export interface MockFlags {
  readonly port?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

/** `dryflow connector mock FILE`: serves the connector with made-up answers until Ctrl-C or SIGTERM. */
export async function mockCommand(file: string, flags: MockFlags, io: Io): Promise<ExitCode> {
  const port = portOf(flags);
  const connector = await connectorIn(file, io);
  if (!connector) return 2;
  const say = <T>(line: (said: T, io: Io) => string) => {
    return (said: T) => io.out(flags.json ? `${JSON.stringify(said)}\n` : line(said, io));
  };
  const server = await mockConnector(connector, {
    seed: flags.seed ?? 'dryflow',
    port,
    onRequest: say<MockRequest>(requestLine),
    onCall: say<MockCall>(callLine),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `The port ${port} cannot be listened at: ${systemFault(error)}. Choose another with --port, or leave it out for a free one.`,
    );
  });
  const stopped = new Promise<void>((resolve) => void io.onInterrupt(resolve)); // before anybody knows that it runs
  io.out(flags.json ? `${JSON.stringify({ url: server.url })}\n` : greeting(server, connector.operations));
  await stopped;
  await server.close();
  return 0;
}

function portOf({ port = '0' }: MockFlags): number {
  const number = Number(port);
  if (/^\d+$/.test(port) && number <= 65535) return number;
  throw new UsageError(`--port is a number up to 65535, and not '${port}'.`);
}

function greeting({ url, toTry }: MockedConnector, operations: Connector['operations']): string {
  return `${operations.length} operation${operations.length === 1 ? '' : 's'} at ${url}, answered from the swagger's examples and schemas.
In connections.yaml: parameters: { baseUrl: "${url}" }. Ctrl-C stops it.
${toTry ? `To try: ${requestText(url, toTry)}\n` : ''}Requests:
`;
}

/** An address says all of a GET without headers; the rest is for curl. */
function requestText(url: string, { method, path, headers, body }: CallToTry): string {
  const { accept: _accept, ...said } = headers;
  const address = url + path;
  if (method === 'GET' && Object.keys(said).length === 0) return `GET ${address}`;
  const ofHeaders = Object.entries(said).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]);
  const ofBody = body === undefined ? [] : ['-d', quoted(String(body))];
  return ['curl', '-X', method, ...ofHeaders, ...ofBody, quoted(address)].join(' ');
}

/** As a POSIX shell takes it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function requestLine({ method, target, operation, status, faults = [] }: MockRequest, io: Io): string {
  const paint = createColors(io.color);
  const color = status < 400 ? paint.green : paint.red;
  const line = `${method.padEnd(6)} ${target}  ${operation ?? paint.dim('no operation')}  ${color(String(status))}\n`;
  return line + faults.map((fault) => `       ${fault}\n`).join('');
}

function callLine({ operation, calls, status, why }: MockCall, io: Io): string {
  const paint = createColors(io.color);
  const color = status !== undefined && status < 400 ? paint.green : paint.red;
  return `${operation} calls ${calls}  ${color(status === undefined ? `not called: ${why}` : String(status))}\n`;
}
