// Flows of connectors that no swagger describes, run without their services.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryflow, folder } from './terminal.js';

const action = (operationId: string, more: object = {}) => ({
  type: 'OpenApiConnection',
  inputs: {
    host: { connectionName: 'shared_office365', operationId, apiId: '/apis/shared_office365' },
    parameters: {},
  },
  ...more,
});
const after = (name: string) => ({ runAfter: { [name]: ['Succeeded'] } });

const flow = {
  triggers: { When: { ...action('OnNewEmailV3'), type: 'OpenApiConnectionNotification' } },
  actions: {
    Get_events: action('GetEvents'),
    Each: {
      type: 'Foreach',
      foreach: "@outputs('Get_events')?['body/value']",
      actions: { Day: { type: 'Compose', inputs: "@formatDateTime(item()?['start'], 'yyyy')" } },
      ...after('Get_events'),
    },
    Ask: { ...action('StartAndWaitForAnApproval'), type: 'OpenApiConnectionWebhook', ...after('Each') },
    Approved: {
      type: 'If',
      expression: { equals: ["@body('Ask')?['outcome']", 'Approve'] },
      actions: { Subject: { type: 'Compose', inputs: "@toUpper(triggerOutputs()?['body/subject'])" } },
      ...after('Ask'),
    },
  },
};

interface Ran {
  readonly trigger: { readonly outputs: { readonly body: { readonly subject: string } }; readonly mocked?: true };
  readonly status: string;
  readonly actions: {
    readonly [path: string]: { readonly outputs?: { readonly body?: unknown }; readonly status: string };
  };
}

async function run(...args: readonly string[]) {
  const path = folder({ 'flow.json': JSON.stringify(flow), 'mocks.json': '{"ask":{"body":{"outcome":"Reject"}}}' });
  const said = await dryflow([
    'run',
    path('flow.json'),
    '--mock-connectors',
    '--json',
    ...args.map((arg) => (arg === 'mocks.json' ? path(arg) : arg)),
  ]);
  return { ...said, ran: JSON.parse(said.out) as Ran };
}

describe('a flow whose connectors have no swagger', () => {
  it('runs on answers that hold what it reads, and says so once a connection', async () => {
    const { exit, err, ran } = await run();
    expect([exit, ran.status]).toEqual([0, 'Succeeded']);
    expect(err).toBe(`  trigger When → outputs made up; --trigger-body gives others
  shared_office365 → no service (answers made up: they hold what the flow reads)
  To give other answers: --mocks FILE; or --record DIR, edit what it wrote, --replay DIR
`);
    const start = expect.stringMatching(/^2025-/) as string;
    expect(ran.actions['Get_events']?.outputs).toEqual({
      statusCode: 200,
      headers: {},
      body: { value: [{ start }, { start }] },
    });
    expect(ran.actions['Day']?.outputs).toBe('2025');
    expect(ran.actions['Ask']?.outputs).toEqual({ headers: {}, body: { outcome: 'Approve' } });
    expect(ran.actions['Subject']?.outputs).toBe(ran.trigger.outputs.body.subject.toUpperCase());
    expect(ran.trigger.mocked).toBe(true);
  });

  it('gives the same each time, and something else with another seed', async () => {
    const [first, again, other] = [await run(), await run(), await run('--mock-seed', 'other')];
    const answers = ({ ran }: Awaited<ReturnType<typeof run>>) => [ran.trigger, ran.actions['Get_events']?.outputs];
    expect(answers(again)).toEqual(answers(first));
    expect(answers(other)).not.toEqual(answers(first));
  });

  it('takes mocks and a trigger body before any guess', async () => {
    const { ran, err } = await run('--mocks', 'mocks.json', '--trigger-body', '{"subject":"Mine"}');
    expect(ran.actions['Ask']?.outputs?.body).toEqual({ outcome: 'Reject' });
    expect(ran.trigger).toEqual({ name: 'When', outputs: { headers: {}, body: { subject: 'Mine' } } });
    expect(err).not.toContain('trigger When');
  });

  it('gives a recording of what was made up back as it is changed', async () => {
    const path = folder({ 'flow.json': JSON.stringify(flow) });
    const first = await dryflow(['run', path('flow.json'), '--mock-connectors', '--record', path('answers')]);
    expect(first.exit).toBe(0);
    const recorded = readFileSync(path('answers/Ask.json'), 'utf8');
    writeFileSync(path('answers/Ask.json'), recorded.replace('"Approve"', '"Reject"'));
    const again = await dryflow(['run', path('flow.json'), '--mock-connectors', '--replay', path('answers'), '--json']);
    const { actions } = JSON.parse(again.out) as Ran;
    expect(actions['Ask']?.outputs?.body).toEqual({ outcome: 'Reject' });
    expect(actions['Subject']?.status).toBe('Skipped');
  });

  it('fails at the first action where nothing is made up, and says why', async () => {
    const path = folder({ 'flow.json': JSON.stringify(flow) });
    const { exit, err } = await dryflow(['run', path('flow.json'), '--json']);
    expect(exit).toBe(1);
    expect(err).toContain("There is no connector for connection 'shared_office365'");
    expect(err).toContain('--mock-connectors');
  });
});

