// Who carries a run: a process on this machine, told from a later one with the same number by when it began.
import { readFileSync } from 'node:fs';

/** This process, as an owner of runs. */
export const thisProcess = ownerOf(process.pid);

/** Whether the owner's process is alive. */
export function isLive(owner: string): boolean {
  const pid = Number.parseInt(owner, 10);
  return isAlive(pid) && ownerOf(pid) === owner;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's, but alive
  }
}

function ownerOf(pid: number): string {
  return `${pid}@${beginOf(pid)}`;
}

/** When a process began, in ticks since the machine did; nothing where the system does not say so in a file. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name, in parentheses, and may hold anything; the beginning is the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that has ended, but whose parent has not taken note of it, is in the list still.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
