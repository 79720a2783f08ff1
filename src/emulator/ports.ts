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

/** The error of a door that did not open, in words that help. */
export function explainedAddress(error: NodeJS.ErrnoException, host: string): Error {
  const say = (message: string) => Object.assign(new Error(message, { cause: error }), { code: error.code });
  switch (error.code) {
    case 'EADDRNOTAVAIL':
      return say(`'${host}' is no address of this machine. ${ADVICE}`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return say(`'${host}' is neither an address nor the name of one. ${ADVICE}`);
    case 'EACCES':
      return say('The port may not be listened at without more rights. Choose one above 1023.');
    default:
      return error;
  }
}
