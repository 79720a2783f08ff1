// Flows as the designers write them for Microsoft's published connector (acs-identity.md, section 7.1), run on our
// definition against the emulator: unchanged, and with answers held to the types that the definition says.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { isPrepared, prepare } from '../../src/app/index.js';
import { environment } from '../app/folder.js';

const folder = fileURLToPath(new URL('cases/flows/', import.meta.url));

it.each(readdirSync(folder))('%s of the published connector runs as it is', async (file) => {
  const prepared = await prepare(`${folder}${file}`, { env: environment(), onlyEmulator: true, strict: true });
  if (!isPrepared(prepared)) throw new Error(prepared.diagnostics.map(({ message }) => message).join('\n'));
  onTestFinished(() => prepared.close());
  const { status, actions } = await prepared.run();
  expect(status).toBe('Succeeded');
  expect(actions).toMatchObject({
    Create_a_user: { outputs: { statusCode: 201, body: { identity: { id: expect.stringMatching(/^8:acs:/) } } } },
    Issue: { outputs: { statusCode: 200, body: { token: expect.anything(), expiresOn: expect.anything() } } },
    Revoke: { outputs: { statusCode: 204 } },
    Delete: { outputs: { statusCode: 204 } },
  });
});
