// Webhooks of connectors without their services.
import { describe, expect, it } from 'vitest';
import { closedPort, loopback } from '../loopback.js';
import { dryflow, folder } from './terminal.js';

const address = { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' };
const hook = (operationId: string, response: object) => ({
  operationId,
  'x-ms-trigger': 'single',
  parameters: [
    {
      name: 'body',
      in: 'body',
      required: true,
      schema: { type: 'object', required: ['url'], properties: { url: address } },
    },
  ],
  responses: { 201: response },
});
const hooks = JSON.stringify({
  swagger: '2.0',
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/todos': {
      'x-ms-notification-content': {
        headers: { 'X-Event': { type: 'string', default: 'made' } },
        schema: { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string', example: 'Milk' } } },
      },
      post: hook('WhenTodo', { schema: { type: 'object', properties: { subscription: { type: 'string' } } } }),
    },
    '/plain': { post: hook('WhenPlain', { schema: { type: 'object', properties: { said: { enum: ['so'] } } } }) },
    '/bare': { post: hook('WhenBare', {}) },
    '/dynamic': {
      'x-ms-notification-content': { schema: { type: 'object', 'x-ms-dynamic-schema': { operationId: 'Schema' } } },
      post: hook('WhenDynamic', { schema: { type: 'object', properties: { said: { enum: ['so'] } } } }),
    },
  },
});

describe('a webhook action, its connector made up,', () => {
  const waiting = (operationId: string) => ({
    type: 'OpenApiConnectionWebhook',
    inputs: { host: { connectionName: 'api', operationId }, parameters: {} },
  });
  const byPath = {
    type: 'ApiConnectionWebhook',
    inputs: {
      host: { connection: { referenceName: 'api' } },
      path: '/todos',
      body: { url: '@{listCallbackUrl()}' },
    },
  };
  const runOf = async (actions: object, ...flags: string[]) => {
    const path = folder({
      'flow.json': JSON.stringify({ connections: { api: { connector: 'api.json' } }, actions }),
      'api.json': hooks,
    });
    const { exit, out, err } = await dryflow(['run', path('flow.json'), '--mock-connectors', '--json', ...flags]);
    const { actions: ended } = JSON.parse(out) as {
      actions: { [name: string]: { status: string; outputs: { headers: object; body: object } } };
    };
    return { exit, err, ended };
  };

  it.each([[[]], [['--fast-forward']]])(
    'is answered by the notification of the swagger, at once: %j',
    async (flags) => {
      const { exit, ended, err } = await runOf({ Hook: waiting('WhenTodo'), Path: byPath }, ...flags);
      expect(exit).toBe(0);
      expect(err).not.toContain('warning');
      const body = { id: expect.stringMatching(/^id \d+$/) as string, title: 'Milk' };
      const headers = { 'Content-Type': 'application/json', 'X-Event': 'made' };
      expect(ended).toMatchObject({ Hook: { outputs: { headers, body } }, Path: { outputs: { headers, body } } });
      expect(ended['Hook']?.outputs).not.toHaveProperty('statusCode');
      expect((await runOf({ Hook: waiting('WhenTodo') })).ended['Hook']?.outputs).toEqual(ended['Hook']?.outputs);
      const other = await runOf({ Hook: waiting('WhenTodo') }, '--mock-seed', 'other');
      expect(other.ended['Hook']?.outputs).not.toEqual(ended['Hook']?.outputs);
    },
  );

  it('is answered as the operation is where the swagger has no notification, which is told', async () => {
    const { exit, ended, err } = await runOf({
      Plain: waiting('WhenPlain'),
      Bare: waiting('WhenBare'),
      Dynamic: waiting('WhenDynamic'),
    });
    expect(exit).toBe(0);
    expect(ended['Dynamic']).toMatchObject({ outputs: { body: {} } });
    expect(err).toContain("what 'WhenDynamic' calls back with (x-ms-notification-content): an empty object");
    expect(ended).toMatchObject({ Plain: { outputs: { body: { said: 'so' } } }, Bare: { outputs: { body: {} } } });
    expect(err).toContain(
      "warning: The swagger does not say what 'WhenPlain' calls back with (x-ms-notification-content): what it answers stands in for it.",
    );
    expect(err).toContain(
      "what 'WhenBare' calls back with (x-ms-notification-content): an empty object stands in for it.",
    );
    expect(err).toContain('Give the action a mock where another answer is wanted.');
  });
});

