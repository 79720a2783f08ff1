import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { dryflow, folder } from './terminal.js';

const swagger = {
  swagger: '2.0',
  host: 'api.example.com',
  basePath: '/v1',
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/things': {
      post: {
        operationId: 'CreateThing',
        summary: 'Create a thing',
        parameters: [
          {
            name: 'api-version',
            in: 'query',
            type: 'string',
            required: true,
            default: '1',
            'x-ms-visibility': 'internal',
          },
          { name: 'dry', in: 'query', type: 'boolean', 'x-ms-visibility': 'advanced' },
          {
            name: 'thing',
            in: 'body',
            required: true,
            schema: {
              type: 'object',
              required: ['name'],
              properties: {
                tags: { type: 'array', items: { $ref: '#/definitions/tag' } },
                name: { type: 'string', 'x-ms-summary': 'Name' },
                owner: {
                  type: 'object',
                  required: ['mail'],
                  properties: {
                    mail: { type: 'string' },
                    'a/b': { type: 'object', properties: { c: { type: 'integer' } } },
                    hidden: { type: 'string', 'x-ms-visibility': 'internal' },
                  },
                },
                secret: { type: 'string', 'x-ms-visibility': 'internal' },
              },
            },
          },
        ],
        responses: { 201: { schema: { properties: { id: { type: 'string', example: 'it' } } } } },
      },
    },
    '/hooks': {
      post: {
        operationId: 'OnThing',
        summary: 'When a thing is made',
        'x-ms-trigger': 'single',
        parameters: [
          { name: 'scope', in: 'query', type: 'string', required: true, default: '' },
          { name: 'address', in: 'query', type: 'string', required: true, 'x-ms-notification-url': true },
        ],
      },
    },
    '/new': { get: { operationId: 'NewThing', 'x-ms-trigger': 'single' } },
    '/all-new': { get: { operationId: 'NewThings', 'x-ms-trigger': 'batch' } },
    '/cards': {
      post: {
        operationId: 'SendCard',
        parameters: [
          {
            name: 'body',
            in: 'body',
            schema: { properties: { url: { type: 'string', 'x-ms-notification-url': true } } },
          },
        ],
      },
    },
    '/hidden': { get: { operationId: 'Hidden', 'x-ms-visibility': 'internal' } },
    '/old': { get: { operationId: 'Old', deprecated: true } },
    '/unnamed': { get: { summary: 'Get it' } },
  },
  definitions: { tag: { type: 'string' } },
};
const files = folder({
  'api.json': JSON.stringify(swagger),
  'broken.json': '{\n  "paths": {\n    "a" 1\n  }\n}',
  'empty.json': '{ "paths": {} }',
});

describe('dryflow connector list', () => {
  it('shows triggers and actions with their inputs, as a maker sees them', async () => {
    const { exit, out } = await dryflow(['connector', 'list', files('api.json')]);
    expect(exit).toBe(0);
    expect(out).toBe(`Triggers (3)
  When a thing is made  OnThing  (webhook trigger)
      scope  string, required, default ""
  NewThing  NewThing  (polling trigger)
  NewThings  NewThings  (polling trigger)

Actions (4)
  Create a thing  CreateThing
      name          string, required  Name
      tags          array of string
      owner/mail    string
      owner/a~1b/c  integer
      dry           boolean, advanced
  SendCard  SendCard  (webhook action)
  Old  Old  (deprecated)
  Get it  GET /unnamed  (no operationId)
`);
    const listed = await dryflow(['connector', 'list', files('api.json'), '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([
      { id: 'CreateThing', kind: 'action' },
      { id: 'OnThing', kind: 'webhook trigger' },
      { id: 'NewThing', kind: 'polling trigger' },
      { id: 'NewThings', kind: 'polling trigger' },
      { id: 'SendCard', kind: 'webhook action' },
      { id: 'Old' },
      { id: 'GET /unnamed' },
    ]);
    expect((await dryflow(['connector', 'list', files('empty.json')])).out).toContain('no operations');
    const wide = `{ "paths": { "/": { "get": { "operationId": "Get", "parameters": [
      { "name": "n", "in": "query", "type": "integer", "minimum": 1, "maximum": 9223372036854775807 }] } } } }`;
    const bounded = await dryflow(['connector', 'list', folder({ 'wide.json': wide })('wide.json'), '--json']);
    expect(bounded.out).toContain('"maximum": 9223372036854775807');
    const identity = await dryflow(['connector', 'list', 'acs-identity']);
    expect(identity.out).toMatch(/scopes {12}array of string, any of chat \| voip .*, default \["chat"\]/);
    expect(identity.out).toContain('expiresInMinutes  integer (int32), advanced, 60 to 1440, default 1440');
  });

  it('shows where a file is wrong, and what is no file', async () => {
    const { exit, err } = await dryflow(['connector', 'list', files('broken.json')]);
    expect(exit).toBe(2);
    expect(err).toMatch(/broken\.json:3:9: error: .*a colon is missing before 1/);
    expect(err).toContain('> 3 |     "a" 1');
    expect(await dryflow(['connector', 'list', files('nowhere.json')])).toMatchObject({ exit: 2 });
    const path = folder({ 'apiDefinition.swagger.json': '{' })('.');
    expect((await dryflow(['connector', 'list', path])).err).toMatch(/apiDefinition\.swagger\.json:1:2: error: /);
  });
});

