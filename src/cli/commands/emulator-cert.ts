import { createColors } from 'picocolors';
import { certificateFolder } from '../../folders.js';
import { UsageError, type ExitCode, type Io } from '../io.js';

/** `dryflow emulator cert`: where the development certificate is, and the line with which each client trusts it. */
export async function emulatorCertCommand(flags: { readonly json?: boolean }, io: Io): Promise<ExitCode> {
  const { loadCertificate } = await import('../../emulator/index.js');
  const { caPath } = await loadCertificate(certificateFolder(io.env)).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  io.out(flags.json ? `${JSON.stringify({ caPath })}\n` : advice(caPath, io));
  return 0;
}

function advice(path: string, io: Io): string {
  const paint = createColors(io.color);
  const lines = Object.entries(TRUST).map(([client, line]) => `${paint.bold(client)}\n  ${line(quoted(path))}\n`);
  return `${path}\n\nIt can vouch for localhost, names below it, 127.0.0.1 and ::1 only. What makes a client trust it:\n\n${lines.join('')}`;
}

function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
}

const STORE = 'dryflow-truststore.p12 -storetype PKCS12 -storepass changeit';

/** .NET asks the system's store; on Linux that is OpenSSL's, which a variable can name. */
const TRUST: { readonly [client: string]: (path: string) => string } = {
  JavaScript: (path) => `NODE_EXTRA_CA_CERTS=${path} node app.js`,
  'Python, az': (path) => `REQUESTS_CA_BUNDLE=${path} python app.py    (httpx, aiohttp, urllib: SSL_CERT_FILE)`,
  Java: (path) =>
    `keytool -importcert -noprompt -alias dryflow -file ${path} -keystore ${STORE}\n` +
    '  java -Djavax.net.ssl.trustStore=dryflow-truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar',
  '.NET on Linux': (path) => `SSL_CERT_FILE=${path} dotnet run`,
  curl: (path) => `curl --cacert ${path} https://localhost:10228/`,
  'the whole system: Debian, Ubuntu': (path) =>
    `sudo cp ${path} /usr/local/share/ca-certificates/dryflow.crt && sudo update-ca-certificates`,
  'the whole system: macOS': (path) =>
    `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${path}`,
  'the whole system: Windows': (path) => `certutil -user -addstore Root ${path}`,
};
