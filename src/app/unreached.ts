// Why no answer came, for whoever gave a single command: the words of SendError are those that the service has for runs.
import { refusingHost, type SendError } from '../http/index.js';
import { systemFault } from '../system-fault.js';
import { isThisMachine } from '../this-machine.js';

/** What the system says where not even a connection came about. */
const NO_CONNECTION = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** What is wrong with a host (`name:port`) that gave no answer, and what to do about it. */
export async function unreached(error: SendError, host: string): Promise<{ problem: string; advice?: string }> {
  const { hostname } = new URL(`http://${host}`);
  const fault = error.cause as NodeJS.ErrnoException | undefined;
  if (!fault || !NO_CONNECTION.test(fault.code ?? '')) return { problem: error.message };
  if (isThisMachine(hostname) && fault.code === 'ECONNREFUSED')
    return { problem: `Nothing answers at ${host}.`, advice: await howToStart() };
  const problem = `The host '${hostname}' cannot be reached: ${systemFault(fault)}.`;
  return { problem, advice: isThisMachine(hostname) ? inHostsFile(hostname) : ELSEWHERE };
}

/** What to ask oneself where nothing listens on this machine, by the words that say why an action failed. */
export function notRunning(words: string): string | undefined {
  const host = refusingHost(words);
  const address = `http://${host ?? ''}`;
  if (!URL.canParse(address) || !isThisMachine(new URL(address).hostname)) return undefined;
  return `Nothing answers at ${host}, on this machine: is it running?`;
}

const ELSEWHERE = 'Check the endpoint of the connection string, and whether this machine is connected to the network.';

async function howToStart(): Promise<string> {
  const { WELL_KNOWN_PORT } = await import('../emulator/index.js');
  return `Start the emulator: "dryflow emulator" has port ${WELL_KNOWN_PORT}, and ${WELL_KNOWN_PORT + 1} for https, unless --port names another.`;
}

function inHostsFile(name: string): string {
  return `This system does not know names below localhost: its hosts file needs the line "127.0.0.1 ${name}".`;
}
