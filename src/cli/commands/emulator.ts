import { createColors } from 'picocolors';
import { signingKeyPath } from '../../app/index.js';
import type { RequestLog } from '../../emulator/index.js';
import { UsageError, type ExitCode, type Io } from '../io.js';

export interface EmulatorFlags {
  readonly port?: string;
  readonly host?: string;
  readonly json?: boolean;
}

/** `dryflow emulator`: the service offline, until Ctrl-C. */
export async function emulatorCommand(flags: EmulatorFlags, io: Io): Promise<ExitCode> {
  const { startEmulator, WELL_KNOWN_PORT } = await import('../../emulator/index.js');
  const port = portOf(flags.port) ?? WELL_KNOWN_PORT;
  const { host } = flags;
  const onRequest = (entry: RequestLog) => io.out(flags.json ? `${JSON.stringify(entry)}\n` : logLine(entry, io));
  const emulator = await startEmulator({
    port,
    signingKeyPath: signingKeyPath(io.env),
    onRequest,
    ...(host !== undefined && { host }),
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? new UsageError(`Port ${port} is in use. Choose another with --port, or --port 0 for any free one.`)
      : error;
  });
  const { endpoint, connectionString } = emulator;
  io.out(flags.json ? `${JSON.stringify({ endpoint, connectionString })}\n` : greeting(endpoint, connectionString, io));
  await new Promise<void>((resolve) => io.onInterrupt(resolve));
  await emulator.close();
  return 0;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`--port takes a number from 0 to 65535, not '${text}'.`);
  return Number(text);
}

function greeting(endpoint: string, connectionString: string, io: Io): string {
  const paint = createColors(io.color);
  return `${paint.bold('Azure Communication Services Identity, offline')}
It listens at ${endpoint}. Its key is known to everybody; nothing leaves this machine.

Connection string:
  ${connectionString}

In an app (JavaScript):
  import { CommunicationIdentityClient } from '@azure/communication-identity';
  const client = new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });

For dryflow itself:
  COMMUNICATION_SERVICES_CONNECTION_STRING="${connectionString}"

Ctrl-C stops it. Requests:
`;
}

function logLine({ method, operation, status, ms, reason }: RequestLog, io: Io): string {
  const paint = createColors(io.color);
  const color = status < 400 ? paint.green : paint.red;
  const what = `${method.padEnd(6)} ${(operation ?? 'unknown').padEnd(30)}`;
  return `${what} ${color(String(status))} ${Math.round(ms)} ms${reason ? `  ${reason}` : ''}\n`;
}