describe('dryflow connector mock', () => {
  const waits = {
    type: 'OpenApiConnectionWebhook',
    inputs: { host: { connectionName: 'api', operationId: 'WhenTodo' }, parameters: {} },
  };

  it('calls back whoever subscribes from this machine, and takes the end of the subscription', async () => {
    let ran: ReturnType<typeof dryflow> | undefined;
    const files = folder({ 'api.json': hooks });
    const mock = await dryflow(['connector', 'mock', files('api.json'), '--json'], {
      interruptAfter: /"method":"DELETE"/,
      onOut(text) {
        const { url } = JSON.parse(text) as { url?: string };
        if (url === undefined || ran) return;
        const path = folder({
          'flow.json': JSON.stringify({ actions: { Hook: waits } }),
          'connections.yaml': `api: { connector: ${files('api.json')}, parameters: { baseUrl: "${url}" } }\n`,
        });
        ran = dryflow(['run', path('flow.json'), '--json']);
      },
    });
    const run = await ran;
    expect(run).toMatchObject({ exit: 0 });
    expect(JSON.parse(run?.out ?? '')).toMatchObject({
      actions: { Hook: { status: 'Succeeded', outputs: { headers: { 'x-event': 'made' }, body: { title: 'Milk' } } } },
    });
    const [, ...lines] = mock.out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { method: 'POST', target: '/todos', operation: 'WhenTodo', status: 201 },
      {
        operation: 'WhenTodo',
        calls: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/runs\/[^?]+\/callback$/) as string,
        status: 200,
      },
      { method: 'DELETE', target: '/$subscriptions/1', operation: 'WhenTodo', status: 200 },
    ]);
  });

  it.each([
    ['https://example.com/hook?key=secret', 'calls https://example.com/hook  not called: it is not on this machine'],
    ['http://127.0.0.1:CLOSED/hook', 'calls http://127.0.0.1:CLOSED/hook  not called:'],
    ['not an address', 'calls not an address  not called: it is no address'],
  ])('says why it does not call %s', async (wanted, said) => {
    const port = String(await closedPort());
    const url = wanted.replace('CLOSED', port);
    let called: ReturnType<typeof dryflow> | undefined;
    const files = folder({ 'api.json': hooks });
    const mock = await dryflow(['connector', 'mock', files('api.json')], {
      interruptAfter: / not called/,
      onOut(text) {
        const [base] = /http:\/\/127[\d.:]+/.exec(text) ?? [];
        if (!base || called) return;
        const connections = folder({
          'connections.yaml': `api: { connector: ${files('api.json')}, parameters: { baseUrl: "${base}" } }\n`,
        })('connections.yaml');
        const inputs = ['--with', `url=${url}`, '--connections', connections, '--json'];
        called = dryflow(['connector', 'call', files('api.json'), 'WhenTodo', ...inputs]);
      },
    });
    expect(mock.out).toContain(said.replace('CLOSED', port));
    expect(JSON.parse((await called)?.out ?? '')).toMatchObject({ headers: { Location: '/$subscriptions/1' } });
  });
});

describe('a notification', () => {
  it.each(['WhenKey', 'Secret action'])('is shown without what the swagger calls a secret: %s', async (name) => {
    const content = {
      schema: {
        type: 'object',
        properties: { key: { type: 'string', format: 'password', example: 's3cret' }, title: { type: 'string' } },
      },
    };
    const swagger = { paths: { '/keys': { 'x-ms-notification-content': content, post: hook('WhenKey', {}) } } };
    const service = await loopback(({ body }, response) => {
      response.writeHead(201, { location: '/keys/1' }).end();
      const { url } = JSON.parse(body || '{}') as { url?: string };
      const headers = { 'content-type': 'application/json' };
      if (url) void fetch(url, { method: 'POST', headers, body: '{"key":"s3cret","title":"Milk"}' });
    });
    const action = {
      type: 'OpenApiConnectionWebhook',
      inputs: { host: { connectionName: 'api', operationId: 'WhenKey' }, parameters: {} },
    };
    const path = folder({
      'flow.json': JSON.stringify({ actions: { [name]: action } }),
      'api.json': JSON.stringify(swagger),
      'connections.yaml': `api: { connector: api.json, parameters: { baseUrl: "${service.origin}", token: t0ken } }\n`,
    });
    const { exit, out } = await dryflow(['run', path('flow.json'), '--json']);
    expect(exit).toBe(0);
    expect(out).toContain('Milk');
    expect(out).not.toContain('s3cret');
    expect(service.arrived.map(({ method, target, headers }) => [method, target, headers['authorization']])).toEqual([
      ['POST', '/keys', 'Bearer t0ken'],
      ['DELETE', '/keys/1', 'Bearer t0ken'],
    ]);
    const madeUp = await dryflow(['run', path('flow.json'), '--json', '--mock-connectors']);
    expect(madeUp).toMatchObject({ exit: 0 });
    expect(madeUp.out).toContain('title');
    expect(madeUp.out).not.toContain('s3cret');
  });
});

describe('dryflow connector call', () => {
  it('says what the address of a webhook is', async () => {
    const files = folder({ 'api.json': hooks });
    const { exit, err } = await dryflow(['connector', 'call', files('api.json'), 'WhenTodo']);
    expect(exit).toBe(2);
    expect(err).toContain("The operation 'WhenTodo' needs 'url', which is not given.");
    expect(err).toContain('It is the address that the service calls back: name one, or have an action');
  });
});
