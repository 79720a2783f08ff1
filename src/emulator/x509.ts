// Certificates for this machine: an authority, and a server's certificate that it vouches for. The keys are of P-256,
// which takes a millisecond where RSA takes a second. Loaded only when a certificate has to be made.
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';

/** A key and what vouches for it, both PEM. */
export interface Pair {
  readonly key: string;
  readonly certificate: string;
}

/** Whom a certificate is for and from when to when it holds, in milliseconds since 1970. */
export interface Term {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/** What a client may call this machine. */
const NAMES = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] } as const;

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';

/**
 * An authority that can vouch for the names of this machine and for nothing else (name constraints): whoever steals its
 * key cannot pass for a bank.
 */
export function makeAuthority(term: Term): Pair {
  const { privateKey, publicKey } = newKey();
  return issue(term, publicKey, { key: privateKey, name: nameOf(term.name), publicKey }, privateKey, [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.keyCertSign), true),
    extension(x509.id_ce_nameConstraints, new x509.NameConstraints({ permittedSubtrees: permitted() }), true),
  ]);
}

/** A server's certificate for the names of this machine, and further ones below them, which the authority may vouch for too. */
export function makeServer(term: Term, authority: Pair, hosts: readonly string[]): Pair {
  const { privateKey, publicKey } = newKey();
  const issuer = AsnConvert.parse(derOf(authority.certificate), x509.Certificate).tbsCertificate.subject;
  const signer = { key: authority.key, name: issuer, publicKey: createPublicKey(authority.certificate) };
  return issue(term, publicKey, signer, privateKey, [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: false }), true),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.digitalSignature), true),
    extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])),
    extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(alternativeNames(hosts))),
  ]);
}

interface Signer {
  readonly key: KeyObject | string;
  readonly name: x509.Name;
  readonly publicKey: KeyObject;
}

function newKey(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function issue(term: Term, publicKey: KeyObject, signer: Signer, key: KeyObject, extensions: x509.Extension[]): Pair {
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: signer.name,
    validity: new x509.Validity({ notBefore: new Date(term.from), notAfter: new Date(term.until) }),
    subject: nameOf(term.name),
    subjectPublicKeyInfo: AsnConvert.parse(spkiOf(publicKey), x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions([...keyIdentifiers(publicKey, signer.publicKey), ...extensions]),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signer.key);
  const certificate = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm,
    signatureValue: bufferOf(signature),
  });
  return { key: String(key.export({ type: 'pkcs8', format: 'pem' })), certificate: pemOf(certificate) };
}

/** 127 bits by chance, the first of them set: positive, and never shorter. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bufferOf(bytes);
}

function nameOf(commonName: string): x509.Name {
  const part = (type: string, text: string): x509.RelativeDistinguishedName =>
    new x509.RelativeDistinguishedName([
      new x509.AttributeTypeAndValue({ type, value: new x509.AttributeValue({ utf8String: text }) }),
    ]);
  return new x509.Name([part(ORGANISATION, 'dryflow'), part(COMMON_NAME, commonName)]);
}

function alternativeNames(hosts: readonly string[]): x509.GeneralName[] {
  const dns = [...NAMES.dns, ...hosts].map((dNSName) => new x509.GeneralName({ dNSName }));
  return [...dns, ...NAMES.ip.map((iPAddress) => new x509.GeneralName({ iPAddress }))];
}

function permitted(): x509.GeneralSubtrees {
  const ip = NAMES.ip.map((address) => `${address}/${address.includes(':') ? 128 : 32}`);
  const names = [...NAMES.dns.map((dNSName) => ({ dNSName })), ...ip.map((iPAddress) => ({ iPAddress }))];
  return new x509.GeneralSubtrees(
    names.map((name) => new x509.GeneralSubtree({ base: new x509.GeneralName(name), minimum: 0 })),
  );
}

/** Python's strict verification (3.13) wants both identifiers. */
function keyIdentifiers(subject: KeyObject, issuer: KeyObject): x509.Extension[] {
  const authority = new x509.AuthorityKeyIdentifier({ keyIdentifier: new x509.KeyIdentifier(digestOf(issuer)) });
  return [
    extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(digestOf(subject))),
    extension(x509.id_ce_authorityKeyIdentifier, authority),
  ];
}

function extension(extnID: string, value: object, critical = false): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function digestOf(key: KeyObject): ArrayBuffer {
  return bufferOf(createHash('sha1').update(spkiOf(key)).digest());
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function pemOf(certificate: x509.Certificate): string {
  const lines = Buffer.from(AsnConvert.serialize(certificate)).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
