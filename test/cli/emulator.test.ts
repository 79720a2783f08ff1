import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { beforeAll, describe, expect, it } from 'vitest';
import { loopback } from '../loopback.js';
import { dryflow, folder } from './terminal.js';

// Commands are loaded when they are asked for; here before the first test, whose time does not count it then.
beforeAll(async () => {
  await Promise.all([import('../../src/cli/commands/emulator.js'), import('../../src/emulator/index.js')]);
}, 60_000);

const OWN_KEY = 'c2VjcmV0c2VjcmV0c2VjcmV0';
const WELL_KNOWN = 'ZHJ5ZmxvdyBlbXVsYXRvciBvZiBBQ1MgSWRlbnRpdHk6IHRoaXMga2V5IGlzIHB1YmxpYyBieSBkZXNpZ24uLg==';

interface Addresses {
  readonly endpoint: string;
  readonly connectionString: string;
}

const clientOf = (connectionString: string): CommunicationIdentityClient =>
  new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });

const keyOf = (connectionString: string): string | undefined => connectionString.split('accesskey=')[1];

describe('dryflow emulator', () => {
  it('tells its connection string and how to use it, logs requests, and stops on Ctrl-C', async () => {
    const { exit, out } = await dryflow(['emulator', '--port', '0'], { interrupt: true });
    expect(exit).toBe(0);
    expect(out).toMatch(/Connection string:\n {2}endpoint=http:\/\/127\.0\.0\.1:\d+\/;accesskey=\S+==\n/);
    expect(out).toContain('allowInsecureConnection: true');
  });

  it('gives machines a line of JSON', async () => {
    const { out } = await dryflow(['emulator', '--port', '0', '--json'], { interrupt: true });
    expect(JSON.parse(out)).toMatchObject({ connectionString: expect.stringMatching(/^endpoint=/) as string });
  });

  it.each(['x', '70000'])('refuses the port %s', async (port) => {
    expect(await dryflow(['emulator', '--port', port])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('from 0 to 65535') as string,
    });
  });

  it('serves http and https, or http alone', async () => {
    const both = await dryflow(['emulator', '--port', '0', '--json'], { interrupt: true });
    const secure: unknown = expect.stringMatching(/^https:/);
    expect(JSON.parse(both.out)).toMatchObject({ https: { endpoint: secure, caPath: expect.any(String) as string } });
    const one = await dryflow(['emulator', '--port', '0', '--no-https', '--json'], { interrupt: true });
    expect(JSON.parse(one.out)).not.toHaveProperty('https');
  });
});

