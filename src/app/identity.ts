// Azure Communication Services Identity for single commands: a connection through the connector `acs-identity`, and what its
// operations answer.
import { randomUUID } from 'node:crypto';
import {
  acsIdentity,
  isUnmade,
  makeConnection,
  type Connection,
  type ConnectionFault,
  type Unmade,
} from '../connectors/index.js';
import { createSend, SendError } from '../http/index.js';
import { isObject, own, parseJson, type Json, type JsonObject } from '../json.js';
import { developmentAuthority, expandConnectionString } from './emulator.js';
import { unreached } from './unreached.js';

/** A resource, or the emulator, that can be asked. */
export interface IdentityService {
  /** The host that is asked. */
  readonly target: string;
  call(operation: string, given: IdentityArguments): Promise<IdentityAnswer>;
  close(): void;
}

/** What an operation is called with. */
export interface IdentityArguments {
  /** The user it is about, by the raw id. */
  readonly identityId?: string;
  readonly body?: JsonObject;
}

/** What became of a call: the answer's body, null where it has none, or why there is none, in the service's words. */
export type IdentityAnswer = { readonly body: Json } | { readonly problem: string; readonly advice?: string };

/** The connection of this connection string; left out: of the environment's settings. */
export async function identityService(
  env: { readonly [name: string]: string | undefined },
  connectionString?: string,
): Promise<IdentityService | ConnectionFault> {
  const send = createSend(undefined, developmentAuthority(env));
  const made = await makeConnection(
    {
      name: 'identity',
      connector: acsIdentity.name,
      ...(connectionString !== undefined && { parameters: { connectionString } }),
    },
    {
      send,
      env,
      folder: '.',
      onlyEmulator: false,
      emulator: () => Promise.resolve(''), // one inside this process would be gone before anybody could use its tokens
      expand: expandConnectionString,
    },
  );
  if (isUnmade(made)) return made.origin === 'embedded emulator' ? nowhere : withOrigin(made);
  return { target: made.connection.target, call: callOf(made.connection), close: () => send.close() };
}

const nowhere: ConnectionFault = {
  message: 'There is no connection string.',
  advice:
    'Give --connection-string or set AZURE_COMMUNICATION_CONNECTION_STRING; UseDevelopmentEmulator=true is that of "dryflow emulator".',
};

/** Whoever has not given the settings has to know where they come from. */
function withOrigin(unmade: Unmade): ConnectionFault {
  const from = unmade.origin.startsWith('environment variable') ? ` It is in the ${unmade.origin}.` : '';
  return { ...unmade, message: unmade.message + from };
}

function callOf(connection: Connection): IdentityService['call'] {
  return async (name, { identityId, body }) => {
    const operation = acsIdentity.operations.find(({ id }) => id === name);
    if (!operation) throw new Error(`There is no operation '${name}'.`);
    const path = identityId === undefined ? {} : { identityId };
    const call = { requestId: randomUUID(), signal: new AbortController().signal };
    try {
      const answer = await connection.invoke(operation, { path, query: {}, header: {}, formData: {}, body }, call);
      return 'refused' in answer ? { problem: answer.refused } : answerOf(answer.status, textOf(answer.body));
    } catch (error) {
      if (error instanceof SendError) return unreached(error, connection.target);
      throw error;
    }
  };
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

function answerOf(status: number, text: string): IdentityAnswer {
  const body = jsonIn(text);
  if (status < 300 && body !== undefined) return { body };
  const error = isObject(body) ? own(body, 'error') : undefined;
  const [code, message] = isObject(error) ? [own(error, 'code'), own(error, 'message')] : [];
  const said = typeof code === 'string' && typeof message === 'string' ? `${code}: ${message}` : text;
  return { problem: said === '' ? `The service answered ${status}.` : said };
}

/** The value that a body holds, null where it is empty; undefined where it is no JSON. */
export function jsonIn(text: string): Json | undefined {
  try {
    return text === '' ? null : parseJson(text);
  } catch {
    return undefined;
  }
}
