import type { TokenCredential } from '@azure/core-auth';
import { ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { ConnectionFault } from './connection.js';

/** How to sign in to a Communication Services resource: the three ways that the SDK has. */
export type AcsCredential =
  | { readonly kind: 'key'; readonly endpoint: string; readonly accessKey: string }
  | { readonly kind: 'entra'; readonly endpoint: string };

/** Reads the connection's parameters: `connectionString`, or `endpoint` with `accessKey`, or `endpoint` for Microsoft Entra. */
export function acsCredential(parameters: JsonObject): AcsCredential | ConnectionFault {
  const connectionString = ownAnyCase(parameters, 'connectionString');
  if (connectionString !== undefined) return ofConnectionString(connectionString);
  const endpoint = ownAnyCase(parameters, 'endpoint');
  if (endpoint === undefined)
    return { message: 'The connection has neither a connectionString nor an endpoint.', advice: form };
  const checked = checkEndpoint(endpoint, 'endpoint');
  if (typeof checked !== 'string') return checked;
  const accessKey = ownAnyCase(parameters, 'accessKey');
  return accessKey === undefined ? withEntra(checked) : withKey(checked, accessKey, 'accessKey');
}

const form =
  'A connection string reads endpoint=https://NAME.communication.azure.com/;accesskey=KEY; it is under Keys in the Azure portal.';

/** The parts may stand in any order, which the SDK itself does not take; it is given them one by one. */
function ofConnectionString(value: Json): AcsCredential | ConnectionFault {
  const parameter = 'connectionString';
  if (typeof value !== 'string' || value.trim() === '')
    return { parameter, message: 'The connection string is empty.', advice: form };
  const parts = value.split(';').map((part) => part.trim());
  const part = (name: string) =>
    parts.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [endpoint, accessKey] = [part('endpoint'), part('accesskey')];
  if (!endpoint) return { parameter, message: "The connection string has no 'endpoint='.", advice: form };
  if (!accessKey) return { parameter, message: "The connection string has no 'accesskey='.", advice: form };
  const checked = checkEndpoint(endpoint, parameter);
  return typeof checked === 'string' ? withKey(checked, accessKey, parameter) : checked;
}

function checkEndpoint(value: Json, parameter: string): string | ConnectionFault {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      parameter,
      message: 'The endpoint is not an absolute address.',
      advice: 'It reads https://NAME.communication.azure.com/.',
    };
  if (url.pathname !== '/' || url.search !== '')
    return {
      parameter,
      message: 'The endpoint must have no path.',
      advice: 'It reads https://NAME.communication.azure.com/.',
    };
  return url.origin;
}

function withEntra(endpoint: string): AcsCredential | ConnectionFault {
  if (endpoint.startsWith('https:')) return { kind: 'entra', endpoint };
  const message = 'An endpoint without an access key means Microsoft Entra, which signs in over https only.';
  return { parameter: 'endpoint', message, advice: 'Write https://… instead of http://…, or give the accessKey too.' };
}

function withKey(endpoint: string, accessKey: Json, parameter: string): AcsCredential | ConnectionFault {
  if (typeof accessKey === 'string' && accessKey.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(accessKey))
    return { kind: 'key', endpoint, accessKey };
  return {
    parameter,
    message: 'The access key is not base64 text.',
    advice: 'Copy it whole from Keys in the Azure portal, with the = at its end.',
  };
}

/** Loads Microsoft Entra sign-in, which is an optional package; tests hand in a loader of their own. */
export async function entraCredential(
  load: () => Promise<EntraModule> = () => import('@azure/identity'),
): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await load().catch((cause: unknown) => {
    throw new Error(
      "Signing in with Microsoft Entra needs the package '@azure/identity', which is not installed. Install it beside dryflow: npm install @azure/identity",
      { cause },
    );
  });
  return new DefaultAzureCredential();
}

interface EntraModule {
  readonly DefaultAzureCredential: new () => TokenCredential;
}
