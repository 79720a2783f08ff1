import { describe, expect, it } from 'vitest';
import { evaluate, ExpressionError, runWorkflow, startEmulator, WorkflowError } from '../src/index.js';
import { folder } from './cli/terminal.js';
import { loopback } from './loopback.js';

// The package as a program uses it; the names here are its promise.

const flow = {
  parameters: { who: { type: 'string', defaultValue: 'you' } },
  actions: [
    { Greet: { type: 'Compose', inputs: "Hello @{parameters('who')}, @{triggerBody()?['text']}" } },
    { Ask: { type: 'Http', inputs: { method: 'GET', uri: 'http://nobody.invalid/' } } },
  ],
};

describe('runWorkflow', () => {
  it('runs a definition with parameters, a trigger and mocks', async () => {
    const run = await runWorkflow(flow, {
      parameters: { who: 'there' },
      trigger: { body: { text: 'hi' } },
      mocks: { ask: { statusCode: 202, body: { ok: true } } },
    });
    expect(run).toMatchObject({ status: 'Succeeded', trigger: { name: 'manual', outputs: { body: { text: 'hi' } } } });
    expect(run.actions['Greet']).toMatchObject({
      type: 'Compose',
      status: 'Succeeded',
      code: 'OK',
      outputs: 'Hello there, hi',
    });
    expect(run.actions['Ask']).toMatchObject({
      status: 'Succeeded',
      code: 'Accepted',
      outputs: { statusCode: 202, body: { ok: true } },
    });
  });

  it('gives the warnings of a run', async () => {
    const { warnings } = await runWorkflow(flow, { mocks: { Ask: { statusCode: undefined as never }, Greett: {} } });
    expect(warnings).toMatchObject([
      {
        severity: 'warning',
        code: 'UnknownMock',
        message: "There is a mock of 'Greett', which is no action of the workflow.",
        advice: "Did you mean 'Greet'?",
      },
    ]);
  });

  it('gives parameters to the template that a workflow stands in', async () => {
    const definition = { actions: { A: { type: 'Compose', inputs: "[parameters('n')]" } } };
    const resource = { type: 'Microsoft.Logic/workflows', name: 'w', properties: { definition } };
    const template = { contentVersion: '1.0.0.0', parameters: { n: { type: 'int' } }, resources: [resource] };
    for (const given of [{ parameters: { N: 5 } }, { parameterTexts: { n: '5' } }])
      expect((await runWorkflow(template, given)).actions['A']).toMatchObject({ outputs: 5 });
  });

  it('gives a failed run as a result', async () => {
    const run = await runWorkflow(flow, { mocks: { Ask: { statusCode: 404 } } });
    expect(run).toMatchObject({ status: 'Failed', error: { code: 'ActionFailed' } });
    expect(run.actions['Ask']).toMatchObject({ status: 'Failed', code: 'NotFound' });
  });

  it('rejects what cannot be run with every fault at its place', async () => {
    const at = folder({ 'bad.yaml': 'actions:\n  - A: { type: Nothing }\n  - B: { type: Compose }\n' });
    const error = await runWorkflow(at('bad.yaml')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WorkflowError);
    const { message, diagnostics } = error as WorkflowError;
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      code: 'UnknownType',
      range: { start: { line: 2, column: 16 } },
    });
    expect(message).toContain("There is no action type 'Nothing'.");
    expect(message).toContain('> 2 |');
  });

  it('takes the time it is given', async () => {
    const run = await runWorkflow(
      { actions: [{ Now: { type: 'Compose', inputs: '@utcNow()' } }] },
      { now: '2030-02-03T04:05:06Z' },
    );
    expect(run.actions['Now']?.outputs).toMatch(/^2030-02-03T04:05:0\d\.\d{7}Z$/);
  });

  it('uses an emulator inside the process, and masks the token unless told otherwise', async () => {
    const sample = 'workflows/create-issue-revoke-delete.yaml';
    const token = (run: Awaited<ReturnType<typeof runWorkflow>>) =>
      JSON.stringify(run.actions['Issue_a_user_access_token']?.outputs);
    expect(token(await runWorkflow(sample, { onlyEmulator: true }))).toContain('"token":"••••••"');
    expect(token(await runWorkflow(sample, { onlyEmulator: true, showSecrets: true }))).toContain('"token":"eyJ');
  });

  it('carries numbers from an answer through an expression to a request as they were written', async () => {
    const server = await loopback((_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"id":9007199254740993,"rate":5.0,"small":1}');
    });
    const uri = server.origin;
    const run = await runWorkflow({
      actions: [
        { Get: { type: 'Http', inputs: { method: 'GET', uri } } },
        {
          Post: {
            type: 'Http',
            inputs: { method: 'POST', uri, body: { next: "@add(body('Get')?['id'], 1)", all: "@body('Get')" } },
          },
        },
      ],
    });
    expect(run.status).toBe('Succeeded');
    expect(server.arrived[1]?.body).toBe(
      '{"next":9007199254740994,"all":{"id":9007199254740993,"rate":5.0,"small":1}}',
    );
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [[], 'a list'],
    [5, '5'],
  ])('says what it takes, given %j', async (given, shown) => {
    await expect(runWorkflow(given as never)).rejects.toThrow(
      new TypeError(`runWorkflow takes the path of a workflow file or a definition, not ${shown}.`),
    );
  });

  it('records, and replays what it has recorded', async () => {
    const server = await loopback((_, response) => response.end('hi'));
    const path = folder({});
    const asking = (uri: string) => ({ actions: [{ Get: { type: 'Http', inputs: { method: 'GET', uri } } }] });
    const first = await runWorkflow(asking(server.origin), { record: path('kept') });
    const again = await runWorkflow(asking('http://nobody.invalid/'), { replay: path('kept') });
    expect(server.arrived).toHaveLength(1);
    expect(again.actions['Get']?.outputs).toEqual(first.actions['Get']?.outputs);
    const mocks = { get: { statusCode: 404 } };
    const mocked = await runWorkflow(asking(server.origin), { replay: path('kept'), mocks });
    expect(mocked.actions['Get']).toMatchObject({ status: 'Failed', outputs: { statusCode: 404 } });
  });

  it('says what is wrong with a folder of recordings', async () => {
    const path = folder({ 'Get.json': '{ "action": 1 }' });
    await expect(runWorkflow(flow, { replay: path('none') })).rejects.toThrow(/^runWorkflow, replay: The folder '/);
    await expect(runWorkflow(flow, { record: path('Get.json') })).rejects.toThrow(/^runWorkflow, record: Nothing can/);
    await expect(runWorkflow(flow, { replay: path('.') })).rejects.toThrow(WorkflowError);
  });

  it('is cancelled by a signal', async () => {
    const run = await runWorkflow(flow, { signal: AbortSignal.abort() });
    expect(run).toMatchObject({
      status: 'Cancelled',
      actions: { Greet: { status: 'Succeeded' }, Ask: { status: 'Cancelled' } },
    });
  });
});

describe('evaluate', () => {
  it('evaluates a template over plain data', () => {
    expect(evaluate("@variables('n')", { variables: { n: [1, 2] } })).toEqual([1, 2]);
    expect(evaluate({ "@{toUpper('k')}": '@utcNow()' }, { now: '2030-01-01T00:00:00Z' })).toEqual({
      K: '2030-01-01T00:00:00.0000000Z',
    });
  });

  it('throws with the place in the template', () => {
    expect(() => evaluate("@add(1, 'x')")).toThrow(ExpressionError);
  });
});

describe('startEmulator', () => {
  it('gives an address and a connection string, and stops', async () => {
    const emulator = await startEmulator({ port: 0 });
    expect(emulator.connectionString).toContain(`endpoint=${emulator.endpoint}/;accesskey=`);
    const { status } = await fetch(`${emulator.endpoint}/identities?api-version=2023-10-01`, { method: 'POST' });
    expect(status).toBe(401);
    await emulator.close();
    await expect(fetch(emulator.endpoint)).rejects.toThrow('fetch failed');
  });
});