/** Sends a request to a mock while it runs, and gives its answer. */
function send(url: string, method: string, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: { 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('the sample connector', () => {
  const sample = 'workflows/todo';

  it('is listed as a maker sees it, its folder named', async () => {
    const { exit, out } = await dryflow(['connector', 'list', sample]);
    expect(exit).toBe(0);
    expect(out).toContain(`      listId       string, required  List
      title        string, required  Title
      priority     string, one of low | high, default low  Priority
      owner/email  string (email)  Owner Email
`);
    expect(out).toContain('top     integer (int32), default 10  Top');
  });

  it('has nothing that certification minds', async () => {
    const { exit, out } = await dryflow(['connector', 'lint', sample, '--strict']);
    expect([exit, out]).toEqual([0, expect.stringMatching(/^Nothing to find fault with\. .*\n.*\n$/)]);
  });

  it('has a flow that runs without the service', async () => {
    const { exit, out } = await dryflow(['run', `${sample}/flow.yaml`, '--mock-connectors', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      status: 'Succeeded',
      actions: { Create_a_todo: { outputs: { statusCode: 201, body: { title: 'Buy milk' } } } },
    });
  });
});

describe('dryflow connector list', () => {
  it('tells of ids that stand there twice, and of paths that are elsewhere', async () => {
    const [get, responses] = [{ operationId: 'Same', responses: {} }, {}];
    const paths = { '/a': { get }, '/b': { get }, '/c': { get: { responses } }, '/d': { $ref: 'other.json' } };
    const path = folder({ 'api.json': JSON.stringify({ swagger: '2.0', paths }) });
    const { exit, out, err } = await dryflow(['connector', 'list', path('api.json')]);
    expect(exit).toBe(0);
    expect(out.match(/Same {2}\(its id stands here twice\)/g)).toHaveLength(2);
    expect(err).toContain('Left out, because its $ref leads nowhere in this file: /d.');
  });
});

describe('dryflow connector mock', () => {
  let mock = '';
  it('answers requests that match an operation, and says which they were', async () => {
    const answers: Promise<{ status: number; text: string }>[] = [];
    const said = await dryflow(['connector', 'mock', files('api.json'), '--json'], {
      interruptAfter: /"status":404/,
      onOut(text) {
        const { url, status } = JSON.parse(text) as { url?: string; status?: number };
        if (url) mock = url;
        if (url) answers.push(send(`${url}/v1/things?api-version=1`, 'POST', '{"name":"x"}'));
        if (status === 201) answers.push(send(`${mock}/v1/nothing`, 'GET'));
      },
    });
    const [, ...lines] = said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(said.exit).toBe(0);
    expect(lines).toEqual([
      { method: 'POST', target: '/v1/things?api-version=1', status: 201, operation: 'CreateThing' },
      { method: 'GET', target: '/v1/nothing', status: 404 },
    ]);
    expect(await answers[0]).toEqual({ status: 201, text: '{"id":"it"}' });
  });

  it('shows one path to try, and what did not fit', async () => {
    const said = await dryflow(['connector', 'mock', 'workflows/todo'], {
      interruptAfter: /400/,
      onOut(text) {
        const [, url] = /^To try: GET (http:\S+)$/m.exec(text) ?? [];
        if (url) void send(`${url}?top=abc`, 'GET');
      },
    });
    expect(said.out).toMatch(/^To try: GET http:\/\/127[\d.:]+\/v1\/lists\/1\/todos$/m);
    expect(said.out).toContain(`  ListTodos  400\n       'top' must be of type Integer/int32, and is "abc".\n`);
  });

  it('shows a call that it answers, for a shell', async () => {
    const parameters = [
      { name: 'it', in: 'body', required: true, schema: { required: ['n'], properties: { n: { example: "it's" } } } },
    ];
    const operation = { operationId: 'Do', parameters, consumes: ['application/json'], responses: {} };
    const path = folder({ 'api.json': JSON.stringify({ swagger: '2.0', paths: { do: { post: operation } } }) });
    const said = await dryflow(['connector', 'mock', path('api.json')], {
      interruptAfter: / {2}Do {2}/,
      onOut(text) {
        const [, body = '', url] = /^To try: curl -X POST -H '[^']*' -d '(.*)' '(http:\S+)'$/m.exec(text) ?? [];
        if (url) void send(url, 'POST', body.replaceAll(`'\\''`, "'"));
      },
    });
    expect(said.out).toMatch(/^1 operation at /);
    expect(said.out).toMatch(/^POST {3}\/do {2}Do {2}200$/m);
  });

  it('says what is wrong with a port', async () => {
    expect(await dryflow(['connector', 'mock', files('api.json'), '--port', 'x'])).toMatchObject({ exit: 2 });
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { exit, err } = await dryflow(['connector', 'mock', files('api.json'), '--port', String(port)]);
    taken.close();
    expect(exit).toBe(2);
    expect(err).toContain(`The port ${port} cannot be listened at: another program uses it (EADDRINUSE).`);
  });
});

describe('dryflow connector call', () => {
  it.each([
    [['Create'], "Did you mean 'CreateThing'?"],
    [['Create'], 'dryflow connector call: error: '],
    [
      ['CreateThing', '--with', 'dry=true'],
      "needs 'name', which is not given. [MissingParameter]\n  → Add it: --with 'name=…'.",
    ],
    [['CreateThing', '--with', 'nam=x'], "Did you mean 'name'?"],
  ])('says what is wrong with %j', async (args, said) => {
    const { exit, err } = await dryflow(['connector', 'call', files('api.json'), ...args]);
    expect(exit).toBe(2);
    expect(err).toContain(said);
  });

  it('takes what it is given for a file', async () => {
    const { exit, err } = await dryflow(['connector', 'call', 'nowhere.json', 'CreateThing']);
    expect(exit).toBe(2);
    expect(err).toContain("There is no connector 'nowhere.json': no such file.");
  });

  it('says where the connection is to be set up', async () => {
    const path = folder({ 'api.json': JSON.stringify({ ...swagger, host: '{name}.example.com' }) });
    const { err } = await dryflow(['connector', 'call', path('api.json'), 'Old']);
    expect(err).toContain('They stand in connections.yaml, at the connection to this connector.');
  });

  it('calls an operation, here of a mock', async () => {
    let called: Promise<{ exit: number; out: string }> | undefined;
    await dryflow(['connector', 'mock', files('api.json')], {
      interruptAfter: /CreateThing/,
      onOut(text) {
        const [url] = /http:\/\/127[\d.:]+/.exec(text) ?? [];
        if (!url || called) return;
        const connections = folder({
          'connections.yaml': `things: { connector: "${files('api.json')}", parameters: { baseUrl: "${url}" } }\n`,
        })('connections.yaml');
        const inputs = ['--with', 'name=x', '--connections', connections];
        called = dryflow(['connector', 'call', files('api.json'), 'CreateThing', ...inputs]);
      },
    });
    expect(await called).toMatchObject({ exit: 0, out: '{\n  "id": "it"\n}\n' });
  });
});
