// Azure Communication Services Identity through Microsoft's own client, with our transport underneath: the client decides
// what is sent and how it is signed, the answer comes out as the service gave it.
import type { CommunicationIdentityClient, TokenScope } from '@azure/communication-identity';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import type { HttpRequest, HttpResponse, Send } from '../http/index.js';
import { isArray, isObject, own, stringifyJson, type Json } from '../json.js';
import { operationsOf, withDefaults, type Arguments, type Operation } from '../swagger/index.js';
import { acsCredential, entraCredential, type AcsCredential } from './acs-credential.js';
import type { Call, Connection, Connector, Refused } from './connection.js';

/** The built-in connector `acs-identity`. */
export const acsIdentity: Connector = {
  name: 'acs-identity',
  operations: operationsOf(definition),
  parameters: ['connectionString', 'endpoint', 'accessKey'],
  connect(parameters, send) {
    const credential = acsCredential(parameters);
    if ('message' in credential) return credential;
    return connection(credential, send);
  },
};

function connection(credential: AcsCredential, send: Send): Connection {
  return {
    target: new URL(credential.endpoint).host,
    secrets: credential.kind === 'key' ? [credential.accessKey] : [],
    async invoke(operation, given, call) {
      const { createHttpHeaders } = await import('@azure/core-rest-pipeline');
      let seen: HttpResponse | undefined;
      let broken: { readonly error: unknown } | undefined;
      const httpClient: HttpClient = {
        async sendRequest(request) {
          try {
            seen = await send(outgoing(request), call.signal);
          } catch (error) {
            broken = { error };
            throw error;
          }
          const headers = createHttpHeaders({ ...seen.headers });
          return { request, status: seen.status, headers, bodyAsText: new TextDecoder().decode(seen.body) };
        },
      };
      const refused = await ask(() => clientOf(credential, httpClient), operation, given, call);
      if (broken) throw broken.error; // as it was, and not as the client words it
      return seen ?? { refused };
    },
  };
}

function outgoing({ method, url, headers, body }: PipelineRequest): HttpRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : undefined;
  return { method, url, headers: headers.toJSON({ preserveCase: true }), ...(bytes && { body: bytes }) };
}

async function clientOf(credential: AcsCredential, httpClient: HttpClient): Promise<CommunicationIdentityClient> {
  const { CommunicationIdentityClient: Client } = await import('@azure/communication-identity');
  const { endpoint } = credential;
  const options = {
    httpClient,
    retryOptions: { maxRetries: 0 }, // invariant 4 of the run: no library underneath retries
    redirectOptions: { maxRetries: 0 }, // nor signs for another host
    allowInsecureConnection: endpoint.startsWith('http:'),
  };
  return credential.kind === 'key'
    ? new Client(endpoint, { key: credential.accessKey }, options)
    : new Client(endpoint, await entraCredential(), options);
}

type Way = (client: CommunicationIdentityClient, given: Arguments, options: Options) => Promise<void>;

const ways: { readonly [operation: string]: Way } = {
  CreateCommunicationIdentity: createUser,
  IssueIdentityAccessToken: issueToken,
  RevokeIdentityAccessTokens: revokeTokens,
  DeleteCommunicationIdentity: deleteUser,
  ExchangeTeamsUserAccessToken: exchangeTeamsToken,
};

/** Calls the client; gives the text of its complaint, which only counts when nothing was sent. */
async function ask(
  client: () => Promise<CommunicationIdentityClient>,
  operation: Operation,
  given: Arguments,
  { requestId }: Call,
): Promise<Refused['refused']> {
  const way = ways[operation.id];
  if (!way) return `The client has no operation '${operation.id}'.`;
  const options = { requestOptions: { customHeaders: { 'x-ms-client-request-id': requestId } } };
  try {
    await way(await client(), withDefaults(operation, given), options);
    return '';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The client names the property after a variable of its own, which is undefined.
    return /^Error "undefined\.(.*)" occurred in serializing the payload/.exec(message)?.[1] ?? message;
  }
}

interface Options {
  readonly requestOptions: { readonly customHeaders: { readonly [name: string]: string } };
}

async function createUser(client: CommunicationIdentityClient, given: Arguments, options: Options): Promise<void> {
  const scopes = property(given.body, 'createTokenWithScopes');
  if (!isArray(scopes) || scopes.length === 0) await client.createUser(options);
  else await client.createUserAndToken(scopes as TokenScope[], { ...options, ...lifetime(given.body) });
}

async function issueToken(client: CommunicationIdentityClient, given: Arguments, options: Options): Promise<void> {
  const scopes = (property(given.body, 'scopes') ?? []) as TokenScope[];
  await client.getToken(user(given), scopes, { ...options, ...lifetime(given.body) });
}

async function revokeTokens(client: CommunicationIdentityClient, given: Arguments, options: Options): Promise<void> {
  await client.revokeTokens(user(given), options);
}

async function deleteUser(client: CommunicationIdentityClient, given: Arguments, options: Options): Promise<void> {
  await client.deleteUser(user(given), options);
}

async function exchangeTeamsToken(
  client: CommunicationIdentityClient,
  { body }: Arguments,
  options: Options,
): Promise<void> {
  const text = (name: string) => textOf(property(body, name));
  const given = { teamsUserAadToken: text('token'), clientId: text('appId'), userObjectId: text('userId') };
  await client.getTokenForTeamsUser({ ...given, ...options });
}

function user({ path }: Arguments) {
  return { communicationUserId: textOf(own(path, 'identityId')) };
}

/** The lifetime as given, right or wrong: the service is the judge of it. */
function lifetime(body: Json | undefined): { tokenExpiresInMinutes?: number } {
  const minutes = property(body, 'expiresInMinutes');
  return minutes === undefined || minutes === null ? {} : { tokenExpiresInMinutes: minutes as number };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : stringifyJson(value);
}

function property(body: Json | undefined, name: string): Json | undefined {
  return isObject(body) ? own(body, name) : undefined;
}
