import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from 'vitest';
import { isMissing } from './programs.js';
import { OLD_SCOPES, quickstart } from './quickstart.js';

const project = mkdtempSync(join(tmpdir(), 'dryflow-java-'));
cpSync(fileURLToPath(new URL('java', import.meta.url)), project, { recursive: true });

// 1.4.10 is the newest that the registry the project is checked with serves whole; it speaks API version 2022-10-01.
const missing = isMissing('Java', 'mvn', ['-B', '-q', 'compile', 'dependency:copy-dependencies'], project);

afterAll(() => rmSync(project, { recursive: true }));

describe.skipIf(missing)('the quickstart of the Java SDK', () => {
  quickstart(
    async (caPath, folder) => {
      const store = join(folder, 'truststore.p12');
      trust(caPath, store);
      const settings = [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
      const classes = [join(project, 'target', 'classes'), join(project, 'target', 'dependency', '*')].join(':');
      return { file: 'java', args: [...settings, '-cp', classes, 'Quickstart'], env: {} };
    },
    { patience: 120_000, scopes: OLD_SCOPES },
  );
});

/** As `dryflow emulator cert` says. */
function trust(caPath: string, store: string): void {
  const into = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', 'changeit'];
  const { status, stdout } = spawnSync('keytool', [
    ...['-importcert', '-noprompt', '-alias', 'dryflow', '-file', caPath],
    ...into,
  ]);
  if (status !== 0) throw new Error(String(stdout));
}
