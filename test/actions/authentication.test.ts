import { describe, expect, it, vi } from 'vitest';
import { secretsInInputs, signer } from '../../src/actions/authentication.js';
import { managedIdentity } from '../../src/actions/managed-identity.js';
import { SendError, type HttpRequest, type HttpResponse } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { answer } from '../contracts/action.js';
import { password, pfx } from '../http/client-certificate.js';

const { signal } = new AbortController();

/** Signs in with a token endpoint that answers like this; the clock is the test's. */
function signing(respond: (request: HttpRequest) => HttpResponse | Promise<HttpResponse> = () => answer(500)) {
  const asked: HttpRequest[] = [];
  const kept: Json[] = [];
  const clock = { now: 0 };
  const sign = signer({
    send: async (request) => {
      asked.push(request);
      return respond(request);
    },
    keep: (secret) => kept.push(secret),
    now: () => clock.now,
  });
  return { sign: (authentication: Json) => sign(authentication, signal), asked, kept, clock };
}

const entra: JsonObject = {
  type: 'ActiveDirectoryOAuth',
  tenant: 'my tenant',
  audience: 'https://graph.microsoft.com',
  clientId: 'id',
  secret: 's+cret',
};

describe('authentication', () => {
  it.each<[Json, string | undefined]>([
    [{ type: 'Basic', username: 'user', password: 'p@ss:word' }, 'Basic dXNlcjpwQHNzOndvcmQ='],
    [{ type: 'basic', username: 'user' }, 'Basic dXNlcjo='],
    [{ Type: 'RAW', Value: 'x' }, 'x'],
    [{ type: 'None' }, undefined],
    [null, undefined],
    ['text', undefined],
  ])('%j signs with %s', async (authentication, value) => {
    const headers = value === undefined ? {} : { Authorization: value };
    expect(await signing().sign(authentication)).toEqual({ headers });
  });

  it.each([
    [{}, ''],
    [{ type: 'Magic' }, 'Magic'],
    [{ type: 'constructor' }, 'constructor'],
  ])('%j is no way to sign in', async (authentication, type) => {
    const message = `There is no authentication of type '${type}'. The types are None, Basic, Raw, ClientCertificate, ActiveDirectoryOAuth and ManagedServiceIdentity.`;
    expect(await signing().sign(authentication)).toMatchObject({
      status: 'Failed',
      code: 'BadRequest',
      error: { message },
    });
  });

  it('with a client certificate gives the file and its password', async () => {
    const signed = await signing().sign({ type: 'ClientCertificate', pfx, password });
    expect(signed).toEqual({ headers: {}, certificate: { pfx: new Uint8Array(Buffer.from(pfx, 'base64')), password } });
  });

  it.each([{ pfx, password: 'wrong' }, { pfx: 'AAAA', password }, {}])(
    'with a client certificate that cannot be read says so (%#)',
    async (given) => {
      const signed = await signing().sign({ type: 'ClientCertificate', ...given });
      expect(signed).toMatchObject({ status: 'Failed', code: 'BadRequest' });
      const message = /^The client certificate cannot be read \(.+\): 'pfx' is the file's content in base64, /;
      expect(signed).toHaveProperty('error.message', expect.stringMatching(message));
    },
  );
});

