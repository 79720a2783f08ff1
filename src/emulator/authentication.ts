// Who a request comes from: somebody with an access key, an application or a person that Entra vouches for, or, where
// authentication is off, anybody.
import type { Entra } from './entra.js';
import { denied, signerOf, type Refusal, type ServiceRequest } from './hmac.js';
import type { Resources, ResourceSettings } from './resources.js';

/** Whom a request comes from. */
export interface Caller {
  readonly resource: ResourceSettings;
  /** What tells its tokens from those of other callers: the access key, or the kind of caller. See `keyId`. */
  readonly maker: string;
}

/** What is needed to tell. */
export interface Gate {
  readonly resources: Resources;
  readonly entra: Entra;
  /** The real time, in milliseconds since 1970: clients sign with theirs. */
  readonly wallClock: () => number;
  /** False: nobody is asked who they are. */
  readonly auth: boolean;
}

/** The makers of tokens that hold no access key. */
export const KEYLESS = ['Microsoft Entra', 'anybody'] as const;
const [ENTRA, ANYBODY] = KEYLESS;

/** The caller of a request, or why it is refused. */
export async function callerOf(request: ServiceRequest, gate: Gate): Promise<Caller | Refusal> {
  const authorization = request.headers['authorization'];
  if (!gate.auth) return ofHost(request, gate, ANYBODY);
  if (authorization === undefined) return denied('no Authorization header');
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (bearer === undefined) return ofKey(request, gate);
  return (await gate.entra.refusalOf(bearer)) ?? ofHost(request, gate, ENTRA);
}

/** Whose key it is decides which resource is meant: locally all of them have one host. */
function ofKey(request: ServiceRequest, { resources, wallClock }: Gate): Caller | Refusal {
  const all = resources.list();
  const signer = signerOf(
    request,
    all.flatMap(({ keys }) => [keys.primary, keys.secondary]),
    wallClock(),
  );
  if (!('key' in signer)) return signer;
  const resource = all.find(({ keys }) => keys.primary === signer.key || keys.secondary === signer.key);
  return present(resource, signer.key);
}

/** Without a key the first label of the host names the resource (`NAME.localhost`); any other host means the first one. */
function ofHost({ headers }: ServiceRequest, { resources }: Gate, maker: string): Caller | Refusal {
  const [label = ''] = (headers['host'] ?? '').split('.');
  return present(resources.find(label) ?? resources.list()[0], maker);
}

function present(resource: ResourceSettings | undefined, maker: string): Caller | Refusal {
  if (!resource || resource.removed) return denied(`the resource ${resource?.name ?? ''} was removed`);
  return { resource, maker };
}
