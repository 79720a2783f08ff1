import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { signatureOf, WELL_KNOWN_KEY } from '../../src/emulator/index.js';
import { emulatorProgram, start } from './program.js';

const CONNECTIONS = 16;
const REQUESTS = 3000;
const VERSION = 'api-version=2023-10-01';
const TEAMS_APP = '22222222-2222-3333-4444-555555555555';

const BARE = `process.on('SIGINT', () => process.exit());
  const server = require('http').createServer((request, response) => { request.resume().on('end', () => response.writeHead(201).end('{}')); });
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ endpoint: 'http://127.0.0.1:' + server.address().port })));`;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

interface Figure {
  /** Requests per second. */
  readonly rate: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly bodies: readonly string[];
}

/** How many requests of each operation the emulator answers, and how fast, with every signature checked. */
export async function benchOperations(): Promise<void> {
  const bare = await during(['-e', BARE], (endpoint) => warm(endpoint, () => creation));
  console.log(line('a bare http server', bare, bare));
  const emulator = [emulatorProgram, 'emulator', '--port', '0', '--no-https', '--no-limits', '--json'];
  await during(emulator, async (endpoint) => {
    const tell = (name: string, figure: Figure) => console.log(line(name, figure, bare));
    const created = await warm(endpoint, () => creation);
    const ids = created.bodies.map(idIn);
    const on = (id = '') => `/identities/${encodeURIComponent(id)}`;
    tell('create', created);
    const withToken = { ...creation, body: '{"createTokenWithScopes":["chat"]}' };
    tell('create with a token', await load(endpoint, () => withToken));
    const scopes = '{"scopes":["chat","voip"]}';
    const issue = (at: number) => ({ method: 'POST', path: `${on(ids[at])}/:issueAccessToken`, body: scopes });
    tell('issue', await load(endpoint, issue));
    tell('revoke', await load(endpoint, (at) => ({ method: 'POST', path: `${on(ids[at])}/:revokeAccessTokens` })));
    tell('delete', await load(endpoint, (at) => ({ method: 'DELETE', path: on(ids[at]) })));
    tell('exchange', await load(endpoint, () => exchange));
  });
}

const creation: Asked = { method: 'POST', path: '/identities' };

const entraToken = [{ alg: 'none' }, { appid: TEAMS_APP, exp: Math.floor(Date.now() / 1000) + 3600 }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2ln')
  .join('.');

const exchange: Asked = {
  method: 'POST',
  path: '/teamsUser/:exchangeAccessToken',
  body: JSON.stringify({ token: entraToken, appId: TEAMS_APP, userId: '33333333-2222-3333-4444-555555555555' }),
};

async function during<T>(args: readonly string[], work: (endpoint: string) => Promise<T>): Promise<T> {
  const program = await start(...args);
  try {
    return await work((JSON.parse(program.line) as { endpoint: string }).endpoint);
  } finally {
    await program.stop();
  }
}

/** The second time, when both ends have been compiled. */
async function warm(endpoint: string, asked: (at: number) => Asked): Promise<Figure> {
  await load(endpoint, asked);
  return load(endpoint, asked);
}

/** Asks from a few connections at once, each the next thing as soon as it has its answer. */
async function load(endpoint: string, asked: (at: number) => Asked): Promise<Figure> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const [times, bodies]: [number[], string[]] = [[], []];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < REQUESTS; at = next++) {
      const begun = performance.now();
      bodies[at] = await send(endpoint, asked(at), agent);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const rate = REQUESTS / ((performance.now() - begun) / 1000);
  agent.destroy();
  times.sort((a, b) => a - b);
  const share = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return { rate, p50: share(0.5), p99: share(0.99), bodies };
}

function send(endpoint: string, { method, path, body = '' }: Asked, agent: Agent): Promise<string> {
  const target = `${path}?${VERSION}`;
  const headers = signed(method, target, body, new URL(endpoint).host);
  return new Promise((resolve, reject) => {
    const sent = request(endpoint + target, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => ((response.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(text))));
    });
    sent.on('error', reject).end(body);
  });
}

function signed(method: string, target: string, body: string, host: string): Record<string, string> {
  const [date, hash] = [new Date().toUTCString(), createHash('sha256').update(body).digest('base64')];
  const signature = signatureOf(WELL_KNOWN_KEY, `${method}\n${target}\n${date};${host};${hash}`);
  return {
    host,
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  };
}

function idIn(body: string): string {
  return (JSON.parse(body) as { identity: { id: string } }).identity.id;
}

function line(name: string, { rate, p50, p99 }: Figure, bare: Figure): string {
  const times = `p50 ${p50.toFixed(1).padStart(5)} ms  p99 ${p99.toFixed(1).padStart(5)} ms`;
  const ratio = `${(rate / bare.rate).toFixed(2)} x bare`;
  return `${name.padEnd(20)} ${Math.round(rate).toLocaleString('en-US').padStart(7)} requests/s  ${times}  ${ratio}`;
}