describe('ActiveDirectoryOAuth', () => {
  const token = (text: string, seconds: Json = '3599') => answer(200, { access_token: text, expires_in: seconds });

  it('asks the tenant for a token and signs with it', async () => {
    const { sign, asked, kept } = signing(() => token('t1'));
    expect(await sign(entra)).toEqual({ headers: { Authorization: 'Bearer t1' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'https://login.microsoftonline.com/my%20tenant/oauth2/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(new TextDecoder().decode(asked[0]?.body)).toBe(
      'grant_type=client_credentials&resource=https%3A%2F%2Fgraph.microsoft.com&client_id=id&client_secret=s%2Bcret',
    );
    expect(kept).toEqual(['t1']);
  });

  it('asks another authority where one is named', async () => {
    const { sign, asked } = signing(() => token('t'));
    await sign({ ...entra, authority: 'https://login.microsoftonline.us/' });
    expect(asked[0]?.url).toBe('https://login.microsoftonline.us/my%20tenant/oauth2/token');
  });

  it('keeps a token for its life, less five minutes, and each for its own audience', async () => {
    let count = 0;
    const { sign, asked, clock } = signing(() => token(`t${++count}`, 3600));
    const signed = async (more: JsonObject = {}) => sign({ ...entra, ...more });
    expect(await signed()).toEqual({ headers: { Authorization: 'Bearer t1' } });
    clock.now = 3300 * 1000 - 1;
    expect(await signed()).toEqual({ headers: { Authorization: 'Bearer t1' } });
    expect(await signed({ audience: 'other' })).toEqual({ headers: { Authorization: 'Bearer t2' } });
    clock.now = 3300 * 1000;
    expect(await signed()).toEqual({ headers: { Authorization: 'Bearer t3' } });
    expect(asked).toHaveLength(3);
  });

  it.each<[string, HttpResponse, string, JsonObject]>([
    [
      'a wrong secret',
      answer(401, {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret.\r\nTrace ID: 1',
      }),
      'AADSTS7000215: Invalid client secret.',
      {},
    ],
    ['an error without words', answer(400, { error: 'invalid_request' }), 'invalid_request', {}],
    [
      'a server that is busy',
      answer(503, undefined, { 'retry-after': '7' }),
      'The token endpoint answered with status 503.',
      { retry: { after: 7000 } },
    ],
    ['no token', answer(200, { a: 1 }), 'The token endpoint answered with status 200.', {}],
    ['no object', answer(200, [1]), 'The token endpoint answered with status 200.', {}],
    ['no JSON', { ...answer(200), body: new Uint8Array([1]) }, 'The token endpoint answered with status 200.', {}],
  ])('fails as the service does for %s', async (_, respond, why, more) => {
    const message = `Http request failed as there is an error getting AD OAuth token: '${why}'.`;
    const error = { code: 'BadRequest', message };
    expect(await signing(() => respond).sign(entra)).toEqual({ status: 'Failed', code: 'BadRequest', error, ...more });
  });

  it('fails where the authority cannot be reached, and may be tried again', async () => {
    const { sign } = signing(() => Promise.reject(new SendError('UnresolvableHostName', 'No host.', true)));
    expect(await sign(entra)).toMatchObject({ status: 'Failed', code: 'UnresolvableHostName', retry: {} });
  });

  it('asks again after a failure', async () => {
    let count = 0;
    const { sign } = signing(() => (count++ === 0 ? answer(503) : token('t')));
    await sign(entra);
    expect(await sign(entra)).toEqual({ headers: { Authorization: 'Bearer t' } });
  });

  it('without a secret says what it needs', async () => {
    const { sign, asked } = signing();
    const signed = await sign({ ...entra, secret: null, pfx: 'AAAA', password: 'p' });
    expect(signed).toMatchObject({ status: 'Failed', code: 'BadRequest' });
    expect(signed).toHaveProperty(
      'error.message',
      expect.stringMatching(/^Signing in to Microsoft Entra needs a 'secret'/),
    );
    expect(asked).toEqual([]);
  });
});

describe('ManagedServiceIdentity', () => {
  const credential = (
    getToken: (scope: string | string[]) => Promise<{ token: string; expiresOnTimestamp: number } | null>,
  ) => vi.fn(() => Promise.resolve({ getToken }));

  it.each([
    ['https://vault.azure.net', 'https://vault.azure.net/.default'],
    ['https://storage.azure.com/', 'https://storage.azure.com/.default'],
    ['', 'https://management.azure.com/.default'],
  ])('asks for a token for %j', async (audience, scope) => {
    const scopes: unknown[] = [];
    const load = credential((given) => {
      scopes.push(given);
      return Promise.resolve({ token: 't', expiresOnTimestamp: 0 });
    });
    const identity = managedIdentity(load);
    expect(await identity(audience, signal)).toBe('t');
    await identity(audience, signal);
    expect(scopes).toEqual([scope, scope]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'nobody is signed in',
      credential(() => Promise.reject(new Error('CredentialUnavailable.'))),
      'CredentialUnavailable.',
    ],
    ['no token comes', credential(() => Promise.resolve(null)), 'no token came'],
    ['the package is missing', () => Promise.reject(new Error('Install it.')), 'Install it.'],
  ])('says what to do where %s', async (_, load, why) => {
    const outcome = await managedIdentity(load)('', signal);
    expect(outcome).toMatchObject({ status: 'Failed', code: 'BadRequest' });
    expect(outcome).toHaveProperty('error.message', expect.stringContaining(why));
    expect(outcome).toHaveProperty('error.message', expect.stringContaining("Sign in with 'az login'"));
  });
});

describe('secretsInInputs', () => {
  it.each<[Json, readonly Json[]]>([
    [{ authentication: { type: 'Basic', username: 'u', password: 'p' } }, ['p', 'dTpw']],
    [{ Authentication: { Type: 'Raw', Value: 'Bearer abc' } }, ['Bearer abc', 'abc']],
    [{ authentication: { type: 'Raw', value: 'abc' } }, ['abc']],
    [{ authentication: { ...entra, pfx: 'x' } }, ['x', 's+cret']],
    [{ authentication: 'text' }, []],
    [{}, []],
    [null, []],
  ])('of %j are %j', (inputs, secrets) => {
    expect(secretsInInputs(inputs)).toEqual(secrets);
  });
});
