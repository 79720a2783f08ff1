import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../src/json.js';
import { dryflow, folder } from './terminal.js';

const sample = 'workflows/create-issue-revoke-delete.yaml';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer({}, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('dryflow run', () => {
  it('runs the sample against the embedded emulator', async () => {
    const { exit, out, err } = await dryflow(['run', sample, '--emulator']);
    expect(err).toBe('');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^create-issue-revoke-delete\n {2}acs → 127\.0\.0\.1:\d+ \(embedded emulator, no Azure resource is touched\)\n/,
    );
    expect(out.match(/✓ \w+ +Succeeded/g)).toHaveLength(4);
    expect(out).toMatch(/\nSucceeded in .+: 4 succeeded\n/);
    expect(out).toContain('token: ••••••');
    expect(out).not.toContain('eyJ');
  });

  it('asks whether a service of this machine is running where nothing answers', async () => {
    const said = (uri: string) => `inputs: { method: GET, uri: "${uri}", retryPolicy: { type: none } }`;
    const at = folder({
      'here.yaml': `actions: [{ A: { type: Http, ${said('http://127.0.0.1:1/')} } }]`,
      'loop.yaml': `actions: [{ L: { type: Foreach, foreach: "@createArray(1)", actions: [{ A: { type: Http, ${said('http://localhost:1/')} } }] } }]`,
    });
    for (const [file, host] of [
      ['here.yaml', '127.0.0.1:1'],
      ['loop.yaml', 'localhost:1'],
    ] as const) {
      const { out } = await dryflow(['run', at(file), '--history', 'none']); // oxlint-disable-line no-await-in-loop -- one after the other
      expect(out).toContain(`refused it. (${host})'.`);
      expect(out).toContain(`  → Nothing answers at ${host}, on this machine: is it running?\n`);
    }
  });

  it('runs one of several workflows, and lists them where none is chosen', async () => {
    const resource = (name: string) => ({
      type: 'Microsoft.Logic/workflows',
      name,
      properties: { definition: { actions: { A: { type: 'Compose', inputs: name } } } },
    });
    const template = { contentVersion: '1.0.0.0', resources: [resource('one'), resource('two')] };
    const at = folder({ 'azuredeploy.json': JSON.stringify(template) });
    const unsure = await dryflow(['run', at('azuredeploy.json')]);
    expect(unsure.exit).toBe(2);
    expect(unsure.err).toContain('Choose one with --workflow: one, two.');
    const { exit, out } = await dryflow(['run', at('azuredeploy.json'), '--workflow', 'two']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^two\n/);
  });

  it('gives the parameters of a template their values', async () => {
    const definition = {
      parameters: { own: { type: 'string' } },
      actions: { A: { type: 'Compose', inputs: "[concat(parameters('to'), parameters('key'))]" } },
    };
    const template = {
      contentVersion: '1.0.0.0',
      parameters: { to: { type: 'string' }, key: { type: 'securestring' } },
      resources: [{ type: 'Microsoft.Logic/workflows', name: 'w', properties: { definition } }],
    };
    const at = folder({ 'azuredeploy.json': JSON.stringify(template) });
    const run = (...given: string[]) =>
      dryflow(['run', at('azuredeploy.json'), ...given.flatMap((each) => ['--param', each])]);
    const { out, err } = await run('TO=a@b.c ', 'key=correct-horse', 'own=x');
    expect([out, err]).toEqual([expect.stringContaining('A: a@b.c ••••••'), '']);
    const place = ['--history', at('h.db')];
    await dryflow(['run', at('azuredeploy.json'), '--param', 'own=x', '--param', 'key=correct-horse', ...place]);
    expect(readFileSync(at('h.db')).includes('correct-horse')).toBe(false);
    expect((await dryflow(['runs', 'resubmit', 'last', ...place])).out).toContain('A: <to>••••••');
    expect((await run('own=x', 'key=k')).err).toContain('Give it a value: --param to=…');
    expect((await run('own=x', 'too=y')).err).toContain('It has: own. The template has: to, key.');
  });

  it('shows tokens when asked to', async () => {
    const { out } = await dryflow(['run', sample, '--emulator', '--show-secrets']);
    expect(out).toMatch(/token: eyJ/);
  });

  it("shows the service's own words when an action fails, and ends with 1", async () => {
    const at = folder({
      'fails.yaml': `
connections: { acs: { connector: acs-identity } }
actions:
  - Create: { call: acs.CreateCommunicationIdentity }
  - Issue:
      call: acs.IssueIdentityAccessToken
      with: { identityId: "@body('Create')?['identity']?['id']", scopes: [chat], expiresInMinutes: 59 }
  - Delete: { call: acs.DeleteCommunicationIdentity, with: { identityId: "@body('Create')?['identity']?['id']" } }
`,
    });
    const { exit, out } = await dryflow(['run', at('fails.yaml')]);
    expect(exit).toBe(1);
    expect(out).toMatch(/✗ Issue +Failed +\S+ ms +BadRequest\n- Delete +Skipped\n/);
    expect(out).toMatch(/\nFailed in .+: 1 succeeded, 1 failed, 1 skipped\n/);
    expect(out).toContain(
      'Issue: ValidationError: ExpiresInMinutes value 59 is invalid. Value must be within the [60, 1440] interval.',
    );
  });

  it('prints the whole run as JSON, and nothing else, with --json', async () => {
    const { exit, out, err } = await dryflow(['run', sample, '--json', '--emulator']);
    const run = parseJson(out) as JsonObject;
    expect(exit).toBe(0);
    expect(run).toMatchObject({ status: 'Succeeded', workflow: 'create-issue-revoke-delete' });
    expect(Object.keys(run['actions'] as JsonObject)).toHaveLength(4);
    expect(out).toContain('"token":"••••••"');
    expect(err).toContain('embedded emulator');
  });

  it('gives parameters by their types and the trigger its body', async () => {
    const at = folder({
      'in.yaml': `
parameters:
  text: { type: string }
  many: { type: array, defaultValue: [] }
actions:
  - Seen: { type: Compose, inputs: "@concat(parameters('text'), length(parameters('many')), triggerBody()?['n'])" }
`,
      'body.json': '\uFEFF{ "n": 7 }',
    });
    const list = await dryflow(['run', at('in.yaml'), '--param', 'text=', '--param', 'many=a, b,c']);
    expect(list.out).toContain('Seen: "3"');
    const given = ['--param', 'text=12', '--param', 'many=[1,2]'];
    const inline = await dryflow(['run', at('in.yaml'), ...given, '--trigger-body', '{"n":7}']);
    const fromFile = await dryflow(['run', at('in.yaml'), ...given, '--trigger-body', `@${at('body.json')}`]);
    expect(inline.out).toContain('Seen: "1227"');
    expect(fromFile.out).toContain('Seen: "1227"');
  });

  it.each([
    [['--param', 'text'], "--param takes name=value, and 'text' has no '='"],
    [['--param', 'n=1', '--param', 'n=2'], "--param gives 'n' twice. Leave one of them out."],
    [['--trigger-body', '{'], '--trigger-body is not JSON'],
    [['--trigger-body', '@nowhere.json'], "the file 'nowhere.json' cannot be read: it does not exist (ENOENT)"],
  ])('refuses %j', async (args, message) => {
    const { exit, err, out } = await dryflow(['run', sample, ...args]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('runs nothing when parameters do not fit, and says which', async () => {
    const at = folder({
      'p.yaml': 'parameters: { n: { type: int } }\nactions:\n  - A: { type: Compose, inputs: 1 }\n',
    });
    const missing = await dryflow(['run', at('p.yaml')]);
    const wrong = await dryflow(['run', at('p.yaml'), '--param', 'n=many', '--param', 'm=1']);
    expect(missing).toMatchObject({ exit: 2, out: '' });
    expect(missing.err).toMatch(/p\.yaml:1:15: error: The parameter 'n' has no value\..*\n[^]*--param n=…/);
    expect(wrong.err).toContain("The parameter 'n' must be of type int, and its value is of type String.");
    expect(wrong.err).toContain("The workflow has no parameter 'm'.");
    expect(wrong.err).toContain('Nothing was run: 2 errors.');
  });

  it('never sends anything to a real resource with --emulator', async () => {
    let asked = 0;
    const real = await listen((_, response) => {
      asked += 1;
      response.end();
    });
    const env = { COMMUNICATION_SERVICES_CONNECTION_STRING: `endpoint=${real}/;accesskey=c2VjcmV0` };
    const { exit } = await dryflow(['run', sample, '--emulator'], { env });
    expect([exit, asked]).toEqual([0, 0]);
  });

  it('uses the connection of the environment, and says so before anything is sent', async () => {
    const log: string[] = [];
    const real = await listen((request, response) => {
      log.push(`${request.method} ${request.url}`);
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error":{"code":"Denied","message":"Denied by the resource provider."}}');
    });
    const env = { AZURE_COMMUNICATION_CONNECTION_STRING: `endpoint=${real}/;accesskey=c2VjcmV0` };
    const { exit, out } = await dryflow(['run', sample], { env, onOut: (text) => log.push(text) });
    expect(exit).toBe(1);
    expect(log[0]).toContain('(from the environment variable AZURE_COMMUNICATION_CONNECTION_STRING)');
    expect(log[1]).toBe('POST /identities?api-version=2023-10-01');
    expect(out).toContain('Create_a_user: Denied: Denied by the resource provider.');
  });

  it('shows loops by iteration, retries with their wait, and what a Response answers', async () => {
    let calls = 0;
    const host = await listen((_, response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 503 : 200, { 'retry-after': '0' }).end();
    });
    const at = folder({
      'loop.yaml': `
actions:
  - Each:
      type: Foreach
      foreach: [a, b]
      actions:
        - Ask: { type: Http, inputs: { method: GET, uri: "${host}/@{item()}" } }
        - Made: { type: Compose, inputs: "@item()" }
  - Answer: { type: Response, inputs: { statusCode: 200, body: { done: true } } }
outputs: { count: { type: Int, value: 2 } }
`,
    });
    const { exit, out } = await dryflow(['run', at('loop.yaml')]);
    expect(exit).toBe(0);
    expect(out).toMatch(/… Each\[\d\]\/Ask +retry 1 of 4 in 0 ms \(ServiceUnavailable\)/);
    expect(out).toMatch(/✓ Each\[1\]\/Made/);
    expect(out).toContain('Workflow outputs\n  count: 2\n\nResponse 200\n  done: true\n');
    expect(out).toMatch(/ {2}Made:\n {4}- \w\n {4}- \w\n/);
  });

  it('keeps its columns where paths grow with the loops, and times with the waits', async () => {
    const at = folder({
      'loop.yaml': `
actions:
  - First: { type: Compose, inputs: 1 }
  - Each:
      type: Foreach
      foreach: "@range(0, 12)"
      actions:
        - Check:
            type: If
            expression: "@true"
            actions:
              - In: { type: Foreach, foreach: [1], actions: { Wait: { type: Wait, inputs: { interval: { count: 125, unit: Second } } } } }
`,
    });
    const { out } = await dryflow(['run', at('loop.yaml'), '--fast-forward']);
    const columns = out.split('\n').filter((line) => line.includes(' Succeeded  '));
    expect(columns).toHaveLength(1 + 12 * 3 + 1);
    expect(new Set(columns.map((line) => line.indexOf('Succeeded'))).size).toBe(1);
    expect(new Set(columns.slice(1).map((line) => line.length)).size).toBe(1);
    const narrow = await dryflow(['run', at('loop.yaml'), '--fast-forward'], { isTerminal: true, columns: 40 });
    expect(narrow.out).toMatch(/✓ First {15}Succeeded/);
  });

  it('keeps what variables become out of the summary, in loops too', async () => {
    const at = folder({
      'count.yaml': `
actions:
  - Init: { type: InitializeVariable, inputs: { variables: [{ name: n, type: integer }] } }
  - Each: { type: Foreach, foreach: [1, 2], actions: { Up: { type: IncrementVariable, inputs: { name: n } } } }
  - Sum: { type: Compose, inputs: "@variables('n')" }
`,
    });
    const { out } = await dryflow(['run', at('count.yaml')]);
    expect(out).toMatch(/\nOutputs\n {2}Sum: 2\n$/);
  });

  it.each([
    ['{ "actions": { "A": { "type": "Compose", "inputs": "@int(\'x\')" } } }\n', /^ {2}\S*flow\.json:1:16$/m],
    ['{ "actions": {\n"A": { "type": "Compose", "inputs": "@int(\'x\')" } } }\n', /^ {2}\S*flow\.json:2$/m],
    ['{ "actions": {} }', /\nSucceeded in \d+ ms: no actions\n/],
  ])('tells the column where the line does not say enough, and that nothing was done: %s', async (text, said) => {
    const { out } = await dryflow(['run', folder({ 'flow.json': text })('flow.json')]);
    expect(out).toMatch(said);
  });

  it('tells where what failed stands, and writes outputs as YAML does', async () => {
    const at = folder({
      'fails.yaml': `
actions:
  Map: { type: Compose, inputs: { id: 7 } }
  None: { type: Compose, inputs: [] }
  Each:
    type: Foreach
    foreach: [1, 2]
    actions:
      Parse: { type: Compose, inputs: "@int('x')" }
  End: { type: Terminate, inputs: { runStatus: Failed }, runAfter: { Each: [Failed] } }
`,
    });
    const { exit, out } = await dryflow(['run', at('fails.yaml')]);
    expect(exit).toBe(1);
    expect(out).toMatch(/\nEach\[0\]\/Parse \(and 1 more\): InvalidTemplate: .*\.\n/);
    expect(out).toMatch(/\n {2}\S*fails\.yaml:9\n\nTerminated\n/);
    expect(out).toMatch(/\nOutputs\n {2}Map:\n {4}id: 7\n {2}None: \[\]\n$/);
  });

  it('names the run where it is kept', async () => {
    const at = folder({ 'a.yaml': 'actions: { A: { type: Compose, inputs: 1 } }' });
    const place = ['--history', at('h.db')];
    const { out } = await dryflow(['run', at('a.yaml'), ...place]);
    const [line, id = ''] = /\nThe whole run: dryflow runs show (\S+) --history .*\n$/.exec(out) ?? [];
    expect(line).toContain(at('h.db'));
    expect((await dryflow(['runs', 'show', id, ...place])).out).toContain('a  Succeeded');
    expect((await dryflow(['runs', 'resubmit', id, ...place])).out).toMatch(/\nThe whole run: dryflow runs show /);
    for (const flags of [
      [...place, '--json'],
      ['--history', 'none'],
    ])
      expect((await dryflow(['run', at('a.yaml'), ...flags])).out).not.toContain('runs show');
  });

  it('cancels on Ctrl-C and ends with 130', async () => {
    const host = await listen(() => undefined); // never answers
    const at = folder({ 'hangs.yaml': `actions:\n  - Ask: { type: Http, inputs: { method: GET, uri: "${host}" } }\n` });
    const { exit, out } = await dryflow(['run', at('hangs.yaml')], { interrupt: true });
    expect(exit).toBe(130);
    expect(out).toMatch(/■ Ask +Cancelled/);
    expect(out).toContain('Cancelled: The workflow run was cancelled.');
  });

  it('draws what is running on a terminal, and takes it away again', async () => {
    const { out } = await dryflow(['run', sample, '--emulator'], { isTerminal: true, color: true });
    expect(out).toContain('\u001b[1A\u001b[J');
    expect(out).toMatch(/… Create_a_user +Running/);
    expect(out).toContain('\u001b[32m✓ Create_a_user');
  });

  it('does nothing where what it would keep cannot be kept', async () => {
    const at = folder({ file: '' });
    const unwritable = join(at('file'), 'sub');
    const keyless = { XDG_CONFIG_HOME: unwritable, APPDATA: unwritable };
    const noKey = await dryflow(['run', sample, '--emulator', '--history', at('h.db')], { env: keyless });
    expect(noKey).toMatchObject({ exit: 2, out: expect.not.stringContaining('✓') as string });
    expect(noKey.err).toMatch(
      /^error: The key of the run history, .* cannot be read or made\.\n {2}→ .*--history none\.\n$/,
    );
    const noFile = await dryflow(['run', sample, '--emulator', '--history', unwritable]);
    expect(noFile).toMatchObject({ exit: 2, out: '' });
    expect(noFile.err).toMatch(
      /^error: The emulator's data .* cannot be opened: .* is a file, and not a folder\.\n {2}→ .*--history none\.\n$/,
    );
  });

  it('masks secure parameters and keys wherever they turn up', async () => {
    const at = folder({
      's.yaml': `
parameters: { pin: { type: securestring } }
actions:
  - Seen: { type: Compose, inputs: "pin=@{parameters('pin')} @{base64(parameters('pin'))}" }
`,
    });
    const { out } = await dryflow(['run', at('s.yaml'), '--param', 'pin=correct-horse']);
    expect(out).not.toContain('correct-horse');
    expect(out).not.toContain(Buffer.from('correct-horse').toString('base64').slice(0, 12));
    expect(out).toContain('pin=••••••');
  });

  it('says what is wrong with a file before anything runs, a connection string covered', async () => {
    const at = folder({
      'flow.yaml':
        'connections: { acs: { connector: acs-identity } }\nactions:\n  - A: { call: acs.CreateCommunicationIdentity }\n',
      'connections.yaml':
        'acs:\n  connector: acs-identity\n  parameters:\n    connectionString: "endpoint=here;accesskey=c2VjcmV0"\n',
    });
    const { exit, out, err } = await dryflow(['run', at('flow.yaml')]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/connections\.yaml:4:23: error: Connection 'acs': The endpoint is not an absolute address\./);
    expect(err).toContain('accesskey=••••••••');
    expect(err).not.toContain('c2VjcmV0');
  });
});
