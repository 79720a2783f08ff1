// The real client against the emulator over http: what it accepts is what the service would have to say.
import { CommunicationIdentityClient, type TokenScope } from '@azure/communication-identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { entraToken } from './exchange.js';

let emulator: Emulator;
let client: CommunicationIdentityClient;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  client = clientFor(emulator.connectionString);
});
afterAll(() => emulator.close());

function clientFor(connectionString: string, options: object = {}): CommunicationIdentityClient {
  return new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true, ...options });
}

const DAY = 24 * 60;

/** Minutes from now until a date, rounded. */
const minutesUntil = (date: Date): number => Math.round((date.getTime() - Date.now()) / 60_000);

describe('CommunicationIdentityClient', () => {
  it('creates a user, issues tokens, revokes them and deletes the user', async () => {
    const user = await client.createUser();
    expect(user.communicationUserId).toMatch(/^8:acs:/);
    const { token, expiresOn } = await client.getToken(user, ['chat', 'voip']);
    expect(minutesUntil(expiresOn)).toBe(DAY);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, user: user.communicationUserId });
    await client.revokeTokens(user);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: false, reason: 'revoked' });
    const second = await client.getToken(user, ['chat']);
    expect(await emulator.service.inspect(second.token)).toMatchObject({ valid: true });
    await client.deleteUser(user);
    expect(await emulator.service.inspect(second.token)).toMatchObject({ valid: false, reason: 'deleted' });
    await expect(client.getToken(user, ['chat'])).rejects.toThrow("Provided identity doesn't exist.");
  });

  it('creates a user with a token', async () => {
    const scopes: TokenScope[] = ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'];
    const { user, token, expiresOn } = await client.createUserAndToken(scopes, { tokenExpiresInMinutes: 60 });
    expect(minutesUntil(expiresOn)).toBe(60);
    expect(await emulator.service.inspect(token)).toMatchObject({
      valid: true,
      user: user.communicationUserId,
      scopes,
    });
  });

  it.each([60, 1440])('takes a lifetime of %i minutes', async (tokenExpiresInMinutes) => {
    const { expiresOn } = await client.getToken(await client.createUser(), ['chat'], { tokenExpiresInMinutes });
    expect(minutesUntil(expiresOn)).toBe(tokenExpiresInMinutes);
  });

  it.each([59, 1441])('is refused a lifetime of %i minutes', async (tokenExpiresInMinutes) => {
    const user = await client.createUser();
    const error = {
      statusCode: 400,
      code: 'ValidationError',
      message: `ExpiresInMinutes value ${tokenExpiresInMinutes} is invalid. Value must be within the [60, 1440] interval.`,
      details: { error: { target: 'ExpiresInMinutes' } },
    };
    await expect(client.getToken(user, ['chat'], { tokenExpiresInMinutes })).rejects.toMatchObject(error);
    await expect(client.createUserAndToken(['chat'], { tokenExpiresInMinutes })).rejects.toMatchObject(error);
  });

  it('is refused a token without scopes', async () => {
    const error = { statusCode: 400, message: 'Invalid scopes - Scopes field is required.' };
    await expect(client.getToken(await client.createUser(), [])).rejects.toMatchObject(error);
  });

  it('is refused a user of another resource', async () => {
    const user = {
      communicationUserId: '8:acs:00000000-1111-2222-3333-444444444444_00000000-aaaa-bbbb-cccc-ddddddddeeee',
    };
    const error = {
      statusCode: 401,
      code: 'IdentityNotOwned',
      message: "Provided identity doesn't belong to the resource.",
    };
    await expect(client.getToken(user, ['chat'])).rejects.toMatchObject(error);
    await expect(client.revokeTokens(user)).rejects.toMatchObject(error);
    await expect(client.deleteUser(user)).rejects.toMatchObject(error);
  });

  it('is refused with another key', async () => {
    const other = clientFor(`endpoint=${emulator.endpoint}/;accesskey=b3RoZXI=`);
    const error = { statusCode: 401, code: 'Denied', message: 'Denied by the resource provider.' };
    await expect(other.createUser()).rejects.toMatchObject(error);
  });

  it('is refused an api-version that does not exist', async () => {
    const other = clientFor(emulator.connectionString, { apiVersion: '1999-01-01' });
    await expect(other.createUser()).rejects.toMatchObject({ statusCode: 400, code: 'UnsupportedApiVersion' });
  });

  it('exchanges the token of a Teams user', async () => {
    const exp = Math.floor(Date.now() / 1000) + 90 * 60;
    const clientId = '22222222-2222-3333-4444-555555555555';
    const request = { clientId, userObjectId: '33333333-2222-3333-4444-555555555555' };
    const teamsUserAadToken = entraToken({ appid: clientId, exp });
    const { token, expiresOn } = await client.getTokenForTeamsUser({ ...request, teamsUserAadToken });
    expect(minutesUntil(expiresOn)).toBe(90);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: true });
    const refused = client.getTokenForTeamsUser({ ...request, teamsUserAadToken: 'invalid' });
    await expect(refused).rejects.toMatchObject({ statusCode: 401, code: 'InvalidAccessToken' });
  });
});
