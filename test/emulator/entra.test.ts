import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { entraAnswer } from '../../src/emulator/entra-endpoint.js';
import { LOCAL_ENTRA } from '../../src/emulator/entra.js';
import { startEmulator, type Service, type SigningKey } from '../../src/emulator/index.js';
import { keySet } from '../../src/emulator/jwks.js';
import { writeJwt } from '../../src/emulator/jwt.js';
import { isObject, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { at, entraToken, HOST, NOW, send, service, signingKey, textAt, VERSION, type Answer } from './exchange.js';

const SECONDS = NOW / 1000;
const good = { aud: 'https://communication.azure.com/', nbf: SECONDS, exp: SECONDS + 3599 };

function create(to: Service, token: string): Promise<Answer> {
  const headers = { host: HOST, authorization: `Bearer ${token}` };
  const body = Buffer.from('{"createTokenWithScopes":["chat"]}');
  return send(to, { method: 'POST', target: `/identities?${VERSION}`, headers, body });
}

const local = async (claims: JsonObject): Promise<string> =>
  writeJwt(await signingKey, LOCAL_ENTRA, { ...good, ...claims });

describe('a bearer token', () => {
  it.each([
    ['with the audience that the SDKs ask for', {}],
    ['with the audience without a slash', { aud: 'https://communication.azure.com' }],
    ['that has expired within the five minutes that clocks may differ', { exp: SECONDS - 299 }],
    ['that begins within them', { nbf: SECONDS + 299 }],
  ])('is accepted %s', async (_, claims) => {
    const to = service();
    const answer = await create(to, await local(claims));
    expect(answer.status).toBe(201);
    expect(await to.inspect(textAt(answer.body, 'accessToken', 'token'))).toMatchObject({ valid: true });
  });

  it.each([
    ['for somebody else', { aud: 'https://graph.microsoft.com' }, /another audience/],
    ['for nobody', { aud: null }, /another audience/],
    ['that has expired', { exp: SECONDS - 300 }, /has expired/],
    ['without an end', { exp: null }, /has expired/],
    ['that is not valid yet', { nbf: SECONDS + 301 }, /not valid yet/],
  ])('is refused %s', async (_, claims, reason) => {
    const answer = await create(service(), await local(claims));
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'Denied' } } });
    expect(answer.reason).toMatch(reason);
  });

  it('is refused when nobody signed it, somebody else did, or it was changed', async () => {
    expect((await create(service(), entraToken(good))).reason).toMatch(/RS256/);
    const token = await writeJwt(newKey(), LOCAL_ENTRA, good);
    expect((await create(service(), token)).reason).toMatch(/neither that of the local Entra/);
    const [header, , signature] = (await local({})).split('.');
    const payload = Buffer.from(JSON.stringify({ ...good, appid: 'x' })).toString('base64url');
    expect((await create(service(), `${header}.${payload}.${signature}`)).reason).toMatch(/signature/);
  });

  it('is not an access token of Communication Services', async () => {
    const to = service();
    const answer = await create(to, await local({}));
    expect((await create(to, textAt(answer.body, 'accessToken', 'token'))).status).toBe(401);
    expect(await to.inspect(await local({}))).toMatchObject({ valid: false, reason: 'malformed' });
  });
});

