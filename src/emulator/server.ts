// The emulator as a whole: the service, the doors to it, and what it is told when it starts.
import type { Json } from '../json.js';
import { loadCertificate, type DevelopmentCertificate } from './certificate.js';
import { controlAnswer, type ControlParts } from './control.js';
import { openDoor, type Behind, type Door } from './door.js';
import { entraAnswer } from './entra-endpoint.js';
import { createResources, WELL_KNOWN_RESOURCE, type ResourceOptions, type Resources } from './resources.js';
import { createService, type Service } from './service.js';
import { createFaults, parseFault, type Fault } from './faults.js';
import { createLimits } from './limits.js';
import { jsonPage } from './page.js';
import { portsOf, type Ports } from './ports.js';
import { loadSigningKey, type SigningKey } from './signing-key.js';
import { settingsFile } from './settings-file.js';
import { memoryStore, type Store } from './store.js';
import { checkDistinct, checkWanted } from './wanted.js';

/** How an emulator is to run. */
export interface EmulatorOptions {
  /** The port of http; 0 for any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Opens a second door, for the SDKs that speak https only. */
  readonly https?: HttpsOptions;
  /** The resources there are, the one that `connectionString` is of first; left out: a well-known one. */
  readonly resources?: readonly ResourceOptions[];
  /** The time that tokens live by, in milliseconds since 1970; it may be a virtual one. Signatures go by the real time. */
  readonly clock?: () => number;
  /** False: nobody is asked for a signature or a token. */
  readonly auth?: boolean;
  /** Fetches a JSON Web Key Set with the keys of a real Entra tenant, whose tokens are then good too. */
  readonly entraKeys?: () => Promise<Json>;
  /** How long a revocation takes to be in force, in milliseconds; left out: it is at once. */
  readonly revocationDelay?: number;
  /** Refuses an api-version newer than all that are known; left out: it is taken for the newest, with a warning. */
  readonly strictApiVersion?: boolean;
  /** Adds what the preview of 2025-03-02 has: custom ids, and reading an identity. */
  readonly preview?: boolean;
  /** Multiplies the service's rate limits; 0 switches them off; left out: they are the service's. */
  readonly limits?: number;
  /** Faults to show, such as `issue:503:every=3`. */
  readonly faults?: readonly string[];
  /** A file that keeps the key that tokens are signed with, so that they outlive a restart. */
  readonly signingKeyPath?: string;
  /** Where identities are kept; left out: in memory. */
  readonly store?: Store;
  /** A file that keeps access keys made anew and removals of resources, so that they outlive a restart. */
  readonly settingsPath?: string;
  /** How long a request may take to arrive, in milliseconds; left out: 10 seconds. */
  readonly patience?: number;
  /** Called once per request. What it is told holds no key and no token. */
  readonly onRequest?: (entry: RequestLog) => void;
}

/** The door of https. */
export interface HttpsOptions {
  /** 0 for any free one; left out: the one after that of http, and a free one where that is free. */
  readonly port?: number;
  /** The folder that keeps the development certificate, which is made when it is missing. */
  readonly certificateFolder: string;
}

/** One line of the emulator's log. */
export interface RequestLog {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Empty where what came was no request. */
  readonly method: string;
  readonly operation: string | undefined;
  /** The name of the resource, once it is known. */
  readonly resource: string | undefined;
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly ms: number;
  /** Why the request was refused. */
  readonly reason: string | undefined;
  /** What to know of a request that was served. */
  readonly warning: string | undefined;
}

/** Where an SDK finds the emulator. */
export interface Address {
  /** `http://127.0.0.1:10227` */
  readonly endpoint: string;
  /** What an SDK takes, with the primary key of the first resource. */
  readonly connectionString: string;
}

