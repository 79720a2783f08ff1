// connector/script.csx, compiled and executed against the emulator: what a maker's flow does, without the platform.
import { createHash } from 'node:crypto';
import { createServer as createSecureServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { errorSchema, startEmulator, type Emulator } from '../../src/emulator/index.js';
import { parseJson, type Json } from '../../src/json.js';
import { validate, type Arguments } from '../../src/swagger/index.js';
import { at, entraToken, textAt } from '../emulator/exchange.js';
import { cert, key } from '../http/self-signed.js';
import { closedPort, json, listening, loopback } from '../loopback.js';
import { call, forward, ID, KEY, operations, signatureHeader, withConnection } from './calls.js';
import brokenConnections from './cases/broken-connections.json' with { type: 'json' };
import connectionStrings from './cases/connection-strings.json' with { type: 'json' };
import { startScript, whyNot, type RunningScript, type ScriptAnswer, type ScriptCall } from './mono.js';

const missing = whyNot();
/** A machine without Mono is told what it lacks; CI has to run the script. */
const skipped = missing !== undefined && process.env['CI'] !== 'true';
if (skipped) process.stderr.write(`${missing}\n`);

let script: RunningScript | undefined;
let emulator: Emulator;

function send(one: ScriptCall): Promise<ScriptAnswer> {
  if (!script) throw new Error('The script is not running.');
  return script.run(one);
}

/** Runs an operation with a connection string. */
function run(operationId: string, given: Partial<Arguments>, connectionString: string): Promise<ScriptAnswer> {
  return send(call(operationId, given, withConnection(connectionString)));
}

/** What the script would send for a call, without sending it. */
async function sentBy(over: Partial<ScriptCall>): Promise<NonNullable<ScriptAnswer['sent']>> {
  const path = { identityId: ID };
  const { sent } = await send(call('DeleteCommunicationIdentity', { path }, { online: false, ...over }));
  if (!sent) throw new Error('nothing was sent');
  return sent;
}

function bodyOf({ body = '' }: ScriptAnswer): Json {
  return parseJson(body);
}

/** Holds an answer against the form of the service's errors, and gives code and message. */
async function refused(answer: ScriptAnswer): Promise<{ code: string; message: string }> {
  expect(answer).toMatchObject({ status: 400, type: 'application/json' });
  expect(await validate(definition, errorSchema, bodyOf(answer))).toEqual([]);
  return { code: textAt(bodyOf(answer), 'error', 'code'), message: textAt(bodyOf(answer), 'error', 'message') };
}

describe.skipIf(skipped)('the script', () => {
  beforeAll(async () => {
    if (missing !== undefined) throw new Error(missing);
    script = startScript();
    emulator = await startEmulator({ port: 0 });
  }, 60_000);
  afterAll(async () => {
    script?.close();
    await emulator?.close();
  });

  describe('with a connection string', () => {
    it('creates a user, issues a token, revokes it and deletes the user', async () => {
      const created = await run('CreateCommunicationIdentity', {}, emulator.connectionString);
      expect(created.status).toBe(201);
      const path = { identityId: textAt(bodyOf(created), 'identity', 'id') };
      const issued = await run(
        'IssueIdentityAccessToken',
        { path, body: { scopes: ['voip'] } },
        emulator.connectionString,
      );
      expect(issued.status).toBe(200);
      const token = textAt(bodyOf(issued), 'token');
      expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, scopes: ['voip'] });
      expect(await run('RevokeIdentityAccessTokens', { path }, emulator.connectionString)).toMatchObject({
        status: 204,
      });
      expect(await emulator.service.inspect(token)).toMatchObject({ valid: false, reason: 'revoked' });
      expect(await run('DeleteCommunicationIdentity', { path }, emulator.connectionString)).toMatchObject({
        status: 204,
      });
      expect(await run('IssueIdentityAccessToken', { path }, emulator.connectionString)).toMatchObject({ status: 404 });
    });

    it('creates a user with a token of an hour', async () => {
      const body = { createTokenWithScopes: ['chat.join', 'voip.join'], expiresInMinutes: 60 };
      const created = await run('CreateCommunicationIdentity', { body }, emulator.connectionString);
      expect(created.status).toBe(201);
      const token = textAt(bodyOf(created), 'accessToken', 'token');
      expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, scopes: body.createTokenWithScopes });
    });

    it("exchanges a Teams user's token", async () => {
      const [appId, userId] = ['11111111-aaaa-bbbb-cccc-dddddddddddd', '22222222-aaaa-bbbb-cccc-dddddddddddd'];
      const token = entraToken({ appid: appId, oid: userId, exp: Math.round(Date.now() / 1000) + 3600 });
      const answer = await run(
        'ExchangeTeamsUserAccessToken',
        { body: { token, appId, userId } },
        emulator.connectionString,
      );
      expect(answer.status).toBe(200);
      expect(textAt(bodyOf(answer), 'token')).toMatch(/^ey/);
    });

    it('hands on what the service refuses', async () => {
      const answer = await run('IssueIdentityAccessToken', { path: { identityId: ID } }, emulator.connectionString);
      expect(answer.status).toBe(401);
      expect(at(bodyOf(answer), 'error', 'code')).toBe('IdentityNotOwned');
    });

    it('hands on that the key is wrong', async () => {
      const wrong = `endpoint=${emulator.endpoint};accesskey=${KEY}`;
      const answer = await run('CreateCommunicationIdentity', {}, wrong);
      expect(answer.status).toBe(401);
      expect(at(bodyOf(answer), 'error', 'message')).toBe('Denied by the resource provider.');
    });

    it('keeps https and the port of the endpoint', async () => {
      const server = createSecureServer({ key, cert }, forward(emulator));
      const endpoint = `https://localhost:${await listening(server)}`;
      const connectionString = emulator.connectionString.replace(/^endpoint=[^;]*/, `endpoint=${endpoint}`);
      expect(await run('CreateCommunicationIdentity', {}, connectionString)).toMatchObject({ status: 201 });
    });

    it.each(connectionStrings)('is understood $name', async ({ connectionString, origin }) => {
      const { url, headers } = await sentBy(withConnection(connectionString));
      const host = origin.replace(/^https?:\/\//, '');
      expect(url).toBe(`${origin}/identities/8%3Aacs%3Aabc_def?api-version=2023-10-01`);
      expect(headers).toMatchObject({ Host: host, Authorization: signatureHeader(headers, 'DELETE', url, host, '') });
    });

    it.each([
      '/identities/8:acs:abc_def/:issueAccessToken?api-version=2021-03-07',
      '/identities/8%3Aacs%3Aabc_def/:issueAccessToken?api-version=2021-03-07',
    ])('signs %s as it leaves', async (target) => {
      const over = { method: 'POST', url: `https://communication.azure.com${target}`, body: '{"scopes":["chat"]}' };
      const { url, headers } = await sentBy({ ...withConnection(`endpoint=https://x;accesskey=${KEY}`), ...over });
      expect(url).toBe(`https://x${target}`);
      expect(headers['Authorization']).toBe(signatureHeader(headers, 'POST', url, 'x', over.body));
    });

    // .NET normalizes some escapes of a path: the signature has to be that of the target on the wire, whatever it is.
    it.each(['8%3aacs%3Aa%20b%2Fc%2Bd%C3%A4', 'a%2fb%7E~%41%25', "a'(b)*!", '%F0%9F%98%80%00'])(
      'signs %s as it arrives',
      async (id) => {
        const { origin, host, arrived } = await loopback();
        const url = `https://communication.azure.com/identities/${id}?api-version=a%20b`;
        const over = { ...withConnection(`endpoint=${origin};accesskey=${KEY}`), url };
        await send(call('DeleteCommunicationIdentity', { path: { identityId: ID } }, over));
        const { target = '', headers } = arrived[0] ?? {};
        expect(target).toMatch(/^\/identities\//);
        expect(headers?.['authorization']).toBe(signatureHeader(headers ?? {}, 'DELETE', target, host, ''));
      },
    );

    it.each([
      ['a header in small letters', 'connection-string', {}],
      ['a body in chunks', 'Connection-String', { 'Transfer-Encoding': 'chunked' }],
      ['another signature', 'Connection-String', { 'X-MS-Date': 'then', 'X-Ms-Content-Sha256': 'other' }],
    ])('is taken from a request with %s', async (_, name, others) => {
      const { origin, host, arrived } = await loopback();
      const headers = { [name]: `endpoint=${origin};accesskey=${KEY}`, ...others };
      const body = '{"scopes":["chat"]}';
      await send(call('IssueIdentityAccessToken', { path: { identityId: ID } }, { headers, body }));
      const { target = '', headers: sent = {}, body: received } = arrived[0] ?? {};
      expect(String(received)).toBe(body);
      expect(sent['authorization']).toBe(signatureHeader(sent, 'POST', target, host, body));
      expect(sent).not.toHaveProperty('connection-string');
    });

    it('never leaves itself, nor does the header of another sign-in', async () => {
      const over = withConnection(`endpoint=https://x/;accesskey=${KEY}`);
      const { headers } = await sentBy({
        headers: { ...over.headers, Authorization: 'Bearer t', Host: 'communication.azure.com' },
      });
      expect(Object.keys(headers).toSorted()).toEqual(['Authorization', 'Host', 'x-ms-content-sha256', 'x-ms-date']);
      expect(headers['Authorization']).toMatch(/^HMAC-SHA256 /);
    });
  });

  describe('with a service principal', () => {
    const bearer = { Authorization: 'Bearer token-of-entra' };

    it('hands its token on as it is, to the endpoint of the connection', async () => {
      const { url, headers } = await sentBy({
        headers: { ...bearer, 'Connection-String': '', 'Endpoint-Url': 'https://x:8443/' },
      });
      expect(url).toBe('https://x:8443/identities/8%3Aacs%3Aabc_def?api-version=2023-10-01');
      expect(headers).toEqual({ ...bearer, Host: 'x:8443' });
    });

    it.each([
      ['http', { ...bearer, 'Endpoint-Url': 'http://x/' }, 'InvalidEndpoint', /over https only/],
      ['no endpoint', bearer, 'InvalidEndpoint', /endpoint of the connection/],
      ['no token', { 'Endpoint-Url': 'https://x/' }, 'MissingToken', /client secret/],
      [
        'the token of another scheme',
        { Authorization: 'Basic eA==', 'Endpoint-Url': 'https://x/' },
        'MissingToken',
        /Entra/,
      ],
    ])('refuses %s', async (_, headers, code, message) => {
      const answer = await send(call('CreateCommunicationIdentity', {}, { headers }));
      expect(answer.sent).toBeNull();
      expect(await refused(answer)).toEqual({ code, message: expect.stringMatching(message) });
    });
  });

  describe('a connection that cannot work', () => {
    it.each(brokenConnections)('$name', async ({ connectionString, code, beginning }) => {
      const answer = await run('CreateCommunicationIdentity', {}, connectionString);
      expect(answer.sent).toBeNull();
      expect(answer.body).not.toMatch(/secret|c2VjcmV0/);
      expect(await refused(answer)).toEqual({ code, message: expect.stringContaining(beginning) });
    });

    it('was not handed over at all', async () => {
      const { code } = await refused(await send(call('CreateCommunicationIdentity', {})));
      expect(code).toBe('InvalidConnectionString');
    });

    it('has an endpoint where nobody listens', async () => {
      const host = `127.0.0.1:${await closedPort()}`;
      const answer = await run('CreateCommunicationIdentity', {}, `endpoint=http://${host};accesskey=${KEY}`);
      expect(await refused(answer)).toEqual({
        code: 'RequestFailed',
        message: expect.stringMatching(
          new RegExp(`^The request to ${host} failed: .+[^.]\\. Check the endpoint of the connection\\.$`),
        ),
      });
    });

    it('has an endpoint that does not answer in time', async () => {
      const over = { ...withConnection(`endpoint=https://x;accesskey=${KEY}`), timesOut: true };
      expect(await refused(await send(call('CreateCommunicationIdentity', {}, over)))).toEqual({
        code: 'RequestFailed',
        message: 'The request to x failed: there was no answer in time. Check the endpoint of the connection.',
      });
    });
  });

  describe('an operation', () => {
    it.each(operations)('$id is known in base64, too', async ({ id, method }) => {
      const operationId = Buffer.from(id).toString('base64');
      const { sent } = await send({
        ...call(id, { path: { identityId: ID } }),
        ...withConnection(`endpoint=https://x;accesskey=${KEY}`),
        method,
        operationId,
        online: false,
      });
      expect(sent?.url).toMatch(/^https:\/\/x\//);
    });

    it.each(['GetIdentity', '', 'R2V0SWRlbnRpdHk=', 'deletecommunicationidentity', 'a "quoted" name\\'])(
      '%j is refused',
      async (operationId) => {
        const answer = await send(
          call('CreateCommunicationIdentity', {}, { ...withConnection(emulator.connectionString), operationId }),
        );
        expect(answer.sent).toBeNull();
        expect(await refused(answer)).toEqual({
          code: 'UnknownOperation',
          message: `The script of the connector knows no operation '${operationId}'. Upload the connector again as a whole.`,
        });
      },
    );
  });

  it('hands on answers that are not of the service', async () => {
    const { origin, arrived } = await loopback(json(503, { busy: true }, { 'retry-after': '1' }));
    const answer = await run(
      'CreateCommunicationIdentity',
      { body: { createTokenWithScopes: ['ä'] } },
      `endpoint=${origin};accesskey=${KEY}`,
    );
    expect(answer).toMatchObject({ status: 503, body: '{"busy":true}', headers: { 'Retry-After': '1' } });
    expect(arrived[0]?.headers['x-ms-content-sha256']).toBe(
      createHash('sha256')
        .update(arrived[0]?.body ?? '')
        .digest('base64'),
    );
  });

  it('ends as the platform wants when the platform gives up', async () => {
    const over = { ...withConnection(emulator.connectionString), cancelled: true };
    const { status, exception } = await send(call('CreateCommunicationIdentity', {}, over));
    expect(status).toBeUndefined();
    expect(exception).toContain('OperationCanceledException');
  });
});
