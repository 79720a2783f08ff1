// The control endpoint, `/.emulator`: what a test does to the emulator while it runs, and what other services would ask of
// it about tokens. For this machine alone, and not for web pages that are open on it.
import { isArray, isObject, own, parseJson, type Json, type JsonObject } from '../json.js';
import { isThisMachine } from '../this-machine.js';
import type { Arrival } from './door.js';
import { errorBody, type ServiceError } from './errors.js';
import { parseFault, type Fault, type Faults } from './faults.js';
import type { Limits } from './limits.js';
import { jsonPage } from './page.js';
import type { Resources, ResourceSettings } from './resources.js';
import type { ServiceResponse } from './response.js';
import type { Service } from './service.js';

/** What can be controlled. */
export interface ControlParts {
  readonly service: Pick<Service, 'inspect'>;
  readonly resources: Resources;
  readonly faults: Faults;
  readonly limits: Limits;
}

const PREFIX = '/.emulator';

type Page = { readonly status: number; readonly body: JsonObject };
type Act = (
  parts: ControlParts,
  input: Json,
  names: Readonly<Record<string, string>>,
  arrival: Arrival,
) => Page | Promise<Page>;

/** Method and path of each request, and what it does. */
const ROUTES: readonly (readonly [method: string, path: string, act: Act])[] = [
  ['GET', '', (parts, _, __, arrival) => ok(stateOf(parts, arrival))],
  ['POST', '/tokens/inspect', inspect],
  ['PUT', '/faults', setFaults],
  ['PUT', '/limits', setLimits],
  ['POST', '/resources/NAME/keys/KEY/regenerate', regenerate],
  ['DELETE', '/resources/NAME', remove],
];

const REQUESTS = ROUTES.map(([method, path]) => `${method} ${PREFIX}${path}`);

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('NAME', '(?<name>[\\w-]+)').replace('KEY', '(?<key>primary|secondary)')}$`);
}

/** The answer to a request of the control endpoint; undefined where the address is none of its. */
export async function controlAnswer(arrival: Arrival, parts: ControlParts): Promise<ServiceResponse | undefined> {
  const { method, target } = arrival;
  const [path = ''] = target.split('?');
  if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return undefined;
  const place = path.slice(PREFIX.length).replace(/\/$/, '');
  const { status, body } = isAllowed(arrival) ? await perform(arrival, place, parts) : problem(403, FORBIDDEN);
  const answer = jsonPage(`control ${method}`, status, body);
  const [error] = [own(body, 'error')];
  const reason = isObject(error) ? own(error, 'message') : undefined;
  return typeof reason === 'string' ? { ...answer, reason } : answer;
}

const FORBIDDEN = 'The control endpoint answers programs on this machine, addressed as localhost, and no web pages.';

/** A page in a browser says where it comes from, or has a name of its own point here (DNS rebinding). */
function isAllowed({ local, headers }: Arrival): boolean {
  const name = (headers['host'] ?? '').replace(/:\d+$/, '');
  return local && headers['origin'] === undefined && isThisMachine(name);
}

async function perform(arrival: Arrival, path: string, parts: ControlParts): Promise<Page> {
  for (const [method, form, act] of ROUTES) {
    const found = method === arrival.method ? patternOf(form).exec(path) : null;
    if (found) return attempt(() => act(parts, inputOf(arrival.body), found.groups ?? {}, arrival));
  }
  return problem(404, `The control endpoint has no ${arrival.method} ${PREFIX}${path}. It has ${REQUESTS.join(', ')}.`);
}

/** Settings that cannot be written (a full disk, a folder that is gone) are told to whoever wanted them changed. */
async function attempt(work: () => Page | Promise<Page>): Promise<Page> {
  try {
    return await work();
  } catch (error) {
    return problem(503, `The change cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inputOf(body: Uint8Array): Json {
  try {
    return parseJson(Buffer.from(body).toString());
  } catch {
    return null;
  }
}

const ok = (body: JsonObject): Page => ({ status: 200, body });

const CODES: Readonly<Record<number, string>> = { 403: 'Forbidden', 404: 'NotFound', 503: 'ServiceUnavailable' };

function problem(status: number, message: string): Page {
  const error: ServiceError = {
    status,
    code: CODES[status] ?? 'BadRequest',
    message,
  };
  return { status, body: errorBody(error) };
}

function stateOf({ resources, faults, limits }: ControlParts, arrival: Arrival): JsonObject {
  return {
    resources: resources.list().map((one) => shown(one, arrival)),
    faults: [...faults.list()],
    limits: { factor: limits.factor },
  };
}

function shown({ name, id, keys, removed }: ResourceSettings, { scheme, headers }: Arrival): JsonObject {
  const endpoint = `endpoint=${scheme}://${headers['host'] ?? ''}/`;
  const connectionStrings = {
    primary: `${endpoint};accesskey=${keys.primary}`,
    secondary: `${endpoint};accesskey=${keys.secondary}`,
  };
  return { name, id, removed, connectionStrings };
}

async function inspect({ service }: ControlParts, input: Json): Promise<Page> {
  const token = isObject(input) ? own(input, 'token') : undefined;
  if (typeof token !== 'string') return problem(400, 'The body is {"token": "…"}.');
  const state = await service.inspect(token);
  return ok({ ...state, ...(state.scopes && { scopes: [...state.scopes] }) });
}

function setFaults({ faults }: ControlParts, input: Json): Page {
  if (!isArray(input)) return problem(400, 'The body is a list of faults, such as ["issue:503:every=3"].');
  const read = input.map((one) => (typeof one === 'string' ? parseFault(one) : 'A fault is a text.'));
  const wrong = read.find((one) => typeof one === 'string');
  if (wrong !== undefined) return problem(400, wrong);
  faults.set(read.filter((one): one is Fault => typeof one === 'object'));
  return ok({ faults: [...faults.list()] });
}

function setLimits({ limits }: ControlParts, input: Json): Page {
  const factor = isObject(input) ? own(input, 'factor') : undefined;
  const number = typeof factor === 'bigint' ? Number(factor) : factor;
  if (typeof number !== 'number' || !(number >= 0 && number < Infinity))
    return problem(400, 'The body is {"factor": 0.5}; 0 switches the limits off.');
  limits.scale(number);
  return ok({ limits: { factor: number } });
}

function regenerate(
  { resources }: ControlParts,
  _: Json,
  { name = '', key }: Readonly<Record<string, string>>,
  arrival: Arrival,
): Page {
  const changed = resources.regenerate(name, key === 'secondary' ? 'secondary' : 'primary');
  return changed ? ok(shown(changed, arrival)) : noResource(name);
}

function remove(
  { resources }: ControlParts,
  _: Json,
  { name = '' }: Readonly<Record<string, string>>,
  arrival: Arrival,
): Page {
  const changed = resources.remove(name);
  return changed ? ok(shown(changed, arrival)) : noResource(name);
}

function noResource(name: string): Page {
  return problem(404, `There is no resource '${name}'.`);
}