/** An emulator that accepts requests. */
export interface Emulator extends Address {
  /** What an SDK takes for each resource, by its name. */
  readonly connectionStrings: Readonly<Record<string, string>>;
  /** The same over https, and the file with the certificate that clients have to trust. */
  readonly https: (Address & { readonly caPath: string }) | undefined;
  readonly service: Service;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const PATIENCE = 10_000;

/** Starts the emulator; resolves when it accepts requests, rejects when a port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const faults = createFaults(options.faults?.map(readFault));
  const ports = portsOf(options.port, options.https);
  const resources = resourcesOf(options);
  const names = resources.list().map(({ name }) => name);
  const certificate = options.https && (await loadCertificate(options.https.certificateFolder, Date.now(), names));
  const signingKey = loadSigningKey(options.signingKeyPath);
  signingKey.catch(() => undefined); // whoever needs the key hears of it; until then nobody does
  const clock = options.clock ?? Date.now;
  const limits = createLimits(clock, options.limits);
  const service = createService({ store: memoryStore(), ...options, resources, clock, signingKey, limits, faults });
  const control: ControlParts = { service, resources, faults, limits };
  const doors = await openDoors(options, ports, certificate, behind(service, control, signingKey, options.onRequest));
  const secure = doors.https && certificate && { caPath: certificate.caPath };
  return Object.assign(addressOf(doors.http, resources), {
    https: doors.https && secure && Object.assign(addressOf(doors.https, resources), secure),
    connectionStrings: connectionStrings(doors.http, resources),
    service,
    close: async () => void (await Promise.all([doors.http.close(), doors.https?.close()])),
  });
}

function connectionStrings({ endpoint }: Door, resources: Resources): Record<string, string> {
  return Object.fromEntries(
    resources.list().map(({ name, keys }) => [name, `endpoint=${endpoint}/;accesskey=${keys.primary}`]),
  );
}

function resourcesOf({ resources: wanted = [WELL_KNOWN_RESOURCE], settingsPath }: EmulatorOptions): Resources {
  checkWanted(wanted);
  const resources = createResources(wanted, settingsPath === undefined ? undefined : settingsFile(settingsPath));
  checkDistinct(resources.list());
  return resources;
}

function readFault(text: string): Fault {
  const fault = parseFault(text);
  if (typeof fault === 'string') throw new TypeError(fault);
  return fault;
}

/** The key is read when it is asked for: it may have been made anew. */
function addressOf({ endpoint }: Door, resources: Resources): Address {
  return {
    endpoint,
    get connectionString() {
      return `endpoint=${endpoint}/;accesskey=${resources.list()[0]?.keys.primary ?? ''}`;
    },
  };
}

async function openDoors(
  { host = HOST, patience = PATIENCE }: EmulatorOptions,
  ports: Ports,
  certificate: DevelopmentCertificate | undefined,
  inside: Behind,
): Promise<{ http: Door; https: Door | undefined }> {
  const open = (port: number, more: { certificate?: string } = {}) =>
    openDoor({ host, port, patience, ...more }, inside);
  const http = await open(ports.http);
  if (!certificate) return { http, https: undefined };
  try {
    return { http, https: await open(ports.https, { certificate: certificate.server }) };
  } catch (error) {
    await http.close();
    throw error;
  }
}

function behind(
  service: Service,
  control: ControlParts,
  signingKey: Promise<SigningKey>,
  onRequest: EmulatorOptions['onRequest'],
): Behind {
  const entra = { signingKey, wallClock: Date.now };
  return {
    async respond(arrival) {
      if (arrival.target === '/.well-known/jwks.json') return jsonPage('TokenKeys', 200, await service.keys());
      const answer = (await controlAnswer(arrival, control)) ?? (await entraAnswer(arrival, entra));
      return answer ?? service.handle(arrival);
    },
    answered({ method }, { operation, resource, status, reset, reason, warning }, ms) {
      const [shown, rounded] = [reset ? 0 : status, Math.round(ms)];
      onRequest?.({ time: now(), method, operation, resource, status: shown, ms: rounded, reason, warning });
    },
    unreadable: ({ error, reason }) => onRequest?.({ ...NO_REQUEST, time: now(), status: error?.status ?? 0, reason }),
  };
}

const NO_REQUEST = { method: '', operation: 'Unreadable', resource: undefined, ms: 0, warning: undefined };

const now = (): string => new Date().toISOString();
