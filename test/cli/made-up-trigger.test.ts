// Triggers of connectors without their services.
import { describe, expect, it } from 'vitest';
import cases from './cases/made-up-trigger.json' with { type: 'json' };
import { dryflow, folder } from './terminal.js';

const { connector } = cases;
const host = { connectionName: 'api', connectionReferenceName: 'api' };
const connections = { api: { connector: 'api.json' } };
const body = { type: 'Compose', inputs: '@triggerBody()' };

interface Trigger {
  readonly name: string;
  readonly outputs: { readonly body: unknown };
  readonly mocked?: boolean;
}

/** Runs a flow that begins with a trigger. */
async function run(trigger: object, args: readonly string[] = ['--mock-connectors'], more: object = { connections }) {
  const flow = { ...more, triggers: { When: trigger }, actions: { Body: body } };
  const path = folder({ 'flow.json': JSON.stringify(flow), 'api.json': JSON.stringify(connector) });
  const said = await dryflow(['run', path('flow.json'), '--json', ...args]);
  const ran = JSON.parse(said.out) as { trigger: Trigger; actions: { Body: { outputs: unknown } } };
  return { ...said, trigger: ran.trigger, body: ran.actions.Body.outputs };
}

const polling = { type: 'OpenApiConnection', recurrence: { frequency: 'Day', interval: 1 } };
const newMail = { ...polling, inputs: { host: { ...host, operationId: 'OnNewMail' } } };

describe('the trigger of a flow whose connectors are made up', () => {
  it.each(cases.triggers.map(({ what, ...each }) => [what, each] as const))('%s', async (_, { trigger, outputs }) => {
    const ran = await run(trigger);
    expect(ran).toMatchObject({ exit: 0, trigger: { name: 'When', outputs, mocked: true }, body: outputs.body });
    expect(ran.err).toContain('  api → no service (answers made from its swagger)\n');
    expect(ran.err).toContain('  trigger When → outputs made up; --trigger-body gives others\n');
    expect(ran.err).not.toContain('warning');
  });

  it('gives what the service would show: a poll its status, a call none', async () => {
    const called = { type: 'OpenApiConnectionWebhook', inputs: { host: { ...host, operationId: 'WhenTodo' } } };
    expect((await run(newMail)).trigger.outputs).toMatchObject({ statusCode: 200 });
    expect((await run(called)).trigger.outputs).not.toHaveProperty('statusCode');
  });

  it('gives the same each time, and something else with another seed', async () => {
    const first = await run(newMail);
    expect((await run(newMail)).trigger).toEqual(first.trigger);
    const other = await run(newMail, ['--mock-connectors', '--mock-seed', 'other']);
    expect(other.trigger.outputs.body).not.toEqual(first.trigger.outputs.body);
  });

  it.each([
    [['--mock-connectors', '--trigger-body', '{"subject":"Mine"}']],
    [['--trigger-body', '{"subject":"Mine"}']],
  ])('gives what the user says, and that alone: %j', async (args) => {
    const ran = await run(newMail, args);
    expect(ran.body).toEqual({ subject: 'Mine' });
    expect(ran.trigger).toEqual({ name: 'When', outputs: { headers: {}, body: { subject: 'Mine' } } });
    expect(ran.err).not.toContain('trigger When');
  });

  it.each([[['--trigger-body', '1', '--mock-connectors']], [[]]])(
    'asks nothing of its connector where nothing is made up: %j',
    async (args) => {
      const path = folder({
        'flow.json': JSON.stringify({ triggers: { When: newMail }, actions: { Body: body } }),
        'connections.yaml': 'api: { connector: nowhere.json }\n',
      });
      expect(await dryflow(['run', path('flow.json'), ...args])).toMatchObject({ exit: 0, err: '' });
      const madeUp = await dryflow(['run', path('flow.json'), '--mock-connectors']);
      expect(madeUp).toMatchObject({ exit: 2, err: expect.stringContaining('nowhere.json') as string });
    },
  );

  it.each(cases.untouched.map(({ what, ...each }) => [what, each] as const))(
    '%s has no outputs, and nothing is said of it',
    async (_, { trigger, args }) => {
      const ran = await run(trigger, args);
      expect(ran).toMatchObject({ body: null, trigger: { name: 'When', outputs: { headers: {} } } });
      expect(ran.trigger).not.toHaveProperty('mocked');
      expect(ran.err).not.toMatch(/warning|trigger/);
    },
  );

  it.each(cases.unknown.map(({ what, ...each }) => [what, each] as const))(
    'says how to give the outputs where %s',
    async (_, { trigger, said, body: given = null }) => {
      const ran = await run(trigger);
      expect(ran).toMatchObject({ exit: 0, body: given });
      expect(ran.err.match(/warning: .*/g)).toEqual([`warning: ${said} [UnknownTriggerOutputs]`]);
      expect(ran.err).toContain('--trigger-body');
    },
  );

  it('is found by a path of its parameters, and reads a list in a property as Power Automate does', async () => {
    const inputs = { host: { connection: { name: "@parameters('$connections')['api']['connectionId']" } } };
    const path = "/lists/@{encodeURIComponent(parameters('list'))}/new";
    const trigger = { type: 'ApiConnection', splitOn: "@triggerOutputs()?['body/value']", inputs: { ...inputs, path } };
    const object = { type: 'Object', defaultValue: {} };
    const list = { type: 'String', defaultValue: 'a/b' };
    const parameters = { list, $connections: object, $authentication: object };
    const ran = await run(trigger, undefined, { connections, parameters });
    expect(ran).toMatchObject({ exit: 0, body: { title: 'Milk' } });
  });
});

describe('a run with a trigger that was made up', () => {
  const path = folder({
    'flow.json': JSON.stringify({ connections, triggers: { When: newMail }, actions: { Body: body } }),
    'api.json': JSON.stringify(connector),
  });
  const history = ['--history', path('runs.db')];

  it('says so in its history, and is started anew with the same outputs', async () => {
    const first = await dryflow(['run', path('flow.json'), '--mock-connectors', '--json', ...history]);
    const { runId, trigger } = JSON.parse(first.out) as { runId: string; trigger: Trigger };
    const shown = await dryflow(['runs', 'show', runId, ...history]);
    expect(shown.out).toContain('trigger     When (outputs made up)');
    const again = await dryflow(['runs', 'resubmit', runId, '--json', ...history]);
    expect(again.err).toContain('trigger When → outputs made up');
    expect(JSON.parse(again.out)).toMatchObject({ trigger });
  });
});
