// Any connector that a swagger describes, with the policies that its apiProperties.json adds.
import type { Send } from '../http/index.js';
import { own, type JsonObject } from '../json.js';
import { lostPaths, operationsOf, textOf, type Operation } from '../swagger/index.js';
import { isFault, type Connection, type ConnectionFault, type Connector } from './connection.js';
import { changesBody, policiesFor, route, unknownTemplates } from './policies/apply.js';
import { connectionValue, fillText, parametersIn, parametersNeeded, PolicyError } from './policies/expression.js';
import { noProperties, type Policy, type Properties } from './properties.js';
import { follow, invoke, isSendable } from './requests.js';
import { parameterNames, secretParameters } from './security.js';
import { parameterText, signingIn } from './sign-in.js';
import { emptyParameter, signInDoubts } from './sign-in-doubts.js';

/** A connector made of its swagger document and what stands in its apiProperties.json; a script beside them is not run. */
export function swaggerConnector(
  name: string,
  document: JsonObject,
  properties: Properties | ConnectionFault = noProperties,
  hasScript = false,
): Connector {
  const operations = operationsOf(document);
  const lost = lostPaths(document);
  return {
    name,
    operations,
    ...(lost.length > 0 && { lost }),
    ...(!isFault(properties) && { routed: routedOf(operations, properties), parameters: parameterNames(properties) }),
    reshapes: (operation) => !isFault(properties) && changesBody(policiesFor(properties.policies, operation)),
    caveats: (operation) => (isFault(properties) ? [] : caveatsOf(operation, properties, hasScript)),
    connect: (parameters, send, now = Date.now) =>
      isFault(properties) ? properties : connect({ name, document, properties, parameters, send, now }),
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
  readonly now: () => number;
}

const advice = "Set 'baseUrl' under the connection's parameters, for example baseUrl: https://api.example.com.";

function connect(wanted: Wanted): Connection | ConnectionFault {
  const { name, document, properties, parameters, send, now } = wanted;
  const unreadable = Object.keys(parameters).find((each) => textOf(parameters, each) === undefined);
  if (unreadable)
    return {
      parameter: unreadable,
      message: `The parameter '${unreadable}' must be a text.`,
      advice: 'Put it in quotes where it reads as a number, or as true or false.',
    };
  const empty = emptyParameter(document, parameters, properties);
  if (empty) return empty;
  const policies = policiesOf(wanted);
  const missing = hostParameters(policies).find((each) => connectionValue(parameters, each) === undefined);
  if (missing !== undefined)
    return {
      message: `The connector '${name}' needs '${missing}' to know its host.`,
      advice: parameterAdvice(missing),
    };
  const relative = relativeHost(policies, parameters);
  if (relative)
    return {
      parameter: relative.parameter,
      message: `The connector '${name}' makes its host of '${relative.parameter}', and '${relative.url}' is no absolute address.`,
      advice: `Write it with its scheme, for example ${relative.parameter}: https://my.example.com.`,
    };
  const ownOrigin = parameterText(parameters, 'baseUrl') ?? hostOf(policies, parameters);
  const origin = ownOrigin ?? originOf(document);
  if (!origin) return { message: `The connector '${name}' does not say which host it is for.`, advice };
  if (!URL.canParse(origin) || !/^https?:/.test(origin))
    return { parameter: 'baseUrl', message: 'The base URL is not an absolute address.', advice };
  const signs = signingIn(document, parameters, properties, now);
  if (isFault(signs)) return signs;
  const secrets = [...secretParameters(parameters, properties), ...signs.secrets];
  const doubts = signInDoubts(document, parameters, properties);
  const ready = { origin, policies, parameters, signs, send };
  return {
    target: new URL(origin).host,
    secrets,
    ...(signs.lacks && { lacks: signs.lacks }),
    ...(doubts.length > 0 && { doubts }),
    ...(ownOrigin === undefined && { hasHostOfSwagger: true }),
    invoke: (operation, given, call) => invoke(ready, { operation, given }, call),
    follow: (method, link, call, first) => follow(ready, { method, link, first }, call),
  };
}

function parameterAdvice(name: string): string {
  return `Write it under the connection's parameters, ${name}: …, or a baseUrl that takes its place.`;
}

/** A base URL of one's own takes the place of the policies that name the host. */
function policiesOf({ properties, parameters }: Wanted): readonly Policy[] {
  const isOurs = parameterText(parameters, 'baseUrl') !== undefined;
  return properties.policies.filter(({ template }) => !isOurs || template !== 'dynamichosturl');
}

function hostTemplates(policies: readonly Policy[]): readonly string[] {
  return policies
    .filter(({ template }) => template === 'dynamichosturl')
    .map(({ parameters }) => textOf(parameters, 'urlTemplate') ?? '');
}

function hostParameters(policies: readonly Policy[]): readonly string[] {
  return hostTemplates(policies).flatMap(parametersNeeded);
}

/** A host that is no absolute address, though it depends on one parameter of the connection and on nothing else. */
function relativeHost(policies: readonly Policy[], connection: JsonObject) {
  const whole = hostTemplates(policies).filter((template) => /^@\{?connectionParameters\([^()]*\)\}?$/i.test(template));
  return whole
    .flatMap((template) =>
      parametersIn(template).map((parameter) => ({ parameter, url: connectionText(connection, parameter) })),
    )
    .find(({ url }) => url !== '' && !/^https?:\/\//i.test(url));
}

function connectionText(connection: JsonObject, parameter: string): string {
  const value = connectionValue(connection, parameter);
  return typeof value === 'string' ? value : '';
}

/** What a run shows before it begins; each operation finds its own host again. */
function hostOf(policies: readonly Policy[], connection: JsonObject): string | undefined {
  const [template] = hostTemplates(policies);
  if (template === undefined) return undefined;
  const scope = { connection, headers: {}, query: new URLSearchParams(), method: 'GET', body: null };
  try {
    const url = fillText(template, scope);
    return URL.canParse(url) ? new URL(url).origin : undefined;
  } catch (error) {
    if (error instanceof PolicyError) return undefined; // the operations that need it are refused when they are called
    throw error;
  }
}

function originOf(document: JsonObject): string | undefined {
  const host = textOf(document, 'host');
  if (!host || host.includes('{')) return undefined;
  const schemes = own(document, 'schemes');
  const scheme = Array.isArray(schemes) && schemes.includes('http') && !schemes.includes('https') ? 'http' : 'https';
  return `${scheme}://${host}`;
}

function caveatsOf(
  operation: Operation,
  { policies, scriptOperations = [] }: Properties,
  hasScript: boolean,
): readonly string[] {
  const headers = operation.parameters.filter((each) => each.in === 'header' && !isSendable(each.name));
  return [
    ...headers.map(({ name }) => `The header '${name}' of '${operation.id}' cannot be sent, and is left out.`),
    ...unknownTemplates(policiesFor(policies, operation)).map(
      (template) => `The policy '${template}' of '${operation.id}' is not carried out.`,
    ),
    ...(hasScript && (scriptOperations.length === 0 || scriptOperations.includes(operation.id))
      ? [`The connector's script, which has a part in '${operation.id}', is not run.`]
      : []),
  ];
}