describe('the flags of dryflow emulator', () => {
  it('add resources, each with its connection string', async () => {
    const { out } = await dryflow(
      ['emulator', '--port', '0', '--json', '--resource', 'a', '--resource', `b=${OWN_KEY}`],
      {
        interrupt: true,
      },
    );
    expect(JSON.parse(out)).toMatchObject({
      connectionStrings: {
        dryflow: expect.stringMatching(/^endpoint=http/) as string,
        a: expect.stringMatching(/accesskey=\S{88}$/) as string,
        b: expect.stringMatching(/accesskey=c2VjcmV0.{16}$/) as string,
      },
    });
  });

  it('may all be given', async () => {
    const flags =
      '--no-auth --revocation-delay 900 --limits 0.5 --strict-api-version --preview --fault issue:503:every=3';
    const { exit, out } = await dryflow(['emulator', '--port', '0', ...flags.split(' ')], { interrupt: true });
    expect([exit, out]).toEqual([0, expect.stringContaining('Authentication is off')]);
  });

  it.each([
    [['--https-port', 'x'], '--https-port takes a number from 0 to 65535'],
    [['--limits', '-1'], '--limits takes a number'],
    [['--revocation-delay', 'soon'], '--revocation-delay takes a number'],
    [['--resource', 'a b'], '--resource takes a name'],
    [['--revocation-delay', '99999999'], '--revocation-delay takes a number from 0 to 999999, such as 0.5, not'],
    [['--resource', 'a=!'], "The access key of the resource 'a' is not base64"],
    [['--resource', 'a='], "The access key of the resource 'a' is not base64"],
    [['--resource', 'a=c2VjcmV0'], "The access key of the resource 'a' has 6 bytes. It needs 16 at least"],
    [['--resource', 'beta', '--resource', 'beta'], "There are two resources of the name 'beta'"],
    [['--resource', 'dryflow'], "There is a resource 'dryflow' already. --resource dryflow=KEY gives it another key."],
    [['--resource', `third=${WELL_KNOWN}`], "The resources 'dryflow' and 'third' have the same access key."],
    [['--port', '10400', '--https-port', '10400'], 'http and https cannot both have the port 10400'],
    [['--https-port', '0', '--no-https'], '--https-port has no place beside --no-https'],
    [['--host', ''], '--host takes an address; it is empty.'],
    [['--data', ' '], '--data takes the path of a folder; it is empty.'],
    [['--entra-keys', ''], '--entra-keys takes an address or a file; it is empty.'],
    [['--host', '203.0.113.1'], "--host: '203.0.113.1' is no address of this machine."],
    [['--host', 'nobody.invalid'], "--host: 'nobody.invalid' is neither an address nor the name of one."],
    [['--entra-keys', 'nowhere.json'], '--entra-keys: There is no file'],
    [['--fault', 'issue:200'], "'issue:200' is no fault"],
    [['--fault', 'issue:reset:retry-after=3'], 'retry-after goes with a status'],
    [['--fault', 'issue:delay=3:retry-after=3'], 'retry-after goes with a status'],
  ])('%j is refused', async (flags, message) => {
    expect(await dryflow(['emulator', '--port', '0', ...flags])).toMatchObject({
      exit: 2,
      err: expect.stringContaining(message) as string,
    });
  });

  it('warn of a door that other machines reach', async () => {
    const start = (...flags: string[]) =>
      dryflow(['emulator', '--port', '0', '--no-https', ...flags], { interrupt: true });
    expect((await start('--host', '0.0.0.0')).out).toContain('With --host 0.0.0.0 other machines reach it too');
    expect((await start()).out).not.toContain('other machines');
  });

  it('show each request as a line: when, what, how it ended, and why it was refused', async () => {
    let asked: Promise<unknown> | undefined;
    const { out } = await dryflow(['emulator', '--port', '0', '--no-https'], {
      interruptAfter: /GET/,
      onOut(text) {
        const [, endpoint] = /endpoint=(http:\S+)\/;/.exec(text) ?? [];
        if (endpoint) asked ??= fetch(`${endpoint}/identities`);
      },
    });
    await asked?.catch(() => undefined);
    expect(out).toMatch(/\n\d\d:\d\d:\d\d GET {4}unknown +405 +\d+ ms {2}MethodNotAllowed: /);
  });
});

describe('the log of dryflow emulator', () => {
  it('has no line that a request wrote, and nothing that steers the terminal', async () => {
    let asked: Promise<unknown> | undefined;
    const { out } = await dryflow(['emulator', '--port', '0', '--no-https', '--no-auth'], {
      interruptAfter: /POST/,
      onOut(text) {
        const [, endpoint] = /endpoint=(http:\S+)\/;/.exec(text) ?? [];
        if (endpoint) asked ??= fetch(`${endpoint}/identities?api-version=%1b%5b31m%0aPOST`, { method: 'POST' });
      },
    });
    await asked?.catch(() => undefined);
    expect(out).toContain('api-version \\x1b[31m\\x0aPOST does not exist for this operation; 2025-06-30 does\n');
  });

  it('tells of what was no request', async () => {
    let asked: Promise<unknown> | undefined;
    const { out } = await dryflow(['emulator', '--port', '0', '--no-https'], {
      interruptAfter: /Unreadable/,
      onOut(text) {
        const [, endpoint] = /endpoint=(http:\S+)\/;/.exec(text) ?? [];
        if (endpoint) asked ??= fetch(endpoint.replace('http:', 'https:')).catch(() => undefined);
      },
    });
    await asked;
    expect(out).toMatch(/\d\d –      Unreadable +400 +0 ms {2}This is the port of http: /);
  });
});

