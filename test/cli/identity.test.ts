import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acsVariables } from '../../src/connectors/index.js';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { entraToken } from '../emulator/exchange.js';
import { dryflow, folder, type Said } from './terminal.js';

let emulator: Emulator;
let env: Readonly<Record<string, string>>;
// Commands are loaded when they are asked for; here before the first test, whose time does not count it then.
beforeAll(async () => {
  await import('../../src/cli/commands/identity/service.js');
  emulator = await startEmulator({ port: 0 });
  env = { AZURE_COMMUNICATION_CONNECTION_STRING: emulator.connectionString };
}, 60_000);
afterAll(() => emulator.close());

/** Runs `dryflow identity …` against the emulator. */
const identity = (command: string, ...flags: string[]): Promise<Said> =>
  dryflow(['identity', ...command.split(' '), ...flags], { env });

/** What a command printed, as JSON. */
async function printed(command: string, ...flags: string[]): Promise<Readonly<Record<string, unknown>>> {
  const { exit, out, err } = await identity(command, ...flags);
  expect([exit, err]).toEqual([0, `  → ${new URL(emulator.endpoint).host}\n`]);
  return JSON.parse(out) as Readonly<Record<string, unknown>>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const userId: unknown = expect.stringMatching(/^8:acs:/);

describe('dryflow identity', () => {
  it('creates a user, issues tokens, revokes them and deletes the user', async () => {
    const { rawId, ...created } = await printed('user create');
    expect(created).toEqual({ properties: { id: rawId } });
    const user = textOf(rawId);
    const { token, ...issued } = await printed('token issue', '--user', user, '--scope', 'chat', '--scope', 'voip');
    expect(issued).toEqual({ expires_on: expect.stringMatching(/\+00:00$/) as string, user_id: user });
    const state = () => emulator.service.inspect(textOf(token));
    expect(await state()).toMatchObject({ valid: true, user, scopes: ['chat', 'voip'] });
    expect(await identity('token revoke', '--user', user)).toMatchObject({ exit: 0, out: '' });
    expect(await state()).toMatchObject({ reason: 'revoked' });
    expect(await identity('user delete', '--user', user)).toMatchObject({ exit: 0, out: '' });
    expect(await state()).toMatchObject({ reason: 'deleted' });
  });

  it('creates the user too where none is given, for as long as is wanted', async () => {
    const { token, user_id, expires_on } = await printed(
      'token issue',
      '--scope',
      'chat.join',
      'voip.join',
      '--expires-in',
      '90',
    );
    expect(user_id).toEqual(userId);
    expect(Math.round((Date.parse(textOf(expires_on)) - Date.now()) / 60_000)).toBe(90);
    const scopes = ['chat.join', 'voip.join'];
    expect(await emulator.service.inspect(textOf(token))).toMatchObject({ valid: true, user: user_id, scopes });
  });

  it('exchanges the token of a Teams user', async () => {
    const exp = Math.floor(Date.now() / 1000) + 90 * 60;
    const client = '22222222-2222-3333-4444-555555555555';
    const user = ['--client', client, '--aad-user', '33333333-2222-3333-4444-555555555555'];
    const aadToken = entraToken({ appid: client, exp });
    const { token } = await printed('token get-for-teams-user', '--aad-token', aadToken, ...user);
    expect(await emulator.service.inspect(textOf(token))).toMatchObject({ valid: true });
    expect(await identity('token get-for-teams-user', '--aad-token', 'no', ...user)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('InvalidAccessToken: Provided access token is not valid.') as string,
    });
  });

  it.each([
    [['token', 'issue', '--scope', 'chat', '--expires-in', '59'], 1, 'ValidationError: ExpiresInMinutes value 59'],
    [['token', 'issue', '--scope', 'chat', '--expires-in', 'soon'], 2, '--expires-in takes minutes'],
    [['token', 'issue'], 2, "required option '--scope <scope...>' not specified"],
    [['user', 'delete', '--user', '8:acs:x_y'], 1, 'IdentityNotOwned: '],
    [['user', 'delete', '--user', ''], 2, '--user takes the id of a user'],
    [['token', 'revoke', '--user', ' '], 2, '--user takes the id of a user'],
    [['token', 'issue', '--scope', 'chat', '--user', ''], 2, '--user takes the id of a user'],
    [['user', 'create', '--connection-string', ''], 2, 'The connection string is empty.'],
    [['user', 'create', '--connection-string', 'endpoint=https://x/'], 2, "has no 'accesskey='"],
    [
      ['user', 'create', '--connection-string', 'endpoint=http://127.0.0.1:9/;accesskey=eA=='],
      1,
      'Nothing answers at 127.0.0.1:9.\n  → Start the emulator: "dryflow emulator" has port 10227, and 10228 for https',
    ],
    [
      ['user', 'create', '--connection-string', 'endpoint=https://contoso.invalid/;accesskey=eA=='],
      1,
      "The host 'contoso.invalid' cannot be reached: ",
    ],
  ])('%j ends with %i and says why', async ([...args], exit, message) => {
    expect(await dryflow(['identity', ...args], { env })).toMatchObject({
      exit,
      err: expect.stringContaining(message) as string,
    });
  });

  it('names the variables of the environment in the order in which they count, and the one that is wrong', async () => {
    const { out } = await dryflow(['identity', 'user', 'create', '--help']);
    const names = [...acsVariables.connectionStrings, acsVariables.endpoint, acsVariables.accessKey];
    expect(out.match(/\b(?:COMMUNICATION|AZURE_COMMUNICATION)_\w+/g)).toEqual(names);
    const all = { [names[0] ?? '']: 'nonsense', ...env };
    const { exit, err } = await dryflow(['identity', 'user', 'create'], { env: all });
    expect([exit, err]).toEqual([2, expect.stringContaining(`It is in the environment variable ${names[0]}.`)]);
  });

  it('asks nobody where it is not told whom', async () => {
    const { exit, err } = await dryflow(['identity', 'user', 'create']);
    expect([exit, err]).toEqual([2, expect.stringContaining('UseDevelopmentEmulator=true')]);
  });
});

