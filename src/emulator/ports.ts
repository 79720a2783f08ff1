// Where the doors are: their ports, and what is wrong with an address that cannot be listened at.

/** 10,000 as Azurite has it, and 227, which is "ACS" on the keys of a phone. That of https is the next one. */
export const WELL_KNOWN_PORT = 10227;

/** The ports of both doors, 0 for any free one; https follows http, whichever port that has. */
export interface Ports {
  readonly http: number;
  readonly https: number;
}

/** The ports that are asked for; `secure` is what is said of https, undefined where http stands alone. */
export function portsOf(http = WELL_KNOWN_PORT, secure?: { readonly port?: number }): Ports {
  const https = secure?.port ?? (http === 0 ? 0 : http + 1);
  if (secure && https === http && http !== 0)
    throw new TypeError(`http and https cannot both have the port ${http}. Give each its own, or 0 for any free one.`);
  if (secure && https > 65535)
    throw new TypeError('https has the port after that of http, and there is none after 65535. Name one for https.');
  return { http, https };
}

const ADVICE = 'The usual address is 127.0.0.1; 0.0.0.0 stands for all of them.';

const LISTENING: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port, host) =>
    `Port ${port} on ${host} is in use, perhaps by another emulator. Choose another one, or 0 for any free port.`,
  EACCES: (port) => `Port ${port} is not for every user to open. Choose one from 1024 on, or 0 for any free port.`,
  EADDRNOTAVAIL: (_, host) => `'${host}' is no address of this machine. ${ADVICE}`,
  ENOTFOUND: (_, host) => `'${host}' is neither an address nor the name of one. ${ADVICE}`,
  EAI_AGAIN: (_, host) => `'${host}' is no address, and nobody can be asked for it as a name. ${ADVICE}`,
  EINVAL: (_, host) => `'${host}' is neither an address nor the name of one. ${ADVICE}`,
};

/** The error of a door that did not open, in words that help. */
export function explainedAddress(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const message = LISTENING[error.code ?? '']?.(port, host);
  return message === undefined ? error : Object.assign(new Error(message, { cause: error }), { code: error.code });
}
