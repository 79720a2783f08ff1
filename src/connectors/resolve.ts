// From the connections that a workflow declares to services that can be called.
import { resolve as resolvePath } from 'node:path';
import type { Send } from '../http/index.js';
import { ownAnyCase, type JsonObject } from '../json.js';
import { acsIdentity } from './acs-identity.js';
import { functionConnector } from './function.js';
import { isFault, type Connection, type ConnectionFault, type Connector } from './connection.js';
import { loadConnector, swaggerAt } from './load.js';

/** A connection as it is wanted: by a workflow, or by a connections file that also says how to sign in. */
export interface Wanted {
  readonly name: string;
  /** `acs-identity`, `function`, or the path of a swagger file. */
  readonly connector: string;
  /** From a connections file; absent where nothing is said. */
  readonly parameters?: JsonObject;
}

/** What a workflow's connections are made from. */
export interface Surroundings {
  readonly send: Send;
  /** The time by which tokens are kept. */
  readonly now?: () => number;
  /** Where paths of swagger files start. */
  readonly folder: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Gives the connection string of the embedded emulator, starting it the first time. */
  readonly emulator: () => Promise<string>;
  /** Writes out what is a short form of a connection string. */
  readonly expand: (connectionString: string) => Promise<string>;
  /** Never a real resource of ACS, whatever the environment and the files say. */
  readonly onlyEmulator: boolean;
  readonly standIn?: StandIn;
}

/** What stands in for every service: of what is made up but for ACS, which has its emulator. */
export interface StandIn {
  readonly origin: 'made-up answers' | 'recorded answers';
  /** Recorded answers come before those that are made up. */
  readonly recorded?: boolean;
  readonly connection: Connection;
}

/** A connection that has been made, and where its host came from. */
export interface Made {
  readonly name: string;
  readonly connector: Connector;
  readonly connection: Connection;
  readonly origin: Origin;
  readonly recorded?: boolean;
}

export type Origin =
  StandIn['origin'] | 'connections file' | 'embedded emulator' | 'swagger' | `environment variable ${string}`;

/** A connection that cannot be made. */
export interface Unmade extends ConnectionFault {
  readonly name: string;
  readonly origin: Origin | 'connector';
  /** What it would have been a connection to; absent where that is what is wrong. */
  readonly connector?: Connector;
}

/** Makes a connection: of its own parameters, else for ACS of the environment, else of the embedded emulator. */
export async function makeConnection(wanted: Wanted, surroundings: Surroundings): Promise<Made | Unmade> {
  const connector = await findConnector(wanted.connector, surroundings.folder);
  if ('message' in connector) return { name: wanted.name, origin: 'connector', ...connector };
  const { standIn } = surroundings;
  if (standIn && (connector !== acsIdentity || standIn.origin === 'recorded answers'))
    return { name: wanted.name, connector: unasked(connector), ...standIn };
  const { origin, parameters } =
    connector === acsIdentity
      ? await expanded(await acsParameters(wanted, surroundings), surroundings)
      : { origin: ofFile(wanted), parameters: wanted.parameters ?? {} };
  const connection = connector.connect(parameters, surroundings.send, surroundings.now);
  return isFault(connection)
    ? { name: wanted.name, connector, origin, ...connection }
    : { name: wanted.name, connector, connection, origin: connection.hasHostOfSwagger ? 'swagger' : origin };
}

/** A connector whose service nobody asks: what would not go as meant there, and what signs in, do not matter. */
function unasked({ caveats: _caveats, parameters: _parameters, ...connector }: Connector): Connector {
  return connector;
}

/** The variables of the environment that name a resource for ACS, in the order in which they count. */
export const acsVariables = {
  connectionStrings: ['COMMUNICATION_SERVICES_CONNECTION_STRING', 'AZURE_COMMUNICATION_CONNECTION_STRING'],
  endpoint: 'COMMUNICATION_SERVICES_ENDPOINT',
  accessKey: 'COMMUNICATION_SERVICES_ACCESSKEY',
} as const;

export function isUnmade(made: Made | Unmade): made is Unmade {
  return 'message' in made;
}

function ofFile({ parameters }: Wanted): Origin {
  return parameters ? 'connections file' : 'swagger';
}

/** The built-in connector for an API of the platforms: Microsoft publishes ACS Identity as `acsidentity`. */
export function builtInFor(api: string): string | undefined {
  return /^(?:shared_)?acsidentity$/i.test(api) ? acsIdentity.name : undefined;
}

/** What is built in under this name, else what the swagger file at this path describes. */
export async function findConnector(spec: string, folder: string): Promise<Connector | ConnectionFault> {
  return builtInAs(spec) ?? loadConnector(resolvePath(folder, spec), spec);
}

/** What tells one connector from another: the name of what is built in, else the path of the swagger file. */
export async function connectorId(spec: string, folder: string): Promise<string> {
  const builtIn = builtInAs(spec);
  const path = resolvePath(folder, spec);
  return builtIn?.name ?? (await swaggerAt(path)) ?? path;
}

function builtInAs(spec: string): Connector | undefined {
  return [acsIdentity, functionConnector].find(({ name }) => name === spec.toLowerCase());
}

async function expanded({ origin, parameters }: Found, { expand }: Surroundings): Promise<Found> {
  const connectionString = ownAnyCase(parameters, 'connectionString');
  if (typeof connectionString !== 'string') return { origin, parameters };
  return { origin, parameters: { ...parameters, connectionString: await expand(connectionString) } };
}

type Found = { readonly origin: Origin; readonly parameters: JsonObject };

async function acsParameters(wanted: Wanted, { env, emulator, onlyEmulator, standIn }: Surroundings): Promise<Found> {
  const embedded = async (): Promise<Found> => ({
    origin: 'embedded emulator',
    parameters: { connectionString: await emulator() },
  });
  if (onlyEmulator || standIn) return embedded();
  if (wanted.parameters && Object.keys(wanted.parameters).length > 0)
    return { origin: 'connections file', parameters: wanted.parameters };
  for (const name of acsVariables.connectionStrings) {
    const connectionString = env[name];
    if (connectionString) return { origin: `environment variable ${name}`, parameters: { connectionString } };
  }
  const [endpoint, accessKey] = [env[acsVariables.endpoint], env[acsVariables.accessKey]];
  if (!endpoint) return embedded();
  return {
    origin: `environment variable ${acsVariables.endpoint}`,
    parameters: { endpoint, ...(accessKey && { accessKey }) },
  };
}
