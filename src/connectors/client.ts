// Any connector that a swagger describes, with the policies that its apiProperties.json adds.
import type { HttpRequest, HttpResponse, Send } from '../http/index.js';
import { own, type JsonObject } from '../json.js';
import { asBytes, build, operationsOf, type Arguments, type Operation } from '../swagger/index.js';
import {
  isFault,
  type Call,
  type Connection,
  type ConnectionFault,
  type Connector,
  type Refused,
} from './connection.js';
import { applyToAnswer, applyToRequest, policiesFor, route, unknownTemplates } from './policies/apply.js';
import { connectionValue, fillText, parametersNeeded, PolicyError } from './policies/expression.js';
import { noProperties, type Policy, type Properties } from './properties.js';
import { secretParameters, signingIn, type SigningIn } from './sign-in.js';

/** A connector made of its swagger document and what stands in its apiProperties.json. */
export function swaggerConnector(
  name: string,
  document: JsonObject,
  properties: Properties | ConnectionFault = noProperties,
): Connector {
  const operations = operationsOf(document);
  return {
    name,
    operations,
    ...(!isFault(properties) && { routed: routedOf(operations, properties) }),
    caveats: (operation) => (isFault(properties) ? [] : caveatsOf(operation, properties)),
    connect: (parameters, send) =>
      isFault(properties) ? properties : connect({ name, document, properties, parameters, send }),
  };
}

function routedOf(operations: readonly Operation[], { policies }: Properties): readonly Operation[] {
  return operations.flatMap((operation) => {
    try {
      const routed = route(operation, policiesFor(policies, operation), {});
      return routed === operation ? [] : [routed];
    } catch (error) {
      if (error instanceof PolicyError) return []; // it is refused when it is called
      throw error;
    }
  });
}

interface Wanted {
  readonly name: string;
  readonly document: JsonObject;
  readonly properties: Properties;
  readonly parameters: JsonObject;
  readonly send: Send;
}

const advice = "Set 'baseUrl' under the connection's parameters, for example baseUrl: https://api.example.com.";

function connect(wanted: Wanted): Connection | ConnectionFault {
  const { name, document, properties, parameters, send } = wanted;
  const unreadable = Object.keys(parameters).find((each) => text(parameters, each) === undefined);
  if (unreadable)
    return { parameter: unreadable, message: `The '${unreadable}' is not text.`, advice: 'Put it in quotes.' };
  const policies = policiesOf(wanted);
  const missing = hostParameters(policies).find((each) => connectionValue(parameters, each) === undefined);
  if (missing !== undefined)
    return {
      message: `The connector '${name}' needs '${missing}' to know its host.`,
      advice: parameterAdvice(missing),
    };
  const origin = text(parameters, 'baseUrl') ?? hostOf(policies, parameters) ?? originOf(document);
  if (!origin) return { message: `The connector '${name}' does not say which host it is for.`, advice };
  if (!URL.canParse(origin) || !/^https?:/.test(origin))
    return { parameter: 'baseUrl', message: 'The base URL is not an absolute address.', advice };
  const signs = signingIn(document, parameters, properties);
  if (isFault(signs)) return signs;
  const secrets = [...secretParameters(parameters, properties), ...signs.secrets];
  return { ...callable({ origin, policies, parameters, signs, send }), secrets };
}

function parameterAdvice(name: string): string {
  return `Write it under the connection's parameters, ${name}: …, or a baseUrl that takes its place.`;
}

/** A base URL of one's own takes the place of the policies that name the host. */
function policiesOf({ properties, parameters }: Wanted): readonly Policy[] {
  const isOurs = text(parameters, 'baseUrl') !== undefined;
  return properties.policies.filter(({ template }) => !isOurs || template !== 'dynamichosturl');
}

function hostTemplates(policies: readonly Policy[]): readonly string[] {
  return policies
    .filter(({ template }) => template === 'dynamichosturl')
    .map(({ parameters }) => text(parameters, 'urlTemplate') ?? '');
}

function hostParameters(policies: readonly Policy[]): readonly string[] {
  return hostTemplates(policies).flatMap(parametersNeeded);
}