describe('a flow that starts another one', () => {
  it('keeps the guesses for that one out of its own actions of the same name', async () => {
    const responses = { 200: { schema: { type: 'object', properties: { id: { type: 'string' } } } } };
    const answer = { type: 'Response', inputs: { statusCode: 200, body: "@body('Get')?['subject']" }, ...after('Get') };
    const path = folder({
      'api.json': JSON.stringify({
        swagger: '2.0',
        produces: ['application/json'],
        paths: { '/a': { get: { operationId: 'GetA', responses } } },
      }),
      'flow.yaml': `connections: { api: { connector: api.json } }
actions:
  - Get: { call: api.GetA }
  - Start: { type: Workflow, inputs: { host: { workflow: { id: child } } } }
`,
      'child.json': JSON.stringify({
        triggers: { manual: { type: 'Request' } },
        actions: { Get: action('GetEmail'), Answer: answer },
      }),
    });
    const { out } = await dryflow(['run', path('flow.yaml'), '--mock-connectors', '--json']);
    expect((JSON.parse(out) as Ran).actions).toMatchObject({
      Get: { outputs: { body: { id: expect.stringMatching(/^id /) as string } } },
      Start: { outputs: { body: expect.stringMatching(/^subject /) as string } },
    });
  });
});

describe('a request that starts a flow without services', () => {
  const answer = { type: 'Compose', inputs: "@addDays(triggerBody()?['day'], 1)" };
  it.each([
    [
      'described',
      { schema: { type: 'object', properties: { day: { type: 'string', format: 'date' } } } },
      /^2025-..-..$/,
    ],
    ['read', {}, /^2025-.*Z$/],
  ])('has the body that is %s', async (_, inputs, day) => {
    const path = folder({
      'flow.json': JSON.stringify({ triggers: { manual: { type: 'Request', inputs } }, actions: { Next: answer } }),
    });
    const { exit, out, err } = await dryflow(['run', path('flow.json'), '--mock-connectors', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      trigger: { outputs: { body: { day: expect.stringMatching(day) as string } } },
    });
    expect(err).toContain('trigger manual → outputs made up; --trigger-body gives others');
  });
});

describe('a trigger without a service', () => {
  const made = async (trigger: object, inputs: string, ...args: readonly string[]) => {
    const definition = { triggers: { When: trigger }, actions: { Use: { type: 'Compose', inputs } } };
    const path = folder({ 'flow.json': JSON.stringify(definition) });
    const { exit, out } = await dryflow(['run', path('flow.json'), '--mock-connectors', '--json', ...args]);
    const { trigger: record, actions } = JSON.parse(out) as Ran;
    return { exit, mocked: record.mocked, used: actions['Use']?.outputs };
  };
  const schedule = { recurrence: { frequency: 'Hour', interval: 1 } };

  it.each([
    [
      'the window of a schedule',
      { type: 'SlidingWindow', ...schedule },
      "@triggerOutputs()['windowStartTime']",
      /^2025-/,
    ],
    ['the queries of a request', { type: 'Request', inputs: {} }, "@triggerOutputs()['queries']['mode']", /^mode /],
    ['the headers of a request', { type: 'Request', inputs: {} }, "@triggerOutputs()['headers']['x-a']", /^x-a /],
    [
      'what a request leaves open',
      { type: 'Request', inputs: { schema: { properties: { a: {} } } } },
      "@triggerBody()['a']['b']",
      /^b /,
    ],
    ['the fields of a form', { type: 'Request', inputs: {} }, "@triggerFormDataValue('a')", /^a 1$/],
  ])('gives %s, as it is read', async (_, trigger, inputs, expected) => {
    expect(await made(trigger, inputs)).toEqual({
      exit: 0,
      mocked: true,
      used: expect.stringMatching(expected) as string,
    });
  });

  it('gives nothing where nothing is read', async () => {
    expect(await made({ type: 'Recurrence', ...schedule }, 'x')).toEqual({ exit: 0, mocked: undefined, used: 'x' });
  });

  it('has the inputs that its connector would be given', async () => {
    const { host } = action('GetOnNewItems').inputs;
    const inputs = { host, parameters: { table: "@{concat('a', 'b')}" }, authentication: 'secret' };
    const trigger = { type: 'OpenApiConnection', inputs, ...schedule };
    expect((await made(trigger, "@trigger()['inputs']")).used).toEqual({ host, parameters: { table: 'ab' } });
  });
});

