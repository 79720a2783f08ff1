// The development certificate of the https door: an authority that people tell their clients to trust once, and a server's
// certificate that is renewed under it. Kept in a folder of the user's; several emulators may start at the same time.
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { systemFault } from '../system-fault.js';
import type { Pair } from './x509.js';

/** What the https door shows, and the file that clients are told to trust. */
export interface DevelopmentCertificate {
  /** The file of the authority's certificate, and what it holds. */
  readonly caPath: string;
  readonly ca: string;
  /** The server's key and its certificate, one PEM text. */
  readonly server: string;
}

const DAY = 24 * 60 * 60 * 1000;
/** Long, because people trust it by hand. */
const AUTHORITY_DAYS = 3650;
/** Apple's systems refuse a server's certificate of more than 825 days, from an authority of the user's own too (documented). */
const SERVER_DAYS = 800;
/** Whatever ends within this time is renewed, so that nothing ends while an emulator runs. */
const RENEWAL_DAYS = 30;

/**
 * The certificate in the folder; what is missing there, broken or near its end is made anew. The server's is for
 * `NAME.localhost` too, for each of the names: `*.localhost` would not do, since neither OpenSSL nor Node lets an asterisk
 * stand before a single label.
 */
export async function loadCertificate(
  folder: string,
  now = Date.now(),
  names: readonly string[] = [],
): Promise<DevelopmentCertificate> {
  const hosts = names.filter((name) => LABEL.test(name)).map((name) => `${name.toLowerCase()}.localhost`);
  try {
    const authority = (await readAuthority(folder, now)) ?? (await newAuthority(folder, now));
    const kept = await readServer(folder, authority, now, hosts);
    const server = kept ?? (await newServer(folder, authority, now, hosts));
    return { caPath: caPathIn(folder), ca: authority.certificate, server };
  } catch (error) {
    const why = systemFault(error as NodeJS.ErrnoException);
    const advice = 'Let dryflow write there, or serve http alone (--no-https).';
    throw new Error(`The development certificate cannot be kept in ${folder}: ${why}. ${advice}`, { cause: error });
  }
}

/** The authority's certificate in the folder, where there is one; nothing is made. */
export async function authorityIn(folder: string): Promise<string | undefined> {
  return (await textOf(caPathIn(folder))) || undefined;
}

/** What may be a label of a host's name in a certificate: Java reads none that has another in it. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

const caPathIn = (folder: string): string => join(folder, 'ca.pem');
const caKeyPathIn = (folder: string): string => join(folder, 'ca-key.pem');
const serverPathIn = (folder: string): string => join(folder, 'localhost.pem');

async function readAuthority(folder: string, now: number): Promise<Pair | undefined> {
  const [certificate, key] = [await textOf(caPathIn(folder)), await textOf(caKeyPathIn(folder))];
  return soundPair({ certificate, key }, now);
}

/** Key and certificate are one file: two could be torn apart by another emulator that starts now. */
async function readServer(
  folder: string,
  authority: Pair,
  now: number,
  hosts: readonly string[],
): Promise<string | undefined> {
  const text = await textOf(serverPathIn(folder));
  if (!soundPair({ certificate: text, key: text }, now)) return undefined;
  const read = new X509Certificate(text);
  const covers = hosts.every((host) => read.checkHost(host) !== undefined);
  return covers && read.verify(new X509Certificate(authority.certificate).publicKey) ? text : undefined;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function soundPair({ certificate, key }: Pair, now: number): Pair | undefined {
  try {
    const read = new X509Certificate(certificate);
    const current = Date.parse(read.validFrom) <= now && Date.parse(read.validTo) > now + RENEWAL_DAYS * DAY;
    return current && read.checkPrivateKey(createPrivateKey(key)) ? { certificate, key } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Written as a folder of its own and renamed, so that its certificate and its key are always those of one another. Where
 * another emulator was faster, its authority is taken.
 */
async function newAuthority(folder: string, now: number): Promise<Pair> {
  const { makeAuthority } = await import('./x509.js');
  const authority = makeAuthority({
    name: `dryflow development CA ${randomUUID().slice(0, 8)}`,
    ...days(now, AUTHORITY_DAYS),
  });
  const draft = `${folder}.${randomUUID()}`;
  makeFolder(draft, 0o700);
  await writeFile(caPathIn(draft), authority.certificate);
  await writeFile(caKeyPathIn(draft), authority.key, { mode: 0o600 });
  if (await moved(draft, folder)) return authority;
  const others = await readAuthority(folder, now);
  if (others) return others;
  await rm(folder, { recursive: true, force: true }); // broken, or at its end
  return newAuthority(folder, now);
}

async function moved(draft: string, folder: string): Promise<boolean> {
  try {
    await rename(draft, folder);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) throw error; // EPERM is what Windows says
    return false;
  }
}

async function newServer(folder: string, authority: Pair, now: number, hosts: readonly string[]): Promise<string> {
  const { makeServer } = await import('./x509.js');
  const { key, certificate } = makeServer({ name: 'localhost', ...days(now, SERVER_DAYS) }, authority, hosts);
  const draft = join(folder, `${randomUUID()}.pem`);
  await writeFile(draft, key + certificate, { mode: 0o600, flag: 'wx' });
  await rename(draft, serverPathIn(folder));
  return key + certificate;
}

/** From yesterday on: another machine's clock may be behind (a container, a phone). */
function days(now: number, count: number): { from: number; until: number } {
  return { from: now - DAY, until: now + (count - 1) * DAY };
}
