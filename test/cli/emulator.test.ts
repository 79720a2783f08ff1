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

describe('the flags of dryflow emulator', () => {
  it('add resources, each with its connection string', async () => {
    const { out } = await dryflow(
      ['emulator', '--port', '0', '--json', '--resource', 'a', '--resource', 'b=c2VjcmV0'],
      {
        interrupt: true,
      },
    );
    expect(JSON.parse(out)).toMatchObject({
      connectionStrings: {
        dryflow: expect.stringMatching(/^endpoint=http/) as string,
        a: expect.stringMatching(/accesskey=\S{88}$/) as string,
        b: expect.stringMatching(/accesskey=c2VjcmV0$/) as string,
      },
    });
  });

  it('may all be given', async () => {
    const flags =
      '--no-auth --revocation-delay 900 --limits 0.5 --strict-api-version --preview --fault issue:503:every=3';
    const { exit, out } = await dryflow(['emulator', '--port', '0', ...flags.split(' ')], { interrupt: true });
    expect([exit, out]).toEqual([0, expect.stringContaining('Authentication is off')]);
  });

  it.each([
    [['--https-port', 'x'], '--https-port takes a number from 0 to 65535'],
    [['--limits', '-1'], '--limits takes a number'],
    [['--revocation-delay', 'soon'], '--revocation-delay takes a number'],
    [['--resource', 'a b'], '--resource takes a name'],
    [['--resource', 'a=!'], 'The key of --resource a is not base64'],
    [['--fault', 'issue:200'], "'issue:200' is no fault"],
  ])('%j is refused', async (flags, message) => {
    expect(await dryflow(['emulator', '--port', '0', ...flags])).toMatchObject({
      exit: 2,
      err: expect.stringContaining(message) as string,
    });
  });

  it('show each request as a line: when, what, how it ended, and why it was refused', async () => {
    let asked: Promise<unknown> | undefined;
    const { out } = await dryflow(['emulator', '--port', '0', '--no-https'], {
      interruptAfter: /GET/,
      onOut(text) {
        const [, endpoint] = /endpoint=(http:\S+)\/;/.exec(text) ?? [];
        if (endpoint) asked ??= fetch(`${endpoint}/identities`);
      },
    });
    await asked?.catch(() => undefined);
    expect(out).toMatch(/\n\d\d:\d\d:\d\d GET {4}unknown +405 +\d+ ms {2}MethodNotAllowed: /);
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
