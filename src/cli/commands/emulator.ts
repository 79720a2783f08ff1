import { createColors } from 'picocolors';
import { certificateFolder, signingKeyPath } from '../../app/index.js';
import type { Emulator, EmulatorOptions, RequestLog } from '../../emulator/index.js';
import { UsageError, type ExitCode, type Io } from '../io.js';

export interface EmulatorFlags {
  readonly port?: string;
  readonly httpsPort?: string;
  readonly https?: boolean;
  readonly host?: string;
  readonly json?: boolean;
}

/** `dryflow emulator`: the service offline, until Ctrl-C. */
export async function emulatorCommand(flags: EmulatorFlags, io: Io): Promise<ExitCode> {
  const options = optionsOf(flags, io);
  const { startEmulator } = await import('../../emulator/index.js');
  const emulator = await startEmulator(options).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(startFault(error));
  });
  const { endpoint, connectionString, https } = emulator;
  io.out(flags.json ? `${JSON.stringify({ endpoint, connectionString, https })}\n` : greeting(emulator, io));
  await new Promise<void>((resolve) => io.onInterrupt(resolve));
  await emulator.close();
  return 0;
}

function optionsOf(flags: EmulatorFlags, io: Io): EmulatorOptions {
  const port = portOf('--port', flags.port);
  const httpsPort = portOf('--https-port', flags.httpsPort);
  const certificate = { certificateFolder: certificateFolder(io.env) };
  return {
    ...(port !== undefined && { port }),
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.https !== false && { https: { ...certificate, ...(httpsPort !== undefined && { port: httpsPort }) } }),
    signingKeyPath: signingKeyPath(io.env),
    onRequest: (entry) => io.out(flags.json ? `${JSON.stringify(entry)}\n` : logLine(entry, io)),
  };
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`${flag} takes a number from 0 to 65535, not '${text}'.`);
  return Number(text);
}

function startFault({ code, message }: NodeJS.ErrnoException): string {
  return code === 'EADDRINUSE' ? `${message} The flags are --port and --https-port.` : message;
}

function greeting({ endpoint, connectionString, https }: Emulator, io: Io): string {
  const paint = createColors(io.color);
  const secure = https
    ? `
Over https, which the SDKs insist on ("dryflow emulator cert" says how to trust it):
  ${https.connectionString}
`
    : '';
  return `${paint.bold('Azure Communication Services Identity, offline')}
It listens at ${endpoint}${https ? ` and ${https.endpoint}` : ''}. Its key is known to everybody; nothing leaves this machine.

Connection string:
  ${connectionString}
${secure}
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
