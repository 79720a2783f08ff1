// The emulator for programs: options checked, folders given by their names as on the command line.
import type { Emulator, EmulatorOptions, HttpsOptions, ResourceOptions } from '../emulator/index.js';
import { callback, checkedOptions, FLAG, numberSuch, PORT, RECORD, TEXT, type OptionKinds } from '../options.js';
import { certificateFolder } from '../folders.js';

/** How an emulator is to run. */
export interface EmulatorSettings extends Omit<EmulatorOptions, 'https'> {
  /** Opens a second door, for the SDKs that speak https only; true for one with the usual port and certificate. */
  readonly https?: boolean | Partial<HttpsOptions>;
  /** A folder that keeps identities, access keys and the key of tokens, so that all of them outlive a restart. */
  readonly data?: string;
}

const optionKinds: OptionKinds<EmulatorSettings> = {
  port: PORT,
  host: TEXT,
  https: { what: 'true, false or an object such as { port: 0 }', is: (it) => FLAG.is(it) || RECORD.is(it) },
  data: { ...TEXT, what: 'the path of a folder' },
  resources: { what: "a list of resources, such as [{ name: 'dryflow' }]", is: Array.isArray },
  clock: {
    what: 'a function that gives milliseconds since 1970, such as Date.now',
    is: (it) => typeof it === 'function' && Number.isFinite((it as () => unknown)()),
  },
  auth: FLAG,
  entraKeys: callback('that gives a JSON Web Key Set'),
  revocationDelay: numberSuch('500, in milliseconds'),
  strictApiVersion: FLAG,
  preview: FLAG,
  limits: numberSuch('0.5'),
  faults: {
    what: "a list of texts, such as ['issue:503:every=3']",
    is: (it) => Array.isArray(it) && it.every((one) => typeof one === 'string'),
  },
  signingKeyPath: { ...TEXT, what: 'the path of a file' },
  store: RECORD,
  settingsPath: { ...TEXT, what: 'the path of a file' },
  patience: numberSuch('10000, in milliseconds'),
  onRequest: callback('that is told of each request'),
};

const httpsKinds: OptionKinds<HttpsOptions> = {
  port: PORT,
  certificateFolder: { ...TEXT, what: 'the path of a folder' },
};

const resourceKinds: OptionKinds<Partial<ResourceOptions>> = {
  name: TEXT,
  id: { ...TEXT, what: 'a GUID' },
  accessKey: { ...TEXT, what: 'a text in base64' },
  secondaryAccessKey: { ...TEXT, what: 'a text in base64' },
};

/** What `data` says besides. */
const KEPT_IN_DATA = ['store', 'settingsPath', 'signingKeyPath'] as const;

/** Starts the emulator; resolves when it accepts requests, rejects when an option makes no sense or a port is taken. */
export async function startEmulator(options: EmulatorSettings = {}): Promise<Emulator> {
  const { https: door, data, ...rest } = checkedSettings(options);
  const { openDataFolder, startEmulator: start } = await import('../emulator/index.js');
  const https = door === undefined || door === false ? {} : { https: doorOf(door) };
  if (data === undefined) return start({ ...rest, ...https });
  const folder = await openDataFolder(data);
  try {
    const emulator = await start({ ...rest, ...https, ...folder });
    const stop = emulator.close.bind(emulator);
    return Object.assign(emulator, { close: () => stop().then(() => folder.store.close()) });
  } catch (error) {
    folder.store.close();
    throw error;
  }
}

function doorOf(https: true | Partial<HttpsOptions>): HttpsOptions {
  return { certificateFolder: certificateFolder(process.env), ...(https === true ? {} : https) };
}

function checkedSettings(options: EmulatorSettings): EmulatorSettings {
  const settings = checkedOptions('startEmulator', options, optionKinds);
  if (typeof settings.https === 'object') checkedOptions('startEmulator, https', settings.https, httpsKinds);
  settings.resources?.forEach(checkResource);
  const twice = settings.data === undefined ? undefined : KEPT_IN_DATA.find((name) => settings[name] !== undefined);
  if (twice) throw new TypeError(`startEmulator: 'data' keeps everything in its folder. Leave out '${twice}'.`);
  return settings;
}

function checkResource(resource: Partial<ResourceOptions>, at: number): void {
  const where = `startEmulator, resources[${at}]`;
  if (checkedOptions(where, resource, resourceKinds).name === undefined)
    throw new TypeError(`${where} needs a 'name'.`);
}
