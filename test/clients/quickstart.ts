// What the quickstart of each language's SDK does, as one suite: the language brings a program that does it over https and
// prints what it was given, and the emulator says what became of the tokens.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, WELL_KNOWN_KEY, type Emulator, type RequestLog } from '../../src/emulator/index.js';

/** A program, and what it is told besides the addresses. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Says in the language's way which certificate to trust. */
  readonly env: Readonly<Record<string, string>>;
}

interface Token {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresOn: string;
}

/** What a program was given when signed in one way. */
interface Given {
  readonly user: string;
  readonly createdUser: string;
  readonly tokens: Readonly<Record<'chat' | 'both' | 'hour' | 'created' | 'refreshed' | 'teams', Token>>;
  readonly refusals: readonly { readonly status: number; readonly message: string }[];
}

const TEAMS_APP = '22222222-2222-3333-4444-555555555555';
const MINUTE = 60_000;

/** The scopes of API version 2023-10-01 on, and what an SDK that speaks an older one asks for in their place. */
const JOIN_SCOPES = { hour: ['chat.join'], created: ['voip.join'] };
export const OLD_SCOPES: typeof JOIN_SCOPES = { hour: ['chat'], created: ['voip'] };

/** Runs a program's quickstart and looks at what it was given. `program` gets the certificate's path and a folder to use. */
export function quickstart(
  program: (caPath: string, folder: string) => Promise<Program>,
  { patience = 60_000, scopes: asked = JOIN_SCOPES } = {},
): void {
  let folder = '';
  let emulator: Emulator;
  let report: Readonly<Record<string, Given>>;
  const requests: RequestLog[] = [];
  const given = (way: string): Given => report[way] ?? expect.fail(`The program says nothing of '${way}'.`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dryflow-client-'));
    const https = { certificateFolder: join(folder, 'certificate') };
    emulator = await startEmulator({ port: 0, https, onRequest: (entry) => requests.push(entry) });
    report = await reportOf(await program(emulator.https?.caPath ?? '', folder), emulator);
  }, patience);
  afterAll(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });

  describe.each(['connectionString', 'key', 'entra'])('signed in with %s', (way) => {
    it.each([
      ['chat', 1440, ['chat'], { valid: false, reason: 'revoked' }],
      ['both', 1440, ['chat', 'voip'], { valid: false, reason: 'revoked' }],
      ['hour', 60, asked.hour, { valid: false, reason: 'revoked' }],
      ['created', 90, asked.created, { valid: false, reason: 'deleted' }],
      ['refreshed', 1440, ['chat'], { valid: true }],
      ['teams', 60, expect.anything(), { valid: true }],
    ] as const)(
      'is given the token %s for %i minutes, with the scopes %j; at the end it is %j',
      async (...expected) => {
        const [name, minutes, scopes, state] = expected;
        const { token, expiresOn } = given(way).tokens[name];
        const left = (Date.parse(expiresOn) - Date.now()) / MINUTE;
        expect(left).toBeGreaterThan(minutes - 5);
        expect(left).toBeLessThanOrEqual(minutes);
        expect(await emulator.service.inspect(token)).toMatchObject({ ...state, scopes: scopes as unknown });
      },
    );

    it('knows the users by their ids', async () => {
      const { user, createdUser, tokens } = given(way);
      expect([user, createdUser]).toEqual([expect.stringMatching(/^8:acs:/), expect.stringMatching(/^8:acs:/)]);
      expect(await emulator.service.inspect(tokens.refreshed.token)).toMatchObject({ user });
      expect(await emulator.service.inspect(tokens.created.token)).toMatchObject({ user: createdUser });
    });

    it('is told why it is refused', () => {
      const lifetime = 'ExpiresInMinutes value 59 is invalid. Value must be within the [60, 1440] interval.';
      expect(given(way).refusals).toEqual([
        { status: 400, message: expect.stringContaining(lifetime) as string },
        { status: 404, message: expect.stringContaining("Provided identity doesn't exist.") as string },
      ]);
    });
  });

  it('asks for nothing else, and is refused nothing else', () => {
    const refused = requests.filter(({ operation, status }) => !/entra/i.test(operation ?? '') && status >= 400);
    expect(refused.map(({ status }) => status)).toEqual([400, 404, 400, 404, 400, 404]);
    expect(requests.filter(({ warning }) => warning !== undefined)).toEqual([]);
  });
}

async function reportOf({ file, args, env }: Program, emulator: Emulator): Promise<Readonly<Record<string, Given>>> {
  const { endpoint = '', connectionString = '' } = emulator.https ?? {};
  const teams = await teamsUser(emulator);
  const { stdout } = await promisify(execFile)(file, [...args], {
    env: {
      ...process.env,
      CONNECTION_STRING: connectionString,
      ENDPOINT: endpoint,
      ACCESS_KEY: WELL_KNOWN_KEY,
      AUTHORITY: endpoint.replace('127.0.0.1', 'localhost'),
      TEAMS_TOKEN: teams.token,
      TEAMS_APP,
      TEAMS_USER: teams.user,
      ...env,
    },
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Readonly<Record<string, Given>>;
}

/** Signs somebody in as a Teams application does: the token, and the user's object id. */
async function teamsUser({ endpoint }: Emulator): Promise<{ token: string; user: string }> {
  const scope = 'https://auth.msft.communication.azure.com/Teams.ManageCalls';
  const form = { grant_type: 'password', client_id: TEAMS_APP, username: 'megan@contoso.com', password: 'p', scope };
  const answer = await fetch(`${endpoint}/contoso/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return { token, user: (JSON.parse(payload) as { oid: string }).oid };
}
