import { certificateFolder, entraKeys, signingKeyPath } from '../../app/index.js';
import type { EmulatorOptions, ResourceOptions } from '../../emulator/index.js';
import { UsageError, type Io } from '../io.js';

/** The flags of `dryflow emulator`, as they were written. */
export interface EmulatorFlags {
  readonly port?: string;
  readonly httpsPort?: string;
  readonly https?: boolean;
  readonly host?: string;
  /** The folder that keeps everything from one start to the next. */
  readonly data?: string;
  readonly auth?: boolean;
  readonly resource?: readonly string[];
  readonly entraKeys?: string;
  readonly revocationDelay?: string;
  /** False for `--no-limits`. */
  readonly limits?: string | false;
  readonly fault?: readonly string[];
  readonly strictApiVersion?: boolean;
  readonly preview?: boolean;
  readonly json?: boolean;
}

/** What the flags ask for; a flag that makes no sense is a UsageError. */
export async function emulatorOptions(flags: EmulatorFlags, io: Io): Promise<EmulatorOptions> {
  const { parseFault, WELL_KNOWN_RESOURCE } = await import('../../emulator/index.js');
  const wrong = (flags.fault ?? []).map(parseFault).find((fault) => typeof fault === 'string');
  if (wrong !== undefined) throw new UsageError(wrong);
  const keys = await entraKeysOf(flags.entraKeys);
  return {
    ...doors(flags, io),
    ...rules(flags),
    ...(keys && { entraKeys: keys }),
    resources: withOthers(WELL_KNOWN_RESOURCE, (flags.resource ?? []).map(resourceOf)),
    faults: flags.fault ?? [],
    signingKeyPath: signingKeyPath(io.env),
  };
}

function doors(flags: EmulatorFlags, io: Io): EmulatorOptions {
  const [port, httpsPort] = [portOf('--port', flags.port), portOf('--https-port', flags.httpsPort)];
  const https = { certificateFolder: certificateFolder(io.env), ...(httpsPort !== undefined && { port: httpsPort }) };
  return {
    ...(port !== undefined && { port }),
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.https !== false && { https }),
  };
}

function rules(flags: EmulatorFlags): EmulatorOptions {
  const { auth = true, strictApiVersion = false, preview = false } = flags;
  const delay = flags.revocationDelay === undefined ? 0 : numberOf('--revocation-delay', flags.revocationDelay);
  const limits = flags.limits === undefined ? 1 : flags.limits === false ? 0 : numberOf('--limits', flags.limits);
  return { auth, strictApiVersion, preview, revocationDelay: delay * 1000, limits };
}

/** A file that is missing is told at once; an address is asked when a token needs it. */
async function entraKeysOf(from: string | undefined): Promise<EmulatorOptions['entraKeys']> {
  if (from === undefined) return undefined;
  const keys = entraKeys(from);
  if (!/^https?:/i.test(from))
    await keys().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--entra-keys takes the address or the file of a JSON Web Key Set. ${from}: ${why}`);
    });
  return keys;
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`${flag} takes a number from 0 to 65535, not '${text}'.`);
  return Number(text);
}

function numberOf(flag: string, text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) throw new UsageError(`${flag} takes a number, such as 0.5, not '${text}'.`);
  return Number(text);
}

/** `name` or `name=key`. What is not right is told without the key. */
function resourceOf(text: string): ResourceOptions {
  const [, name, key] = /^([\w-]{1,63})(?:=(.*))?$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError('--resource takes a name of letters, digits and dashes, or name=key.');
  if (key === undefined) return { name };
  if (!/^[A-Za-z0-9+/]{2,}={0,2}$/.test(key)) throw new UsageError(`The key of --resource ${name} is not base64.`);
  return { name, accessKey: key };
}

/** The well-known resource stays first, with another key where one is given. */
function withOthers(main: ResourceOptions, given: readonly ResourceOptions[]): ResourceOptions[] {
  const named = new Map([main, ...given].map((one) => [one.name, { ...(one.name === main.name && main), ...one }]));
  return [...named.values()];
}