function newKey(): SigningKey {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

describe('the keys of a real tenant', () => {
  it('are asked for when they are needed, and at most once a minute', async () => {
    const theirs = newKey();
    let [now, asked] = [NOW, 0];
    let set: Json = { keys: [] };
    const entraKeys = async () => ((asked += 1), set);
    const to = service({ wallClock: () => now, entraKeys });
    await create(to, await local({}));
    expect(asked).toBe(0);
    const token = await writeJwt(theirs, 'tenant', good);
    expect((await create(to, token)).status).toBe(401);
    set = { keys: [null, { kid: 'x', kty: 'EC' }, { kid: 'y', kty: 'RSA' }, ...keysIn(keySet(theirs, ['tenant']))] };
    expect((await create(to, token)).status).toBe(401);
    expect(asked).toBe(1);
    now += 60_000;
    expect((await create(to, token)).status).toBe(201);
    expect((await create(to, token)).status).toBe(201);
    expect(asked).toBe(2);
  });

  it.each([
    ['no network', () => Promise.reject(new Error('no network')), /cannot be had: no network/],
    ['no keys', () => Promise.resolve('hello'), /no JSON Web Key Set/],
  ])('cannot be had: %s', async (_, entraKeys, reason) => {
    const answer = await create(service({ entraKeys }), await writeJwt(newKey(), 'tenant', good));
    expect(answer.status).toBe(401);
    expect(answer.reason).toMatch(reason);
  });
});

function keysIn(set: JsonObject): Json[] {
  const keys = at(set, 'keys');
  return Array.isArray(keys) ? keys : [];
}

async function ask(form: Record<string, string>, method = 'POST'): Promise<{ status: number; body: Json }> {
  const body = Buffer.from(new URLSearchParams(form).toString());
  const common = { scheme: 'https' as const, local: true, headers: { host: HOST } };
  const arrival = { ...common, method, target: '/contoso/oauth2/v2.0/token', body };
  const answer = await entraAnswer(arrival, { signingKey, wallClock: () => NOW });
  return { status: answer?.status ?? 0, body: parseJson(answer?.body ?? 'null') };
}

describe('the local token endpoint', () => {
  const client = { client_id: 'app', client_secret: 's', scope: 'https://communication.azure.com//.default' };

  it('gives an application a token that is good', async () => {
    const { status, body } = await ask({ ...client, grant_type: 'client_credentials' });
    expect([status, at(body, 'token_type'), at(body, 'expires_in')]).toEqual([200, 'Bearer', 3599]);
    expect((await create(service(), textAt(body, 'access_token'))).status).toBe(201);
  });

  it("takes OpenID's scopes beside that of the resource, as MSAL for Java sends them", async () => {
    const scope = `openid profile offline_access ${client.scope} openid profile offline_access`;
    const { status, body } = await ask({ ...client, scope, grant_type: 'client_credentials' });
    expect(status).toBe(200);
    expect((await create(service(), textAt(body, 'access_token'))).status).toBe(201);
  });

  it('gives a person a token that can be exchanged', async () => {
    const scope = 'https://auth.msft.communication.azure.com/Teams.ManageCalls offline_access';
    const { body } = await ask({ client_id: 'app', scope, grant_type: 'password', username: 'megan@contoso.com' });
    const payload = parseJson(Buffer.from(textAt(body, 'access_token').split('.')[1] ?? '', 'base64url').toString());
    expect(isObject(payload) && payload).toMatchObject({
      aud: 'https://auth.msft.communication.azure.com',
      scp: 'Teams.ManageCalls',
      appid: 'app',
      tid: 'contoso',
      upn: 'megan@contoso.com',
    });
  });

  it('writes every permission of the resource into the token, and those of no other', async () => {
    const teams = 'https://auth.msft.communication.azure.com/Teams';
    const scope = `${teams}.ManageCalls openid ${teams}.ManageChats ${teams}.ManageCalls https://graph.microsoft.com/User.Read`;
    const { body } = await ask({ client_id: 'app', scope, grant_type: 'password', username: 'megan@contoso.com' });
    const payload = parseJson(Buffer.from(textAt(body, 'access_token').split('.')[1] ?? '', 'base64url').toString());
    expect(at(payload, 'scp')).toBe('Teams.ManageCalls Teams.ManageChats');
  });

  it.each([
    ['no client', { client_id: '' }, 400, 'invalid_request', 900144],
    ['no scope', { scope: '' }, 400, 'invalid_request', 900144],
    ['another grant', { grant_type: 'device_code' }, 400, 'unsupported_grant_type', 70003],
    ['no secret', { client_secret: '' }, 401, 'invalid_client', 7000216],
    ['a scope that names a permission', { scope: 'https://a/b' }, 400, 'invalid_scope', 1002012],
    ['nobody to sign in', { grant_type: 'password' }, 400, 'invalid_request', 900144],
  ])('refuses %s', async (_, change, status, error, code) => {
    const answer = await ask({ ...client, grant_type: 'client_credentials', ...change });
    expect(answer).toMatchObject({ status, body: { error, error_codes: [code] } });
    expect(textAt(answer.body, 'error_description')).toMatch(`AADSTS${code}: `);
  });

  it('takes POST only', async () => {
    expect((await ask({}, 'GET')).status).toBe(405);
  });

  it('is found through its configuration, and its keys through that', async () => {
    const emulator = await startEmulator({ port: 0 });
    const get = async (url: string): Promise<Json> => parseJson(await (await fetch(url)).text());
    const found = await get(`${emulator.endpoint}/contoso/v2.0/.well-known/openid-configuration`);
    expect(textAt(found, 'token_endpoint')).toBe(`${emulator.endpoint}/contoso/oauth2/v2.0/token`);
    expect(at(await get(textAt(found, 'jwks_uri')), 'keys')).toMatchObject([{ kty: 'RSA', e: 'AQAB' }]);
    expect(at(await get(`${emulator.endpoint}/.well-known/jwks.json`), 'keys')).toHaveLength(4);
    await emulator.close();
  });
});
