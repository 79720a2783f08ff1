import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The bundle as a user starts it: a process of its own, with real pipes and signals.
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'dryflow-e2e-'));
const sample = 'workflows/create-issue-revoke-delete.yaml';

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, XDG_CONFIG_HOME: scratch, APPDATA: scratch, DRYFLOW_HISTORY: 'none', FORCE_COLOR: '0' },
  });
}

async function ended(child: ChildProcess): Promise<{ exit: number | null; out: string; err: string }> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exit, ...said };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

// Windows has no SIGINT to send to another process: there `kill` ends it at once.
const noInterrupts = process.platform === 'win32';

describe('the program', () => {
  it('runs the sample as npm start does', async () => {
    const { exit, out, err } = await ended(start('run', sample, '--emulator'));
    expect(err).toBe('');
    expect(out.match(/Succeeded +[\d.]+ m?s/g)).toHaveLength(4);
    expect(exit).toBe(0);
  });

  it('sends what a file holds', async () => {
    const file = join(scratch, 'new.json');
    writeFileSync(file, '{"createTokenWithScopes":["voip"]}');
    const { exit, out } = await ended(
      start('call', 'acs-identity', 'CreateCommunicationIdentity', '--emulator', '--with', `body=@${file}`),
    );
    expect([exit, out]).toEqual([0, expect.stringContaining('accessToken')]);
  });

  it('goes on when nobody reads any more', async () => {
    const child = start('run', sample, '--emulator');
    child.stdout?.destroy();
    const { exit, err } = await ended(child);
    expect([exit, err]).toEqual([0, '']);
  });

  it.skipIf(noInterrupts)('cancels the run on an interrupt and ends with 130', async () => {
    const asked = new Promise<void>((resolve) => {
      hanging.once('request', () => resolve());
    });
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const address = hanging.address();
    const file = join(scratch, 'hangs.yaml');
    writeFileSync(
      file,
      `actions:\n  - Ask: { type: Http, inputs: { method: GET, uri: "http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}" } }\n`,
    );
    const child = start('run', file);
    const end = ended(child);
    await asked;
    child.kill('SIGINT');
    const { exit, out } = await end;
    hanging.close().closeAllConnections();
    expect(exit).toBe(130);
    expect(out).toMatch(/Ask +Cancelled/);
  });

  it.skipIf(noInterrupts)(
    'leaves a run that is kept to be resumed, and resumes it',
    async () => {
      const [file, history] = [join(scratch, 'waits.yaml'), join(scratch, 'history.db')];
      const soon = 'until: { timestamp: "@addSeconds(utcNow(), 4)" }';
      writeFileSync(
        file,
        `actions:\n  - Quick: { type: Compose, inputs: 1 }\n  - Later: { type: Wait, inputs: { ${soon} } }\n`,
      );
      const child = start('run', file, '--history', history);
      const end = ended(child);
      await new Promise<void>((resolve) =>
        child.stdout?.on('data', (chunk: Buffer) => chunk.includes('Quick') && resolve()),
      );
      child.kill('SIGINT');
      const { exit, err } = await end;
      expect(exit).toBe(130);
      const [, command = ''] = /dryflow (run --resume \S+ --history \S+)/.exec(err) ?? [];
      const again = await ended(start(...command.split(' ')));
      expect([again.exit, again.err]).toEqual([0, '']);
      expect(again.out).toMatch(/✓ Later +Succeeded/);
      expect((await ended(start('run', '--resume', 'last', '--history', history))).exit).toBe(2);
      const shown = await ended(start('runs', 'list', '--history', history));
      expect(shown.out).toMatch(/waits +Succeeded/);
    },
    20_000,
  );

  it.skipIf(noInterrupts)('ends the emulator in order when the system asks it to', async () => {
    const data = join(scratch, 'data');
    const child = start('emulator', '--port', '0', '--no-https', '--json', '--data', data);
    const end = ended(child);
    await firstLine(child);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ exit: 0, err: '' });
    expect(readdirSync(data).filter((name) => name.endsWith('-wal'))).toEqual([]);
  });

  it.skipIf(noInterrupts)('tells how to go on, too, when the system ends it', async () => {
    const [file, history] = [join(scratch, 'ended.yaml'), join(scratch, 'ended.db')];
    writeFileSync(
      file,
      'actions:\n  - Quick: { type: Compose, inputs: 1 }\n  - Later: { type: Wait, inputs: { interval: { count: 1, unit: Hour } } }\n',
    );
    const child = start('run', file, '--history', history);
    const end = ended(child);
    await new Promise<void>((resolve) =>
      child.stdout?.on('data', (chunk: Buffer) => chunk.includes('Quick') && resolve()),
    );
    child.kill('SIGTERM');
    const { exit, err } = await end;
    expect([exit, err]).toEqual([130, expect.stringMatching(/^\nSuspended. To go on:\n {2}dryflow run --resume /)]);
  });

  it.skipIf(noInterrupts)('serves the emulator to another program, until an interrupt', async () => {
    const child = start('emulator', '--port', '0', '--json');
    const end = ended(child);
    const { connectionString } = JSON.parse(await firstLine(child)) as { connectionString: string };
    const file = join(scratch, 'connections.yaml');
    writeFileSync(file, `acs: { connector: acs-identity, parameters: { connectionString: "${connectionString}" } }\n`);
    const run = await ended(start('run', sample, '--connections', file));
    child.kill('SIGINT');
    const { exit, out } = await end;
    expect(run.out).toContain('(from the connections file)');
    expect([run.exit, exit]).toEqual([0, 0]);
    expect(
      out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => (JSON.parse(line) as { status: number }).status),
    ).toEqual([201, 200, 204, 204]);
  });
});

describe.skipIf(noInterrupts)('a server', () => {
  const swagger = 'apiDefinition.swagger.json';

  it.each([
    ['SIGINT', ['emulator', '--port', '0', '--json']],
    ['SIGTERM', ['emulator', '--port', '0', '--json', '--data', join(scratch, 'data')]],
    ['SIGTERM', ['connector', 'mock', swagger, '--json']],
  ] as const)('is stopped by %s as it is meant to be: %j', async (signal, args) => {
    const child = start(...args);
    const end = ended(child);
    await firstLine(child);
    child.kill(signal);
    expect(await end).toMatchObject({ exit: 0, err: '' });
  });
});

const hanging = createServer();
