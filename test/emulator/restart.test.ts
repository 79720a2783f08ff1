import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore, startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.js';

let folder = '';
let settingsPath = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dryflow-restart-'));
  settingsPath = join(folder, 'data', 'resources.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function during<T>(options: EmulatorOptions, work: (emulator: Emulator) => Promise<T>): Promise<T> {
  const emulator = await startEmulator({ port: 0, ...options });
  try {
    return await work(emulator);
  } finally {
    await emulator.close();
  }
}

const clientOf = ({ connectionString }: Emulator): CommunicationIdentityClient =>
  new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });

const regenerate = ({ endpoint }: Emulator): Promise<Response> =>
  fetch(`${endpoint}/.emulator/resources/dryflow/keys/primary/regenerate`, { method: 'POST' });

describe('a restart', () => {
  it('leaves keys, identities and tokens as they were', async () => {
    const options = { store: memoryStore(), settingsPath, signingKeyPath: join(folder, 'data', 'signing-key.pem') };
    const [user, token, key] = await during(options, async (emulator) => {
      await regenerate(emulator);
      const issued = await clientOf(emulator).createUserAndToken(['chat']);
      return [issued.user, issued.token, emulator.connectionString.split('accesskey=')[1]];
    });
    await during(options, async (emulator) => {
      expect(emulator.connectionString.split('accesskey=')[1]).toBe(key);
      expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, user: user.communicationUserId });
      expect((await clientOf(emulator).getToken(user, ['voip'])).token).toMatch(/^ey/);
    });
  });

  it('finds keys in a file that nobody else may read', async () => {
    await during({ settingsPath }, regenerate);
    expect(await readdir(join(folder, 'data'))).toEqual(['resources.json']);
    if (process.platform === 'win32') return; // Windows has no such modes
    expect((await stat(settingsPath)).mode & 0o777).toBe(0o600);
  });

  it.each(['{', '{}', '[1]', '[{"name":"dryflow"}]'])('says what to do about a file with %s in it', async (text) => {
    const broken = join(folder, 'resources.json');
    await writeFile(broken, text);
    await expect(startEmulator({ port: 0, settingsPath: broken })).rejects.toThrow(`${broken} does not hold`);
  });
});
