import { createColors } from 'picocolors';
import type { DataFolder, Emulator, EmulatorOptions, RequestLog } from '../../emulator/index.js';
import { isThisMachine } from '../../this-machine.js';
import { UsageError, type ExitCode, type Io } from '../io.js';
import { emulatorOptions, type EmulatorFlags } from './emulator-options.js';

/** `dryflow emulator`: the service offline, until Ctrl-C or SIGTERM, with which a server ends as it should: 0. */
export async function emulatorCommand(flags: EmulatorFlags, io: Io): Promise<ExitCode> {
  const options = await emulatorOptions(flags, io);
  const stopped = new AbortController();
  await checkEntraKeys(flags.entraKeys, io, stopped.signal);
  const data = await openData(flags.data);
  try {
    await serve({ ...options, ...data }, flags, io);
  } finally {
    stopped.abort();
    data?.store.close();
  }
  return 0;
}

/** A file has to be right from the start. An address may answer later, and is not waited for. */
async function checkEntraKeys(from: string | undefined, io: Io, signal: AbortSignal): Promise<void> {
  if (from === undefined) return;
  const { entraKeysFault, isAddress } = await import('../../app/index.js');
  const fault = entraKeysFault(from, signal);
  const warning = createColors(io.color).yellow('warning');
  const later = 'Its tokens are refused until it has some.';
  if (isAddress(from))
    void fault.then((why) => why !== undefined && !signal.aborted && io.err(`${warning}: ${why} ${later}\n`));
  else if ((await fault) !== undefined) throw new UsageError(`--entra-keys: ${await fault}`);
}

async function openData(folder: string | undefined): Promise<DataFolder | undefined> {
  if (folder === undefined) return undefined;
  const { openDataFolder } = await import('../../emulator/index.js');
  return openDataFolder(folder).catch((error: Error & { advice?: string }) => {
    throw new UsageError(`--data: ${error.message}${error.advice === undefined ? '' : `\n  → ${error.advice}`}`);
  });
}

async function serve(options: EmulatorOptions, flags: EmulatorFlags, io: Io): Promise<void> {
  const { startEmulator } = await import('../../emulator/index.js');
  const onRequest = (entry: RequestLog) => io.out(flags.json ? `${JSON.stringify(entry)}\n` : logLine(entry, io));
  const emulator = await startEmulator({ ...options, onRequest }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(startFault(error));
  });
  const stopped = new Promise<void>((resolve) => void io.onInterrupt(resolve)); // before anybody knows that it runs
  io.out(flags.json ? `${JSON.stringify(addresses(emulator))}\n` : greeting(emulator, flags, io));
  await stopped;
  await emulator.close();
}

function addresses({ endpoint, connectionString, connectionStrings, https }: Emulator): object {
  return { endpoint, connectionString, https, connectionStrings };
}

function startFault({ code = '', message }: NodeJS.ErrnoException): string {
  if (['EADDRINUSE', 'EACCES'].includes(code)) return `${message} The flags are --port and --https-port.`;
  return ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code) ? `--host: ${message}` : message;
}

function greeting(
  { endpoint, connectionString, connectionStrings, https }: Emulator,
  flags: EmulatorFlags,
  io: Io,
): string {
  const paint = createColors(io.color);
  const others = Object.entries(connectionStrings).slice(1);
  return `${paint.bold('Azure Communication Services Identity, offline')}
It listens at ${endpoint}${https ? ` and ${https.endpoint}` : ''}. Its key is known to everybody; nothing leaves this machine.
${flags.host !== undefined && !isThisMachine(flags.host) ? `${paint.yellow(`With --host ${flags.host} other machines reach it too, and everybody knows its key.`)}\n` : ''}${flags.auth === false ? `${paint.yellow('Authentication is off: nobody is asked for a signature or a token.')}\n` : ''}
Connection string:
  ${connectionString}
${others.map(([name, text]) => `  ${text}  (${name})\n`).join('')}${https ? secureGreeting(https.connectionString) : ''}
In an app (JavaScript):
  import { CommunicationIdentityClient } from '@azure/communication-identity';
  const client = new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });

For dryflow itself:
  COMMUNICATION_SERVICES_CONNECTION_STRING="${connectionString}"

Ctrl-C stops it. Requests:
`;
}

function secureGreeting(connectionString: string): string {
  return `
Over https, which the SDKs of Python, Java and .NET insist on ("dryflow emulator cert" says how to trust it):
  ${connectionString}
`;
}

function logLine({ time, method, operation, resource, status, ms, reason, warning }: RequestLog, io: Io): string {
  const paint = createColors(io.color);
  const color = status > 0 && status < 400 ? paint.green : paint.red;
  const what = `${(method || '–').padEnd(6)} ${(operation ?? 'unknown').padEnd(28)}`;
  const where = resource === undefined || resource === 'dryflow' ? '' : ` ${paint.dim(resource)}`;
  const note = reason === undefined ? warning && paint.yellow(printable(warning)) : printable(reason);
  const clock = paint.dim(time.slice(11, 19));
  const answer = color(status === 0 ? '–  ' : String(status));
  return `${clock} ${what} ${answer} ${`${ms} ms`.padStart(6)}${where}${note === undefined ? '' : `  ${note}`}\n`;
}

/** A request may hold anything, and must neither begin a line of its own nor steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
