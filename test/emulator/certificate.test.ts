import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCertificate } from '../../src/emulator/index.js';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 22);

let folder = '';
let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'dryflow-certificate-'));
  folder = join(parent, 'certificate');
});
afterEach(() => rm(parent, { recursive: true }));

const files = (): Promise<string[]> => readdir(folder).then((names) => names.toSorted());

describe('the development certificate', () => {
  it('is for the names of this machine, and its authority for no other', async () => {
    const { ca, server } = await loadCertificate(folder, NOW);
    const [authority, leaf] = [new X509Certificate(ca), new X509Certificate(server)];
    expect([authority.ca, leaf.ca]).toEqual([true, false]);
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.checkHost('localhost')).toBe('localhost');
    expect([leaf.checkIP('127.0.0.1'), leaf.checkIP('::1')]).toEqual(['127.0.0.1', '::1']);
    expect(leaf.checkHost('example.com')).toBeUndefined();
    expect(authority.raw.includes(Buffer.from('551d1e', 'hex'))).toBe(true); // the name constraints
  });

  it('is made once, with keys that nobody else may read', async () => {
    const first = await loadCertificate(folder, NOW);
    expect(await loadCertificate(folder, NOW)).toEqual(first);
    expect(await files()).toEqual(['ca-key.pem', 'ca.pem', 'localhost.pem']);
    expect(await readdir(parent)).toEqual(['certificate']);
    if (process.platform === 'win32') return; // Windows has no such modes
    for (const name of ['ca-key.pem', 'localhost.pem'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('is for the hosts of resources, by the authority that people trust already', async () => {
    const first = await loadCertificate(folder, NOW);
    const named = await loadCertificate(folder, NOW, ['dryflow', 'Beta', 'with_underscore', '-']);
    const leaf = new X509Certificate(named.server);
    expect(leaf.subjectAltName?.match(/DNS:[^,]*/g)).toEqual([
      'DNS:localhost',
      'DNS:dryflow.localhost',
      'DNS:beta.localhost',
    ]);
    expect([named.ca, leaf.verify(new X509Certificate(first.ca).publicKey)]).toEqual([first.ca, true]);
    expect(await loadCertificate(folder, NOW, ['beta'])).toEqual(named);
    expect(await loadCertificate(folder, NOW)).toEqual(named);
  });

  it('is one and the same for emulators that start together', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadCertificate(folder, NOW)));
    expect(new Set(all.map(({ ca }) => ca)).size).toBe(1);
    expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(all[0]?.ca);
    expect(await files()).toEqual(['ca-key.pem', 'ca.pem', 'localhost.pem']);
  });

  it('is renewed before it ends, by the authority that people trust already', async () => {
    const first = await loadCertificate(folder, NOW);
    const later = await loadCertificate(folder, NOW + 780 * DAY);
    expect(later.ca).toBe(first.ca);
    expect(later.server).not.toBe(first.server);
    expect(Date.parse(new X509Certificate(later.server).validTo)).toBeGreaterThan(NOW + 1500 * DAY);
  });

  it('has a new authority before that one ends', async () => {
    const first = await loadCertificate(folder, NOW);
    const later = await loadCertificate(folder, NOW + 3640 * DAY);
    expect(later.ca).not.toBe(first.ca);
    expect(await loadCertificate(folder, NOW + 3641 * DAY)).toEqual(later);
  });

  it.each(['ca.pem', 'ca-key.pem', 'localhost.pem'])('is made anew when %s is broken', async (name) => {
    await loadCertificate(folder, NOW);
    await writeFile(join(folder, name), '-----BEGIN CERTIFICATE-----\nAAAA\n');
    const repaired = await loadCertificate(folder, NOW);
    expect(new X509Certificate(repaired.server).verify(new X509Certificate(repaired.ca).publicKey)).toBe(true);
    expect(await loadCertificate(folder, NOW)).toEqual(repaired);
  });

  it('says where it cannot be kept', async () => {
    await writeFile(join(parent, 'file'), '');
    const nowhere = join(parent, 'file', 'certificate');
    await expect(loadCertificate(nowhere, NOW)).rejects.toThrow(
      `cannot be kept in ${nowhere}: a part of its path is a file, and not a folder (ENOTDIR).`,
    );
  });
});
