// What is wrong or odd about how a connection signs in, as far as its parameters tell.
import { own, type JsonObject } from '../json.js';
import { textOf } from '../swagger/index.js';
import type { ConnectionFault, SignInDoubt } from './connection.js';
import type { Properties } from './properties.js';
import { definitionOf, isOneOf, namedParameters, signingParameters } from './security.js';
import { parameterText, wantsBasic } from './sign-in.js';

const ofToken = ['clientId', 'clientSecret', 'tokenUrl'];
const neverEmpty = ['baseUrl', 'apiKey', 'api_key', 'token', ...ofToken, ...ofToken.map((name) => `token:${name}`)];
// Services are known that want only one of the two, and the other one empty.
const pair = ['username', 'password'];

/** A parameter that is empty, though it names a host or signs requests: most often the variable behind it is not set. */
export function emptyParameter(
  document: JsonObject,
  parameters: JsonObject,
  properties: Properties,
): ConnectionFault | undefined {
  const asked = signingParameters(document, properties).filter((name) => !isOneOf(name, pair));
  const isNobody = pair.every((name) => !parameterText(parameters, name));
  const refused = [...neverEmpty, ...asked, ...(isNobody && wantsBasic(document, properties) ? pair : [])];
  const parameter = Object.keys(parameters).find((name) => parameters[name] === '' && isOneOf(name, refused));
  if (parameter === undefined) return undefined;
  return {
    parameter,
    message: `The parameter '${parameter}' is empty.`,
    advice: 'Give it a value, or leave it out.',
  };
}

const ways = [
  { name: 'token', type: 'oauth2', what: 'a bearer token' },
  { name: 'clientId', type: 'oauth2', what: 'a bearer token' },
  { name: 'token:clientId', type: 'oauth2', what: 'a bearer token' },
  { name: 'username', type: 'basic', what: 'a user and a password' },
] as const;

/** What is odd about how a connection signs in: it may be meant, so that it is done all the same. */
export function signInDoubts(
  document: JsonObject,
  parameters: JsonObject,
  properties: Properties,
): readonly SignInDoubt[] {
  const isGiven = (name: string) => parameterText(parameters, name) !== undefined;
  const way = ways.find(({ name }) => isGiven(name));
  if (!way || (way.type === 'basic' && !wantsBasic(document, properties))) return [];
  const asked = signingParameters(document, properties);
  if (asked.length > 0 && !isAskedFor(way, document, properties)) {
    const written = asked.filter((name) => !isGiven(name));
    const instead = written.length === 0 ? 'Leave it out' : `Write ${written.join(' and ')} in its place`;
    const names = asked.map((name) => `'${name}'`).join(' and ');
    return [
      {
        parameter: way.name,
        code: 'UnaskedSignIn',
        message: `signs in with '${way.name}', and its connector asks for ${names}.`,
        advice: `${instead}, unless the service takes ${way.what}.`,
      },
    ];
  }
  if (way.type !== 'basic' || isGiven('password') || !isOneOf('password', asked)) return [];
  return [
    {
      parameter: way.name,
      code: 'EmptyPassword',
      message: "has a 'username' and no 'password', so that an empty one is sent.",
      advice: "Write password: … beside it, or password: '' where the service wants none.",
    },
  ];
}

function isAskedFor({ name, type }: (typeof ways)[number], document: JsonObject, properties: Properties): boolean {
  const names = namedParameters(properties);
  if (definitionOf(document, type) !== undefined || isOneOf(name, names)) return true;
  return type === 'oauth2' && (isOneOf('token', names) || takesAuthorization(document));
}

/** A guess: a key in this header is a bearer token, for which swagger 2.0 has no type of its own. */
function takesAuthorization(document: JsonObject): boolean {
  const definition = definitionOf(document, 'apiKey') ?? {};
  return own(definition, 'in') === 'header' && /^authorization$/i.test(textOf(definition, 'name') ?? '');
}