/** Something to wait for, and the way to say that it has come. */
function meeting(): { wait: Promise<void>; reached: () => void } {
  let reached = (): void => undefined;
  const wait = new Promise<void>((resolve) => (reached = resolve));
  return { wait, reached: () => reached() };
}

describe('dryflow emulator --entra-keys', () => {
  const start = (from: string, terminal: Parameters<typeof dryflow>[1] = { interrupt: true }) =>
    dryflow(['emulator', '--port', '0', '--no-https', '--entra-keys', from], terminal);

  it.each([
    ['is not there', {}, /--entra-keys: There is no file \S+keys\.json\./],
    ['is no JSON', { 'keys.json': '{' }, /--entra-keys: No keys can be had from \S+keys\.json: /],
    ['holds no keys', { 'keys.json': '{"keys":[]}' }, /--entra-keys: \S+keys\.json holds no JSON Web Key Set\./],
  ])('refuses a file that %s', async (_, files, message) => {
    const { exit, err } = await start(folder(files)('keys.json'));
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it('takes a file with keys', async () => {
    const keys = folder({ 'keys.json': '{"keys":[{"kty":"RSA","kid":"a","n":"AQ","e":"AQAB"}]}' })('keys.json');
    expect(await start(keys)).toMatchObject({ exit: 0, err: '' });
  });

  it('warns of an address that has no keys, and starts', async () => {
    const server = await loopback((_, response) => response.writeHead(503).end());
    const { wait, reached } = meeting();
    const said = await start(`${server.origin}/keys`, { onInterrupt: (act) => void wait.then(act), onErr: reached });
    const warning = `warning: No keys can be had from ${server.origin}/keys: it answered 503`;
    expect([said.exit, said.err]).toEqual([0, expect.stringContaining(warning)]);
  });

  it('says nothing of an address that has some', async () => {
    const set = '{"keys":[{"kty":"RSA","kid":"a","n":"AQ","e":"AQAB"}]}';
    const { wait, reached } = meeting();
    const server = await loopback((_, response) => void response.writeHead(200).end(set, reached));
    const said = await start(server.origin, { onInterrupt: (act) => void wait.then(act) });
    expect([said.exit, said.err, server.arrived.length]).toEqual([0, '', 1]);
  });
});

describe('dryflow emulator --data', () => {
  /** Starts the emulator on the folder, does something with it, and stops it. */
  async function during<T>(data: string, work: (emulator: Addresses) => Promise<T>): Promise<T> {
    let working: Promise<T> | undefined;
    let stop = (): void => undefined;
    const done = dryflow(['emulator', '--port', '0', '--no-https', '--json', '--data', data], {
      onInterrupt: (act) => (stop = act),
      onOut(text) {
        working ??= work(JSON.parse(text) as Addresses).finally(() => stop());
      },
    });
    expect(await done).toMatchObject({ exit: 0, err: '' });
    if (!working) throw new Error('It did not start.');
    return working;
  }

  it('keeps identities, access keys and tokens from one start to the next', async () => {
    const data = folder({})('data');
    const before = await during(data, async ({ endpoint }) => {
      const made = await fetch(`${endpoint}/.emulator/resources/dryflow/keys/primary/regenerate`, { method: 'POST' });
      const { connectionStrings } = (await made.json()) as { connectionStrings: { primary: string } };
      const created = await clientOf(connectionStrings.primary).createUserAndToken(['chat']);
      return { ...created, key: keyOf(connectionStrings.primary) };
    });
    await during(data, async ({ endpoint, connectionString }) => {
      expect(keyOf(connectionString)).toBe(before.key);
      const body = JSON.stringify({ token: before.token });
      const inspected = await fetch(`${endpoint}/.emulator/tokens/inspect`, { method: 'POST', body });
      expect(await inspected.json()).toMatchObject({ valid: true, user: before.user.communicationUserId });
      expect((await clientOf(connectionString).getToken(before.user, ['voip'])).token).toMatch(/^ey/);
    });
    const files = readdirSync(data).filter((name) => !/-(wal|shm)$/.test(name)); // SQLite's own, while another holds it open
    expect(files.toSorted()).toEqual(['identities.db', 'lock.db', 'resources.json', 'signing-key.pem']);
  });

  it('has a folder to itself', async () => {
    const data = folder({})('data');
    await during(data, async () => {
      expect(await dryflow(['emulator', '--port', '0', '--data', data])).toMatchObject({
        exit: 2,
        err: expect.stringMatching(/Another emulator uses the folder .*data\.\n {2}→ Stop that one/) as string,
      });
    });
    await during(data, () => Promise.resolve());
  });

  it('says so when a key made anew cannot be kept, and goes on with the old one', async () => {
    const data = folder({})('data');
    await during(data, async ({ endpoint, connectionString }) => {
      mkdirSync(join(data, 'resources.json'));
      const asked = await fetch(`${endpoint}/.emulator/resources/dryflow/keys/primary/regenerate`, { method: 'POST' });
      expect([asked.status, await asked.text()]).toEqual([503, expect.stringContaining('cannot be kept')]);
      await clientOf(connectionString).createUser();
    });
  });

  it('does not tell anybody to delete a key that it cannot read', async () => {
    const data = folder({})('.');
    mkdirSync(join(data, 'signing-key.pem'));
    const { exit, err } = await dryflow(['emulator', '--port', '0', '--data', data]);
    expect([exit, err]).toEqual([
      2,
      expect.stringMatching(/signing-key\.pem cannot be read: it is a folder \(EISDIR\)\.\n$/),
    ]);
  });

  it('refuses a file in the place of the folder', async () => {
    const data = folder({ 'em.log': '' })('em.log');
    const { exit, err } = await dryflow(['emulator', '--port', '0', '--data', data]);
    expect([exit, err]).toEqual([2, expect.stringContaining(`${data} is a file, and not a folder.`)]);
  });

  it.each([
    ['a file that is something else', { 'identities.db': 'a text' }, 'holds something else'],
    ['settings that are none', { 'resources.json': '{' }, 'does not hold the settings of resources'],
    ['a key that is none', { 'signing-key.pem': '-----BEGIN' }, 'does not hold the key that tokens are signed with'],
  ])('refuses %s', async (_, files, message) => {
    expect(await dryflow(['emulator', '--port', '0', '--data', folder(files)('.')])).toMatchObject({
      exit: 2,
      err: expect.stringContaining(message) as string,
    });
  });
});

describe('dryflow emulator cert', () => {
  it('prints the path of the certificate, and how each client trusts it', async () => {
    const { exit, out } = await dryflow(['emulator', 'cert']);
    const [path = ''] = out.split('\n');
    expect([exit, readFileSync(path, 'utf8')]).toEqual([0, expect.stringContaining('BEGIN CERTIFICATE')]);
    for (const line of [
      `NODE_EXTRA_CA_CERTS=${path}`,
      `REQUESTS_CA_BUNDLE=${path}`,
      `keytool -importcert -noprompt -alias dryflow -file ${path}`,
      `SSL_CERT_FILE=${path} dotnet run`,
    ])
      expect(out).toContain(line);
  });

  it('gives machines JSON', async () => {
    const { out } = await dryflow(['emulator', 'cert', '--json']);
    expect(JSON.parse(out)).toEqual({ caPath: expect.stringMatching(/ca\.pem$/) as string });
  });
});