describe('over https', () => {
  const config = folder({})('.');
  let secure: Emulator;
  beforeAll(async () => {
    secure = await startEmulator({
      port: 0,
      https: { certificateFolder: join(config, 'dryflow', 'emulator-certificate') },
    });
  });
  afterAll(() => secure.close());

  it('trusts the certificate that the emulator of this user has made, and says whose else to trust', async () => {
    const AZURE_COMMUNICATION_CONNECTION_STRING = secure.https?.connectionString ?? '';
    const own = { AZURE_COMMUNICATION_CONNECTION_STRING, XDG_CONFIG_HOME: config, APPDATA: config };
    const issued = await dryflow(['identity', 'token', 'issue', '--scope', 'chat'], { env: own });
    expect(issued).toMatchObject({ exit: 0 });
    const { token } = JSON.parse(issued.out) as { token: string };
    const inspected = await dryflow(['identity', 'token', 'inspect', token], { env: own });
    expect(JSON.parse(inspected.out)).toMatchObject({
      valid: true,
      source: expect.stringContaining('https:') as string,
    });
    const foreign = await dryflow(['identity', 'user', 'create'], { env: { AZURE_COMMUNICATION_CONNECTION_STRING } });
    expect(foreign).toMatchObject({ exit: 1, err: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string });
  });

  it.each([
    ['https', () => emulator.connectionString.replace('http:', 'https:'), 'does not speak https'],
    ['http', () => secure.https?.connectionString.replace('https:', 'http:') ?? '', 'This is the port of https'],
  ])('%s at the other port is told apart', async (_, connectionString, message) => {
    const { exit, err } = await dryflow(['identity', 'user', 'create', '--connection-string', connectionString()]);
    expect([exit, err]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe('dryflow identity token inspect', () => {
  it('asks the emulator that the connection string is of', async () => {
    const { token } = await printed('token issue', '--scope', 'chat.join');
    const { exit, out } = await identity('token inspect', textOf(token));
    expect([exit, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({
        valid: true,
        user: userId,
        scopes: ['chat.join'],
        source: `the emulator at ${emulator.endpoint}`,
      }),
    ]);
    expect(JSON.parse(out)).toMatchObject({ permissions: { 'Create chat thread': false, 'Get chat threads': true } });
  });

  it('asks the emulator that the endpoint in the environment is of', async () => {
    const { token } = await printed('token issue', '--scope', 'chat');
    const { out } = await dryflow(['identity', 'token', 'inspect', textOf(token)], {
      env: { COMMUNICATION_SERVICES_ENDPOINT: emulator.endpoint },
    });
    expect(JSON.parse(out)).toMatchObject({ valid: true, source: `the emulator at ${emulator.endpoint}` });
  });

  it('says why a token is not valid', async () => {
    const { token, user_id } = await printed('token issue', '--scope', 'chat');
    await identity('token revoke', '--user', textOf(user_id));
    const { exit, out } = await dryflow(['identity', 'token', 'inspect'], {
      env: { ...env, AZURE_COMMUNICATION_ACCESS_TOKEN: textOf(token) },
    });
    expect([exit, JSON.parse(out)]).toEqual([1, expect.objectContaining({ valid: false, reason: 'revoked' })]);
  });

  it('says what a token of elsewhere says of itself', async () => {
    const other = await startEmulator({ port: 0 });
    const issued = await dryflow(['identity', 'token', 'issue', '--scope', 'chat'], {
      env: { AZURE_COMMUNICATION_CONNECTION_STRING: other.connectionString },
    });
    const { token } = JSON.parse(issued.out) as { token: string };
    const asked = await identity('token inspect', token);
    expect([asked.exit, JSON.parse(asked.out)]).toEqual([
      1,
      expect.objectContaining({
        valid: null,
        scopes: ['chat'],
        message: expect.stringContaining('cannot be known') as string,
        source: `the token itself; the emulator at ${emulator.endpoint} did not sign it`,
      }),
    ]);
    await other.close();
    const alone = await dryflow(['identity', 'token', 'inspect', token, '--connection-string', other.connectionString]);
    expect(alone.exit).toBe(0);
    expect(JSON.parse(alone.out)).toMatchObject({ valid: null, source: 'the token itself; no emulator answered' });
  });

  it("take az's --yes, and ask nothing", async () => {
    const { rawId } = await printed('user create');
    const id = String(rawId);
    expect(await identity('token revoke', '--user', id, '--yes')).toMatchObject({ exit: 0, out: '' });
    expect(await identity('user delete', '--user', id, '-y')).toMatchObject({ exit: 0, out: '' });
  });

  it.each([
    ['abc', 'malformed'],
    [entraToken({ skypeid: 'acs:r_u', acsScope: 'chat', resourceId: 'r', iat: 1, exp: 1e300 }), 'malformed'],
    [entraToken({ skypeid: 'acs:r_u', acsScope: 'chat', resourceId: 'r', iat: 1, exp: 2 }), 'expired'],
  ])('finds fault with %s: %s', async (token, reason) => {
    const closed = 'endpoint=http://127.0.0.1:9/;accesskey=eA==';
    const { exit, out } = await dryflow(['identity', 'token', 'inspect', token, '--connection-string', closed]);
    expect([exit, JSON.parse(out)]).toEqual([1, expect.objectContaining({ valid: false, reason })]);
  });

  it('needs a token', async () => {
    expect(await identity('token inspect')).toMatchObject({ exit: 2 });
  });
});
