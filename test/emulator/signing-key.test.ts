import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSigningKey, type SigningKey } from '../../src/emulator/index.js';
import { keyId } from '../../src/emulator/signing-key.js';

const kid = (key: SigningKey): string => keyId(key, '').kid;

describe('the signing key', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dryflow-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is kept in a file', async () => {
    const path = join(folder, 'key.pem');
    const [first, second] = [await loadSigningKey(path), await loadSigningKey(path)];
    expect(kid(second)).toBe(kid(first));
    expect(await readdir(folder)).toEqual(['key.pem']);
    const everybodyElse = process.platform === 'win32' ? 0 : 0o077; // Windows has no such modes
    expect((await stat(path)).mode & everybodyElse).toBe(0);
  });

  it.each(['', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
    'is made anew when the file holds "%s"',
    async (content) => {
      const path = join(folder, 'key.pem');
      await writeFile(path, content);
      const key = await loadSigningKey(path);
      expect(kid(await loadSigningKey(path))).toBe(kid(key));
      expect(await readFile(path, 'utf8')).toContain('BEGIN PRIVATE KEY');
    },
  );

  it('is made without a file where none can be written', async () => {
    const key = await loadSigningKey(join(folder, 'absent', 'key.pem'));
    expect(key.privateKey.asymmetricKeyType).toBe('rsa');
  });
});
