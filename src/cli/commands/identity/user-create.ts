import type { ExitCode, Io } from '../../io.js';
import { ask, at, type ConnectionFlags } from './service.js';

/** `dryflow identity user create`: prints the new user. */
export function userCreateCommand(flags: ConnectionFlags, io: Io): Promise<ExitCode> {
  return ask(
    flags,
    io,
    (service) => service.call('CreateCommunicationIdentity', {}),
    (body) => {
      const id = at(body, 'identity', 'id');
      return { properties: { id }, rawId: id };
    },
  );
}
