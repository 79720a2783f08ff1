import { certificateFolder, signingKeyPath } from '../../folders.js';
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
  refuseEmpty(flags);
  const { parseFault, WELL_KNOWN_RESOURCE } = await import('../../emulator/index.js');
  const wrong = (flags.fault ?? []).map(parseFault).find((fault) => typeof fault === 'string');
  if (wrong !== undefined) throw new UsageError(wrong);
  return {
    ...doors(flags, io),
    ...rules(flags),
    ...(await entraKeysOf(flags.entraKeys)),
    resources: withOthers(WELL_KNOWN_RESOURCE, (flags.resource ?? []).map(resourceOf)),
    faults: flags.fault ?? [],
    signingKeyPath: signingKeyPath(io.env),
  };
}

/** A shell gives an empty text for a variable that is not set, which would mean any address, or the current folder. */
function refuseEmpty(flags: EmulatorFlags): void {
  const texts = [
    ['--host takes an address', flags.host],
    ['--data takes the path of a folder', flags.data],
    ['--entra-keys takes an address or a file', flags.entraKeys],
  ] as const;
  const empty = texts.find(([, text]) => text?.trim() === '');
  if (empty) throw new UsageError(`${empty[0]}; it is empty.`);
}

function doors(flags: EmulatorFlags, io: Io): EmulatorOptions {
  if (flags.https === false && flags.httpsPort !== undefined)
    throw new UsageError('--https-port has no place beside --no-https. Leave out one of them.');
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

// Loaded when it is asked for: an emulator starts at once, and the app is large.
async function entraKeysOf(from: string | undefined): Promise<EmulatorOptions> {
  if (from === undefined) return {};
  const { entraKeys } = await import('../../app/index.js');
  return { entraKeys: entraKeys(from) };
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`${flag} takes a number from 0 to 65535, not '${text}'.`);
  return Number(text);
}

function numberOf(flag: string, text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text))
    throw new UsageError(`${flag} takes a number from 0 to 999999, such as 0.5, not '${text}'.`);
  return Number(text);
}

/** `name` or `name=key`. What is not right is told without the key. */
function resourceOf(text: string): ResourceOptions {
  const [, name, key] = /^([\w-]{1,63})(?:=(.*))?$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError('--resource takes a name of letters, digits and dashes, or name=key.');
  return { name, ...(key !== undefined && { accessKey: key }) };
}

/** The well-known resource stays first, with another key where one is given. */
function withOthers(main: ResourceOptions, given: readonly ResourceOptions[]): ResourceOptions[] {
  const own = given.find(({ name }) => name === main.name);
  if (own && own.accessKey === undefined)
    throw new UsageError(
      `There is a resource '${main.name}' already. --resource ${main.name}=KEY gives it another key.`,
    );
  return [{ ...main, ...own }, ...given.filter((one) => one !== own)];
}
