import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dryflow } from './terminal.js';

describe('dryflow emulator', () => {
  it('tells its connection string and how to use it, logs requests, and stops on Ctrl-C', async () => {
    const { exit, out } = await dryflow(['emulator', '--port', '0'], { interrupt: true });
    expect(exit).toBe(0);
    expect(out).toMatch(/Connection string:\n {2}endpoint=http:\/\/127\.0\.0\.1:\d+\/;accesskey=\S+==\n/);
    expect(out).toContain('allowInsecureConnection: true');
  });

  it('gives machines a line of JSON', async () => {
    const { out } = await dryflow(['emulator', '--port', '0', '--json'], { interrupt: true });
    expect(JSON.parse(out)).toMatchObject({ connectionString: expect.stringMatching(/^endpoint=/) as string });
  });

  it.each(['x', '70000'])('refuses the port %s', async (port) => {
    expect(await dryflow(['emulator', '--port', port])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('from 0 to 65535') as string,
    });
  });

  it('serves http and https, or http alone', async () => {
    const both = await dryflow(['emulator', '--port', '0', '--json'], { interrupt: true });
    const secure: unknown = expect.stringMatching(/^https:/);
    expect(JSON.parse(both.out)).toMatchObject({ https: { endpoint: secure, caPath: expect.any(String) as string } });
    const one = await dryflow(['emulator', '--port', '0', '--no-https', '--json'], { interrupt: true });
    expect(JSON.parse(one.out)).not.toHaveProperty('https');
  });
});

describe('dryflow emulator cert', () => {
  it('prints the path of the certificate, and how each client trusts it', async () => {
    const { exit, out } = await dryflow(['emulator', 'cert']);
    const [path = ''] = out.split('\n');
    expect([exit, readFileSync(path, 'utf8')]).toEqual([0, expect.stringContaining('BEGIN CERTIFICATE')]);
    for (const line of [
      `NODE_EXTRA_CA_CERTS=${path}`,
      `REQUESTS_CA_BUNDLE=${path}`,
      `keytool -importcert -noprompt -alias dryflow -file ${path}`,
      `SSL_CERT_FILE=${path} dotnet run`,
    ])
      expect(out).toContain(line);
  });

  it('gives machines JSON', async () => {
    const { out } = await dryflow(['emulator', 'cert', '--json']);
    expect(JSON.parse(out)).toEqual({ caPath: expect.stringMatching(/ca\.pem$/) as string });
  });
});
