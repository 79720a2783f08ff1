// The emulator as a whole: the service, the doors to it, and what it is told when it starts.
import { loadCertificate, type DevelopmentCertificate } from './certificate.js';
import { openDoor, type Behind, type Door } from './door.js';
import { createService, type Service } from './service.js';
import { loadSigningKey } from './signing-key.js';
import { memoryStore } from './store.js';

/** 10,000 as Azurite has it, and 227, which is "ACS" on the keys of a phone. */
export const WELL_KNOWN_PORT = 10227;
/** That of https. */
const WELL_KNOWN_HTTPS_PORT = 10228;

/** Known to everybody, as Azurite's is: the emulator guards nothing. base64 of 64 bytes, as real keys are. */
export const WELL_KNOWN_KEY =
  'ZHJ5ZmxvdyBlbXVsYXRvciBvZiBBQ1MgSWRlbnRpdHk6IHRoaXMga2V5IGlzIHB1YmxpYyBieSBkZXNpZ24uLg==';

/** The GUID of the resource, fixed so that ids stay recognisable from run to run. */
const WELL_KNOWN_RESOURCE = 'd27f1004-0000-4ac5-8000-0000000000ac';

/** How an emulator is to run. */
export interface EmulatorOptions {
  /** The port of http; 0 for any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Opens a second door, for the SDKs that speak https only. */
  readonly https?: HttpsOptions;
  /** The primary access key, base64. */
  readonly accessKey?: string;
  readonly secondaryAccessKey?: string;
  /** The GUID in the ids of identities. */
  readonly resourceId?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** A file that keeps the key that tokens are signed with, so that they outlive a restart. */
  readonly signingKeyPath?: string;
  /** How long a request may take to arrive, in milliseconds; left out: 10 seconds. */
  readonly patience?: number;
  /** Called once per request. What it is told holds no key and no token. */
  readonly onRequest?: (entry: RequestLog) => void;
}

/** The door of https. */
export interface HttpsOptions {
  /** 0 for any free one. */
  readonly port?: number;
  /** The folder that keeps the development certificate, which is made when it is missing. */
  readonly certificateFolder: string;
}

/** One line of the emulator's log. */
export interface RequestLog {
  readonly method: string;
  readonly operation: string | undefined;
  readonly status: number;
  readonly ms: number;
  /** Why the request was refused. */
  readonly reason: string | undefined;
}

/** An emulator that accepts requests. */
export interface Emulator {
  /** `http://127.0.0.1:10227` */
  readonly endpoint: string;
  /** What an SDK takes, with the primary key. */
  readonly connectionString: string;
  /** The same over https, and the file with the certificate that clients have to trust. */
  readonly https: { readonly endpoint: string; readonly connectionString: string; readonly caPath: string } | undefined;
  readonly service: Service;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const PATIENCE = 10_000;

/** Starts the emulator; resolves when it accepts requests, rejects when a port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = WELL_KNOWN_PORT, accessKey = WELL_KNOWN_KEY } = options;
  const certificate = options.https && (await loadCertificate(options.https.certificateFolder));
  const service = serviceOf(options, accessKey);
  const { http, https } = await openDoors(options, port, certificate, behind(service, options));
  const connectionString = ({ endpoint }: Door) => `endpoint=${endpoint}/;accesskey=${accessKey}`;
  return {
    endpoint: http.endpoint,
    connectionString: connectionString(http),
    https: https &&
      certificate && {
        endpoint: https.endpoint,
        connectionString: connectionString(https),
        caPath: certificate.caPath,
      },
    service,
    close: async () => void (await Promise.all([http.close(), https?.close()])),
  };
}

function serviceOf(options: EmulatorOptions, accessKey: string): Service {
  const signingKey = loadSigningKey(options.signingKeyPath);
  signingKey.catch(() => undefined); // whoever needs the key hears of it; until then nobody does
  return createService({
    accessKeys: options.secondaryAccessKey === undefined ? [accessKey] : [accessKey, options.secondaryAccessKey],
    resourceId: options.resourceId ?? WELL_KNOWN_RESOURCE,
    store: memoryStore(),
    clock: options.clock ?? Date.now,
    signingKey,
  });
}

async function openDoors(
  { host = HOST, patience = PATIENCE, https }: EmulatorOptions,
  port: number,
  certificate: DevelopmentCertificate | undefined,
  inside: Behind,
): Promise<{ http: Door; https: Door | undefined }> {
  const http = await openDoor({ host, port, patience }, inside);
  if (!certificate) return { http, https: undefined };
  const securePort = https?.port ?? (port === 0 ? 0 : WELL_KNOWN_HTTPS_PORT);
  const secure = { host, port: securePort, patience, certificate: certificate.server };
  try {
    return { http, https: await openDoor(secure, inside) };
  } catch (error) {
    await http.close();
    throw error;
  }
}

function behind(service: Service, { onRequest }: EmulatorOptions): Behind {
  return {
    respond: (arrival) => service.handle(arrival),
    answered: ({ method }, { operation, status, reason }, ms) =>
      onRequest?.({ method, operation, status, ms: Math.round(ms), reason }),
  };
}