describe('a dry run', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  const chunk = { type: 'ChunkText', inputs: { text: 'a b' } };
  const Answer = { type: 'Response', inputs: { statusCode: 200 } };
  const start = (id: string) => ({ type: 'Workflow', inputs: { host: { workflow: { id } } } });

  const dryRun = async (...args: readonly string[]) => {
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`;
    const definition = {
      triggers: { manual: { type: 'Request', inputs: {} } },
      actions: {
        Get: { type: 'Http', inputs: { method: 'GET', uri } },
        Later: { type: 'Wait', inputs: { interval: { count: 5, unit: 'Day' } }, ...after('Get') },
        Subscribe: { type: 'HttpWebhook', inputs: { subscribe: { method: 'POST', uri } }, ...after('Later') },
        Call: { type: 'Function', inputs: { function: { id: '/functions/F' } }, ...after('Subscribe') },
        Chunk: { ...chunk, ...after('Call') },
        Child: { ...start('gone'), ...after('Chunk') },
        Mail: { ...action('SendEmail'), ...after('Child') },
        Use: {
          type: 'Compose',
          inputs: ["@body('Get')?['a']", "@body('Subscribe')?['b']", "@body('Chunk')?['c']", "@body('Child')?['d']"],
          ...after('Mail'),
        },
        Answer: { type: 'Response', inputs: { statusCode: 200, body: "@outputs('Use')" }, ...after('Use') },
      },
    };
    const path = folder({ 'flow.json': JSON.stringify(definition) });
    return dryflow(['run', path('flow.json'), '--json', ...args]);
  };

  it('asks nobody, waits for nothing, and says what was made up', async () => {
    const { exit, out, err } = await dryRun('--dry-run');
    expect([exit, asked]).toEqual([0, []]);
    const text = (name: string) => expect.stringMatching(new RegExp(`^${name} `)) as string;
    expect(JSON.parse(out)).toMatchObject({
      status: 'Succeeded',
      response: { body: [text('a'), text('b'), text('c'), text('d')] },
    });
    const line = (name: string) => `  ${name} → no service (answers made up: they hold what the flow reads)\n`;
    const lines = ['Get', 'Subscribe', 'Call', 'Chunk', 'gone', 'shared_office365'].map(line);
    expect(err).toBe(
      `${lines.join('')}  To give other answers: --mocks FILE; or --record DIR, edit what it wrote, --replay DIR\n`,
    );
  });

  it.each<[string, object, number]>([
    ['the flow', { 'flow.json': { actions: { Chunk: chunk } } }, 0],
    ['a flow with an error', { 'flow.json': { actions: { Chunk: chunk, Odd: { type: 'Odd' } } } }, 2],
    [
      'a child',
      { 'flow.json': { actions: { Start: start('kid') } }, 'kid.json': { actions: { Chunk: chunk, Answer } } },
      0,
    ],
  ])('does not say that an action of %s cannot run here', async (_, files, exit) => {
    const path = folder(Object.fromEntries(Object.entries(files).map(([name, each]) => [name, JSON.stringify(each)])));
    const said = await dryflow(['run', path('flow.json'), '--dry-run']);
    expect(said.exit).toBe(exit);
    expect(said.err).not.toContain('UnsupportedActionType');
  });

  it('names the action that starts a workflow whose name is computed', async () => {
    const definition = { actions: { Start: start("@concat('kid', '/', 'x')") } };
    const path = folder({ 'flow.json': JSON.stringify(definition) });
    const { out } = await dryflow(['run', path('flow.json'), '--dry-run']);
    expect(out).toContain('  Start → no service (answers made up');
  });

  it('gives other answers with another seed', async () => {
    const [one, other] = await Promise.all([dryRun('--dry-run'), dryRun('--dry-run', '--mock-seed', 'other')]);
    const answers = ({ out }: typeof one) => (JSON.parse(out) as { response: unknown }).response;
    expect(answers(other)).not.toEqual(answers(one));
    expect((await dryRun('--mock-seed', 'x')).err).toContain('--mock-seed goes with --mock-connectors or --dry-run.');
  });

  const flowOf = (actions: object) =>
    folder({ 'flow.json': JSON.stringify({ triggers: { manual: { type: 'Request', inputs: {} } }, actions }) });
  const get = { type: 'Http', inputs: { method: 'GET', uri: 'http://127.0.0.1:1' } };
  const until = (status: number, runAfter: object = {}) => ({
    type: 'Until',
    expression: `@equals(outputs('Get')?['statusCode'], ${status})`,
    limit: { count: 3 },
    actions: { Get: get, Next: { type: 'Compose', inputs: 1, ...runAfter } },
  });

  it.each([
    [204, 'Succeeded', {}],
    [404, 'Failed', { runAfter: { Get: ['Failed'] } }],
  ])('gives the status %s that a loop waits for', async (statusCode, status, runAfter) => {
    const path = flowOf({ Loop: until(statusCode, runAfter) });
    const { exit, out } = await dryflow(['run', path('flow.json'), '--dry-run', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      actions: { Loop: { iterationCount: 1 }, Get: { status, outputs: { statusCode } } },
    });
  });

  it('says what to do where an expression fails on what was made up', async () => {
    const hint = 'Some answers were made up: --mocks FILE gives others.';
    const failing = { type: 'Compose', inputs: "@int(concat('x', body('Get')?['a']))", ...after('Get') };
    const path = flowOf({ Get: get, Failing: failing });
    expect((await dryflow(['run', path('flow.json'), '--dry-run'])).out).toContain(`\n${hint}\n`);
    const json = await dryflow(['run', path('flow.json'), '--dry-run', '--json']);
    expect(json.err).toContain(`\n${hint}\n`);
    const mocks = folder({ 'mocks.yaml': 'Get: {}' })('mocks.yaml');
    expect((await dryflow(['run', path('flow.json'), '--dry-run', '--mocks', mocks])).out).not.toContain('made up');
    const first = { type: 'Compose', inputs: "@int(concat('x', triggerBody()?['a']))" };
    const { out } = await dryflow(['run', flowOf({ first })('flow.json'), '--dry-run']);
    expect(out).toContain('\nThe outputs of the trigger were made up: --trigger-body gives others.\n');
    expect(out).not.toContain(hint);
  });

  it.each([
    [['--dry-run'], 'made up (--dry-run)'],
    [['--mock-connectors'], 'made up where they are of connectors (--mock-connectors)'],
    [['--replay', 'tape'], 'recorded (--replay)'],
    [['--replay', 'tape', '--dry-run'], 'recorded (--replay), others made up (--dry-run)'],
  ])('leaves its mark in the history: %j', async (args, answers) => {
    const path = folder({
      'flow.json': JSON.stringify({ actions: { Get: get } }),
      'mocks.yaml': 'Get: {}',
    });
    const tape = folder({ 'Get.json': '{ "action": "Get", "answers": [{ "statusCode": 200 }] }' })('');
    const history = ['--history', path('history.db')];
    const given = args.map((arg) => (arg === 'tape' ? tape : arg));
    await dryflow(['run', path('flow.json'), '--mocks', path('mocks.yaml'), ...given, ...history]);
    expect((await dryflow(['runs', 'show', 'last', ...history])).out).toContain(`  answers     ${answers}\n`);
  });

  it('says nothing of types that cannot run here, whatever else is wrong', async () => {
    const path = flowOf({ Chunk: { type: 'ChunkText', inputs: {} }, Use: { type: 'Compose', inputs: '@no()' } });
    const { exit, err } = await dryflow(['run', path('flow.json'), '--dry-run']);
    expect(exit).toBe(2);
    expect(err).toContain('[InvalidTemplate]');
    expect(err).not.toContain('ChunkText, which');
  });
});
