import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json, loopback } from '../loopback.js';
import { dryflow, folder } from './terminal.js';
import { swagger } from './things.js';

const flow = `connections: { api: { connector: api.json } }
actions:
  - List: { call: api.ListThings }
  - First: { type: Compose, inputs: "@first(body('List'))?['id']" }
`;
const scratch = () => mkdtempSync(join(tmpdir(), 'dryflow-test-'));

describe('dryflow run --mock-connectors', () => {
  it('needs neither host nor credentials, and answers the same each time', async () => {
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: { apiKey: "@appsetting('NOT_SET')" } }\n`,
    });
    const run = () => dryflow(['run', path('flow.yaml'), '--mock-connectors', '--json']);
    const [first, again] = [await run(), await run()];
    expect(first).toMatchObject({ exit: 0, err: '  api → no service (answers made from its swagger)\n' });
    const shown = (said: typeof first) =>
      (JSON.parse(said.out) as { actions: { First: { outputs: string } } }).actions.First.outputs;
    expect(shown(first)).toMatch(/^id \d+$/);
    expect(shown(again)).toBe(shown(first));
    const other = await dryflow(['run', path('flow.yaml'), '--mock-connectors', '--mock-seed', 'x', '--json']);
    expect(shown(other)).not.toBe(shown(first));
  });

  it('does not warn of what matters to a service alone', async () => {
    const policies = [{ templateId: 'unheardof', title: 'x', parameters: {} }];
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'apiProperties.json': JSON.stringify({ properties: { policyTemplateInstances: policies } }),
      'script.csx': '',
      'connections.yaml': 'api: { connector: api.json, parameters: { baseUlr: "http://127.0.0.1" } }\n',
    });
    const asked = await dryflow(['run', path('flow.yaml')]);
    expect(asked.err).toContain("The policy 'unheardof' of 'ListThings' is not carried out.");
    expect(asked.err).toContain("The connector's script, which has a part in 'ListThings', is not run.");
    expect(asked.err).toContain("has no parameter 'baseUlr'");
    expect(await dryflow(['run', path('flow.yaml'), '--mock-connectors'])).toMatchObject({ exit: 0, err: '' });
  });
});

describe('dryflow run --record and --replay', () => {
  it('keep what was answered, its secrets masked, and give it back without the service', async () => {
    const server = await loopback(json(200, [{ id: 'one', key: 'the-secret-key' }]));
    const parameters = `{ baseUrl: "${server.origin}", token: the-secret-key }`;
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: ${parameters} }\n`,
    });
    const tape = scratch();
    const said = await dryflow(['run', path('flow.yaml'), '--record', tape]);
    expect(said).toMatchObject({ exit: 0, err: `Recorded in ${tape}: List.json\n` });
    expect(readdirSync(tape)).toEqual(['List.json']);
    const text = readFileSync(join(tape, 'List.json'), 'utf8');
    expect(text).not.toContain('the-secret-key');
    writeFileSync(join(tape, 'List.json'), text.replace('"one"', '"edited"'));
    const replayed = await dryflow(['run', path('flow.yaml'), '--replay', tape, '--json']);
    expect(JSON.parse(replayed.out)).toMatchObject({ actions: { First: { outputs: 'edited' } } });
    expect(server.arrived).toHaveLength(1);
  });

  it('keep nothing that is secret by its name', async () => {
    const secret = { access_token: 'token-of-api', link: 'https://x?sig=signature-of-the-api-1' };
    const server = await loopback(json(200, [secret], { 'set-cookie': 'session=of-api; Path=/' }));
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: { baseUrl: "${server.origin}" } }\n`,
    });
    const [tape, history] = [scratch(), join(scratch(), 'history.db')];
    await dryflow(['run', path('flow.yaml'), '--record', tape, '--history', history]);
    const { out } = await dryflow(['runs', 'export', 'last', '--history', history]);
    expect(out).toContain('"link":"https://x?sig=••••••"');
    for (const text of [out, readFileSync(join(tape, 'List.json'), 'utf8')])
      expect(text).not.toMatch(/token-of-api|signature-of|session=/);
  });

  it('keep the attempts that failed, masked as well, and ask nobody for more', async () => {
    let asked = 0;
    const server = await loopback((arrived, response) => {
      asked += 1;
      if (asked === 2) json(200, [{ id: 'one' }])(arrived, response);
      else json(503, { said: 'the-secret-key' })(arrived, response);
    });
    const parameters = `{ baseUrl: "${server.origin}", token: the-secret-key }`;
    const retried = flow.replace(
      'api.ListThings }',
      'api.ListThings, retryPolicy: { type: fixed, count: 2, interval: PT5S } }',
    );
    const path = folder({
      'flow.yaml': retried,
      'more.yaml': `${retried}  - Third: { call: api.ListThings }\n`,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: ${parameters} }\n`,
    });
    const tape = scratch();
    const options = ['--fast-forward', '--json'];
    expect(await dryflow(['run', path('flow.yaml'), '--record', tape, ...options])).toMatchObject({ exit: 0 });
    const text = readFileSync(join(tape, 'List.json'), 'utf8');
    expect(text).not.toContain('the-secret-key');
    expect(JSON.parse(text)).toMatchObject({ answers: [{ statusCode: 503 }, { statusCode: 200 }] });
    const replayed = await dryflow(['run', path('flow.yaml'), '--replay', tape, ...options]);
    const view = JSON.parse(replayed.out) as { actions: { List: { retryHistory: unknown[] } } };
    expect(view.actions.List.retryHistory).toHaveLength(1);
    const more = await dryflow(['run', path('more.yaml'), '--replay', tape, ...options]);
    const message =
      "There is no recording of 'Third', and a replay asks no service. Record the run again, or give the action a mock (--mocks).";
    expect(JSON.parse(more.out)).toMatchObject({ status: 'Failed', actions: { Third: { error: { message } } } });
    const mocked = await dryflow(['run', path('more.yaml'), '--replay', tape, '--mock-connectors', ...options]);
    expect(JSON.parse(mocked.out)).toMatchObject({ actions: { Third: { status: 'Succeeded' } } });
    expect(mocked.err).toContain('  api → no service (recorded answers, others made from its swagger)\n');
    expect(server.arrived).toHaveLength(2);
  });

  it('hold an answer to its types, if asked to', async () => {
    const server = await loopback(json(200, [{ id: 'one' }, { id: true }]));
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: { baseUrl: "${server.origin}" } }\n`,
    });
    expect(await dryflow(['run', path('flow.yaml')])).toMatchObject({ exit: 0 });
    const { exit, out } = await dryflow(['run', path('flow.yaml'), '--strict', '--json']);
    expect(exit).toBe(1);
    const fault =
      "The API operation 'ListThings' requires the property 'body/1/id' to be of type 'String' but is of type 'Boolean'.";
    const message = `The API 'api' returned an invalid response for workflow operation 'List' of type 'OpenApiConnection'. Error details: '${fault}'`;
    const error = { code: 'ResponseSwaggerSchemaValidationFailure', message };
    expect(JSON.parse(out)).toMatchObject({ actions: { List: { status: 'Failed', error } } });
  });

  it.each([
    ['the connection', {}, {}, 'shared_todo_1'],
    ['the action', { apiId: '/providers/Microsoft.PowerApps/apis/shared_todo' }, {}, 'todo'],
    ['the reference', {}, { api: { name: 'shared_todo' } }, 'todo'],
  ])('names the API as %s does', async (_, host, reference, name) => {
    const server = await loopback(json(200, [{ id: true }]));
    const definition = {
      triggers: {},
      actions: {
        List: {
          type: 'OpenApiConnection',
          inputs: { host: { connectionName: 'shared_todo_1', operationId: 'ListThings', ...host }, parameters: {} },
        },
      },
    };
    const connectionReferences = { shared_todo_1: { runtimeSource: 'embedded', ...reference } };
    const path = folder({
      'flow.json': JSON.stringify({ properties: { definition, connectionReferences } }),
      'api.json': swagger,
      'connections.yaml': `shared_todo_1: { connector: api.json, parameters: { baseUrl: "${server.origin}" } }\n`,
    });
    const { out } = await dryflow(['run', path('flow.json'), '--strict', '--json']);
    expect(out).toContain(`The API '${name}' returned an invalid response`);
  });

  it.each([
    ['string', 'binary'],
    ['file', ''],
  ])('take a download of type %s %s for what it is', async (type, format) => {
    const download = { type, ...(format && { format }) };
    const path = folder({
      'flow.yaml': flow.replace(/ {2}- First.*\n/, ''),
      'api.json': JSON.stringify({
        swagger: '2.0',
        produces: ['application/octet-stream'],
        paths: { '/things': { get: { operationId: 'ListThings', responses: { 200: { schema: download } } } } },
      }),
    });
    expect(await dryflow(['run', path('flow.yaml'), '--strict', '--mock-connectors'])).toMatchObject({ exit: 0 });
  });

  it.each([
    ['recorded', '--record', 'Nothing can be recorded in the folder'],
    ['replayed', '--replay', 'cannot be read'],
  ])('say before anything is sent that nothing can be %s there', async (_, option, message) => {
    const server = await loopback();
    const path = folder({
      'flow.yaml': flow,
      'api.json': swagger,
      'connections.yaml': `api: { connector: api.json, parameters: { baseUrl: "${server.origin}" } }\n`,
      file: '',
    });
    for (const place of [path('file'), join(path('file'), 'below')]) {
      const { exit, out, err } = await dryflow(['run', path('flow.yaml'), option, place]);
      expect([exit, out]).toEqual([2, '']);
      expect(err).toContain(message);
      expect(err).toContain('a part of its path is a file, and not a folder (ENOTDIR)');
    }
    expect(server.arrived).toEqual([]);
  });

  it('say what keeps a recording from being written', async () => {
    const path = folder({ 'flow.yaml': flow, 'api.json': swagger });
    const tape = scratch();
    mkdirSync(join(tape, 'List.json'));
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--mock-connectors', '--record', tape]);
    expect(exit).toBe(2);
    expect(err).toContain(`error: '${join(tape, 'List.json')}' cannot be written: it is a folder (EISDIR).`);
  });

  it.each([
    ['{', 'bad.json:1:2: error: '],
    ['{}', "bad.json:1:1: error: The recording has no 'action'."],
    [
      '{ "action": "A",\n  "answers": [{ "statuscode": 200 }] }',
      "bad.json:2:17: error: There is no 'statuscode' in an answer. [InvalidRecording]",
    ],
  ])('say what is wrong in a recording: %j', async (text, said) => {
    const path = folder({ 'flow.yaml': flow, 'api.json': swagger });
    const tape = folder({ 'bad.json': text, 'note.txt': 'of no interest' })('');
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--replay', tape]);
    expect(exit).toBe(2);
    expect(err).toContain(said);
    expect(err).toContain('Nothing was run: 1 error.');
  });

  it('say where there is nothing to replay', async () => {
    const path = folder({ 'flow.yaml': flow });
    const tape = scratch();
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--replay', tape]);
    expect(exit).toBe(2);
    expect(err).toBe(`error: There are no recordings in '${tape}'. dryflow run --record FOLDER makes one.\n`);
  });

  it('name once a recording of what is no action any more', async () => {
    const path = folder({ 'flow.yaml': flow, 'api.json': swagger });
    const answers = '[{ "path": "Each[0]/Lost", "body": 1 }, { "path": "Each[1]/Lost", "body": 1 }]';
    const tape = folder({
      'Lost.json': `{ "action": "Lost", "answers": ${answers} }`,
      'List.json': '{ "action": "List", "answers": [{ "statusCode": 200, "body": [] }] }',
    })('');
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--replay', tape, '--mock-connectors']);
    expect(exit).toBe(0);
    expect(err).toContain(
      "Lost.json:1:13: warning: There is a recording of 'Lost', which is no action of the workflow. [UnknownMock]",
    );
    expect(err).toContain("→ Did you mean 'List'?");
    expect(err.match(/UnknownMock/g)).toHaveLength(1);
  });
});

describe('dryflow run --mocks', () => {
  it('answers from a file, in YAML too', async () => {
    const path = folder({ 'flow.yaml': flow, 'api.json': swagger, 'mocks.yaml': 'List: { body: [{ id: mocked }] }\n' });
    const { out } = await dryflow([
      'run',
      path('flow.yaml'),
      '--mocks',
      path('mocks.yaml'),
      '--mock-connectors',
      '--json',
    ]);
    expect(JSON.parse(out)).toMatchObject({ actions: { First: { outputs: 'mocked' } } });
  });

  it('shows a slip at its place, and what was meant', async () => {
    const path = folder({ 'flow.yaml': flow, 'api.json': swagger, 'mocks.yaml': 'List:\n  - { headres: {} }\n' });
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--mocks', path('mocks.yaml')]);
    expect(exit).toBe(2);
    expect(err).toContain("mocks.yaml:2:7: error: There is no 'headres' in an answer. [InvalidMock]");
    expect(err).toContain("→ Did you mean 'headers'?");
  });

  it('says that there is no such file', async () => {
    const path = folder({ 'flow.yaml': flow });
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--mocks', path('none.yaml')]);
    expect([exit, err]).toEqual([
      2,
      `error: --mocks: the file '${path('none.yaml')}' cannot be read: it does not exist (ENOENT).\n`,
    ]);
  });
});
