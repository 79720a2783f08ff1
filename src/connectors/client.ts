// Any connector that a swagger describes.
import type { HttpRequest, Send } from '../http/index.js';
import { isObject, own, type Json, type JsonObject } from '../json.js';
import { asBytes, build, operationsOf, type Operation } from '../swagger/index.js';
import type { Call, Connection, ConnectionFault, Connector } from './connection.js';

/** A connector made of its swagger document. */
export function swaggerConnector(name: string, document: JsonObject): Connector {
  const operations = operationsOf(document);
  return { name, operations, connect: (parameters, send) => connect(name, document, parameters, send) };
}

const advice = "Set 'baseUrl' under the connection's parameters, for example baseUrl: https://api.example.com.";

function connect(name: string, document: JsonObject, parameters: JsonObject, send: Send): Connection | ConnectionFault {
  const unreadable = parameterNames.find(
    (each) => own(parameters, each) !== undefined && text(parameters, each) === undefined,
  );
  if (unreadable)
    return { parameter: unreadable, message: `The '${unreadable}' is not text.`, advice: 'Put it in quotes.' };
  const origin = originOf(document, parameters);
  if (!origin) return { message: `The connector '${name}' does not say which host it is for.`, advice };
  if (!URL.canParse(origin) || !/^https?:/.test(origin))
    return { parameter: 'baseUrl', message: 'The base URL is not an absolute address.', advice };
  const signs = signing(document, parameters);
  if ('message' in signs) return signs;
  const secrets = [...secretNames.flatMap((secret) => text(parameters, secret) ?? []), ...signs.secrets];
  return connection(origin, signs, secrets, send);
}

function connection(origin: string, signs: Signing, secrets: readonly string[], send: Send): Connection {
  /** Sends a request to the connection's own host, signed. */
  function ask(method: string, to: string, call: Call, headers: HttpRequest['headers'] = {}, body?: Uint8Array) {
    const query = new URLSearchParams(signs.query).toString();
    const url = query ? `${to}${to.includes('?') ? '&' : '?'}${query}` : to;
    const signed = { ...headers, 'x-ms-client-request-id': call.requestId, ...signs.headers };
    return send({ method, url, headers: signed, ...(body && { body }) }, call.signal);
  }
  return {
    target: new URL(origin).host,
    secrets,
    invoke(operation: Operation, given, call) {
      const { method, path, headers, body } = build(operation, given);
      const url = origin.replace(/\/$/, '') + path;
      return ask(method, url, call, headers, body === undefined ? undefined : asBytes(body));
    },
    follow(method, link, call) {
      const url = URL.canParse(link, origin) ? new URL(link, origin) : undefined;
      if (url && url.origin === new URL(origin).origin) return ask(method, url.href, call);
      const headers = { 'x-ms-client-request-id': call.requestId };
      return send({ method, url: url?.href ?? link, headers }, call.signal);
    },
  };
}

/** The connection parameters that hold secrets. */
const secretNames = ['apiKey', 'token', 'password'] as const;

const parameterNames = ['baseUrl', 'username', ...secretNames] as const;

function originOf(document: JsonObject, parameters: JsonObject): string | undefined {
  const given = text(parameters, 'baseUrl');
  if (given !== undefined) return given;
  const host = text(document, 'host');
  if (!host || host.includes('{')) return undefined;
  const schemes = own(document, 'schemes');
  const scheme = Array.isArray(schemes) && schemes.includes('http') && !schemes.includes('https') ? 'http' : 'https';
  return `${scheme}://${host}`;
}

interface Signing {
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** What is made of secrets and must not be seen either. */
  readonly secrets: readonly string[];
}

const unsigned: Signing = { headers: {}, query: {}, secrets: [] };

/** What signs the requests: the connection's parameters, put where the document's security definitions want them. */
function signing(document: JsonObject, parameters: JsonObject): Signing | ConnectionFault {
  const [token, username] = [text(parameters, 'token'), text(parameters, 'username')];
  if (token !== undefined) return header('Authorization', `Bearer ${token}`);
  if (username !== undefined) {
    const pair = Buffer.from(`${username}:${text(parameters, 'password') ?? ''}`).toString('base64');
    return { ...header('Authorization', `Basic ${pair}`), secrets: [pair] };
  }
  const apiKey = text(parameters, 'apiKey');
  if (apiKey === undefined) return unsigned;
  const definitions = own(document, 'securityDefinitions');
  const found = Object.values(isObject(definitions) ? definitions : {}).find(
    (each) => isObject(each) && own(each, 'type') === 'apiKey',
  );
  const name = isObject(found) ? text(found, 'name') : undefined;
  if (!isObject(found) || !name)
    return { parameter: 'apiKey', message: 'The connector takes no API key: its swagger defines none.' };
  return own(found, 'in') === 'query' ? { ...unsigned, query: { [name]: apiKey } } : header(name, apiKey);
}

function header(name: string, value: string): Signing {
  return { ...unsigned, headers: { [name]: value } };
}

function text(object: JsonObject, name: string): string | undefined {
  const value: Json | undefined = own(object, name);
  return typeof value === 'string' ? value : undefined;
}