/** What a run shows before it begins; each operation finds its own host again. */
function hostOf(policies: readonly Policy[], connection: JsonObject): string | undefined {
  const [template] = hostTemplates(policies);
  if (template === undefined) return undefined;
  const scope = { connection, headers: {}, query: new URLSearchParams(), method: 'GET', body: null };
  const url = fillText(template, scope);
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function originOf(document: JsonObject): string | undefined {
  const host = text(document, 'host');
  if (!host || host.includes('{')) return undefined;
  const schemes = own(document, 'schemes');
  const scheme = Array.isArray(schemes) && schemes.includes('http') && !schemes.includes('https') ? 'http' : 'https';
  return `${scheme}://${host}`;
}

interface Ready {
  readonly origin: string;
  readonly policies: readonly Policy[];
  readonly parameters: JsonObject;
  readonly signs: SigningIn;
  readonly send: Send;
}

function callable(ready: Ready): Omit<Connection, 'secrets'> {
  const { origin, send } = ready;
  return {
    target: new URL(origin).host,
    invoke: (operation, given, call) => invoke(ready, operation, given, call),
    async follow(method, link, call) {
      const url = URL.canParse(link, origin) ? new URL(link, origin) : undefined;
      if (url && url.origin === new URL(origin).origin) return ask(ready, { method, url: url.href, headers: {} }, call);
      const headers = { 'x-ms-client-request-id': call.requestId };
      return send({ method, url: url?.href ?? link, headers }, call.signal);
    },
  };
}

async function invoke(
  ready: Ready,
  operation: Operation,
  given: Arguments,
  call: Call,
): Promise<HttpResponse | Refused> {
  const { parameters } = ready;
  const policies = policiesFor(ready.policies, operation);
  try {
    const request = requestOf(ready, operation, given, policies);
    return applyToAnswer(await ask(ready, request, call), policies, parameters);
  } catch (error) {
    if (error instanceof PolicyError) return { refused: error.message };
    throw error;
  }
}

/** The request as it leaves: built, its policies carried out, and nothing in its headers that cannot be sent. */
function requestOf(
  { origin, parameters }: Ready,
  operation: Operation,
  given: Arguments,
  policies: readonly Policy[],
): HttpRequest {
  const routed = route(operation, policies, parameters);
  const { method, path, headers, body } = build({ ...routed, basePath: '' }, given);
  const base = origin.replace(/\/+$/, '') + encodeURI(operation.basePath);
  const sent = applyToRequest({ method, base, target: path, headers, body }, policies, parameters);
  return {
    method,
    url: sent.base + sent.target,
    headers: Object.fromEntries(Object.entries(sent.headers).filter(([name]) => isSendable(name))),
    ...(sent.body !== undefined && { body: asBytes(sent.body) }),
  };
}

/** Sends a request to the connection's own host, signed. */
async function ask({ signs, send }: Ready, request: HttpRequest, { requestId, signal }: Call): Promise<HttpResponse> {
  const { headers, query } = await signs.signIn(send, signal);
  const more = new URLSearchParams(query).toString();
  const url = more ? `${request.url}${request.url.includes('?') ? '&' : '?'}${more}` : request.url;
  return send(
    { ...request, url, headers: { ...request.headers, 'x-ms-client-request-id': requestId, ...headers } },
    signal,
  );
}

/** A name that HTTP has (published swaggers also write `Content-Type:` and `Account Id`), and that is not the client's own. */
function isSendable(name: string): boolean {
  return (
    /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name) && !/^(?:content-length|host|connection|transfer-encoding)$/i.test(name)
  );
}

function caveatsOf(operation: Operation, { policies }: Properties): readonly string[] {
  const headers = operation.parameters.filter((each) => each.in === 'header' && !isSendable(each.name));
  return [
    ...headers.map(({ name }) => `The header '${name}' of '${operation.id}' cannot be sent, and is left out.`),
    ...unknownTemplates(policiesFor(policies, operation)).map(
      (template) => `The policy '${template}' of '${operation.id}' is not carried out.`,
    ),
  ];
}

function text(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}
