// The RSA key that tokens are signed with. Making one takes up to a second, so it happens in the background, and the
// result can be cached in a file.
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../make-folder.js';
import { systemFault } from '../system-fault.js';

/** A key pair. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The names that a token's header calls a key by. */
export interface KeyId {
  /** 40 hex digits; at the service the thumbprint of a certificate. */
  readonly kid: string;
  /** The same 20 bytes as base64url. */
  readonly x5t: string;
}

/**
 * The name of the signing key as used by a maker of tokens: an access key, or another kind of caller. With a name for each
 * access key, whoever checks tokens against the published keys notices when an access key has been made anew: the name is
 * no longer there. It says nothing about the access key.
 */
export function keyId({ publicKey }: SigningKey, maker: string): KeyId {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHmac('sha1', spki).update(maker).digest();
  return { kid: digest.toString('hex').toUpperCase(), x5t: digest.toString('base64url') };
}

/** The key in the file, or a new one, which is then written there. Without a path nothing is read or written. */
export async function loadSigningKey(path?: string): Promise<SigningKey> {
  const cached = path === undefined ? undefined : await readKey(path);
  if (cached) return pairOf(cached);
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  if (path !== undefined) await writeKey(path, privateKey);
  return pairOf(privateKey);
}

/** Fails where the file is there and cannot be read or holds no such key: to make a new one would end all tokens without a word. */
export async function checkSigningKey(path: string): Promise<void> {
  const fault = await readFile(path).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
  if (fault && /^ENO(?:ENT|TDIR)$/.test(fault.code ?? '')) return; // a folder that is none is told of by what else is in it
  if (fault) throw new Error(`${path} cannot be read: ${systemFault(fault)}.`, { cause: fault });
  if (await readKey(path)) return;
  throw new Error(
    `${path} does not hold the key that tokens are signed with. Delete it to begin with a new one, for which all tokens of before are invalid.`,
  );
}

function pairOf(privateKey: KeyObject): SigningKey {
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** A cache that is missing, broken or holds another kind of key counts as none. */
async function readKey(path: string): Promise<KeyObject | undefined> {
  try {
    const key = createPrivateKey(await readFile(path));
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= 2048 ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that no reader ever sees half a key. The cache only saves time: failing is no error. */
async function writeKey(path: string, key: KeyObject): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    makeFolder(dirname(path), 0o700);
    await writeFile(draft, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
