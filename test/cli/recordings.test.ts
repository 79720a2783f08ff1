import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dryflow, folder } from './terminal.js';
import { swagger } from './things.js';

const flow = `connections: { api: { connector: api.json } }
actions:
  - List: { call: api.ListThings }
  - Each:
      type: Foreach
      foreach: "@createArray(1, 2)"
      actions:
        - Get: { type: Http, inputs: { method: GET, uri: "http://127.0.0.1:1/" } }
`;
const ofList = '{ "action": "List", "answers": [{ "statusCode": 200, "body": [{ "id": "one" }] }] }';
const get = (paths: readonly string[]) =>
  JSON.stringify({ action: 'Get', answers: paths.map((path) => ({ path, statusCode: 200 })) });
const ofGet = get(['Each[0]/Get', 'Each[1]/Get']);
const invalid = '[{ "statusCode": 200, "body": [{ "id": true }] }]';

/** A folder with the flow, its connector and these files. */
const at = (files: Readonly<Record<string, string>> = {}) =>
  folder({ 'flow.yaml': flow, 'api.json': swagger, ...files });

/** Replays a folder with these recordings. */
function replay(recordings: Readonly<Record<string, string>>, ...options: readonly string[]) {
  return dryflow(['run', at()('flow.yaml'), '--replay', folder(recordings)('.'), ...options]);
}

describe('a replay', () => {
  it('needs neither host nor credentials, and says that it asks nobody', async () => {
    const path = at({
      'connections.yaml': `api: { connector: api.json, parameters: { baseUrl: "@appsetting('NOT_SET')", baseUlr: x } }\n`,
    });
    const tape = folder({ 'List.json': ofList, 'Get.json': ofGet })('.');
    const { exit, err } = await dryflow(['run', path('flow.yaml'), '--replay', tape, '--json']);
    expect([exit, err]).toEqual([0, '  api → no service (recorded answers)\n']);
  });

  it('starts no emulator for ACS Identity', async () => {
    const path = folder({
      'flow.yaml': `connections: { acs: { connector: acs-identity } }\nactions:\n  - Make: { call: acs.CreateCommunicationIdentity }\n`,
    });
    const tape = folder({ 'Make.json': '{ "action": "Make", "answers": [{ "statusCode": 201, "body": {} }] }' })('.');
    const { exit, out } = await dryflow(['run', path('flow.yaml'), '--replay', tape]);
    expect(exit).toBe(0);
    expect(out).toContain('  acs → no service (recorded answers)\n');
  });

  it('holds answers to their types, if asked to', async () => {
    const recordings = { 'List.json': `{ "action": "List", "answers": ${invalid} }`, 'Get.json': ofGet };
    expect(await replay(recordings)).toMatchObject({ exit: 0 });
    const { exit, out } = await replay(recordings, '--strict', '--json');
    expect(exit).toBe(1);
    const error = { code: 'ResponseSwaggerSchemaValidationFailure' };
    expect(JSON.parse(out)).toMatchObject({ actions: { List: { status: 'Failed', error } } });
  });

  it.each([
    ['an answer to each execution', { 'Get.json': ofGet }, ''],
    [
      'one of a path that no execution has, told once',
      { 'Get.json': get(['Eech[0]/Get', 'Eech[1]/Get']) },
      "Get.json:1:36: warning: The recording of 'Eech[0]/Get' has no effect: no execution of 'Get' has this path. [UnknownMock]",
    ],
    [
      'one of an action that is not there',
      { 'Get.json': ofGet, 'x.json': '{\n  "action": "Lits",\n  "answers": [{}]\n}' },
      "x.json:2:13: warning: There is a recording of 'Lits', which is no action of the workflow. [UnknownMock]",
    ],
    [
      'one of a loop',
      { 'Get.json': ofGet, 'Each.json': '{ "action": "Each", "answers": [{}] }' },
      "Each.json:1:13: warning: The recording of 'Each' has no effect: 'Each' holds other actions, which have their own. [UnknownMock]",
    ],
  ])('with %s', async (_, recordings, said) => {
    const { err } = await replay({ 'List.json': ofList, ...recordings });
    expect(err).toContain(said);
    expect(err.match(/UnknownMock/g) ?? []).toHaveLength(said === '' ? 0 : 1);
  });

  it.each([
    ['{ "action": "List", "answers": [] }', "b.json:1:32: error: The recording of 'List' holds no answers."],
    ['{ "action": "list", "answers": [{}] }', "b.json:1:13: error: There is another recording of 'list': List.json."],
    [
      '{ "action": "A", "answers": [{ "body": @foo }] }',
      'b.json:1:40: error: An expression must be in quotes: in JSON, every text is. [UnquotedExpression]',
    ],
    [
      '"action": "A", "answers": [{}]',
      'b.json:1:9: error: This is not JSON: the brace before its first name is missing. [InvalidJson]',
    ],
  ])('is refused with %s', async (text, said) => {
    const { exit, err } = await replay({ 'List.json': ofList, 'b.json': text });
    expect(exit).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toContain('YAML');
  });

  it('quotes an expression in JSON up to its end', async () => {
    const { err } = await replay({ 'b.json': '{ "action": "A", "answers": [{ "body": @foo }] }' });
    expect(err).toContain('→ Quote expressions: { "action": "A", "answers": [{ "body": "@foo" }] }\n');
  });
});

describe('a recording', () => {
  it('tells what an earlier run has left in its folder', async () => {
    const tape = mkdtempSync(join(tmpdir(), 'dryflow-test-'));
    const path = at();
    const record = () =>
      dryflow(['run', path('flow.yaml'), '--mock-connectors', '--mocks', path('mocks.json'), '--record', tape]);
    writeFileSync(path('mocks.json'), '{ "Get": { "body": 1 } }');
    const written = `Recorded in ${tape}: List.json, Get.json\n`;
    expect(await record()).toMatchObject({ exit: 0, err: written });
    expect(await record()).toMatchObject({ exit: 0, err: written });
    writeFileSync(join(tape, 'Old.json'), '{}');
    const left = 'Left there, and replayed as well, is what an earlier run recorded: Old.json\n';
    expect(await record()).toMatchObject({ exit: 0, err: written + left });
  });

  it('leaves out what the run itself answers, which an edited recording gives another value', async () => {
    const answering = `triggers: { manual: { type: Request } }
actions:
  - Get: { type: Http, inputs: { method: GET, uri: "http://127.0.0.1:1/" } }
  - Answer: { type: Response, inputs: { statusCode: 200, body: "@body('Get')" } }
`;
    const path = folder({ 'flow.yaml': answering, 'mocks.json': '{ "Get": { "body": "one" } }' });
    const tape = mkdtempSync(join(tmpdir(), 'dryflow-test-'));
    const { err } = await dryflow(['run', path('flow.yaml'), '--mocks', path('mocks.json'), '--record', tape]);
    expect(err).toBe(`Recorded in ${tape}: Get.json\n`);
    writeFileSync(join(tape, 'Get.json'), '{ "action": "Get", "answers": [{ "body": "other" }] }');
    const { out } = await dryflow(['run', path('flow.yaml'), '--replay', tape, '--json']);
    expect(JSON.parse(out)).toMatchObject({ response: { statusCode: 200, body: 'other' } });
  });
});

describe('mocks', () => {
  const mocked = (text: string, ...options: readonly string[]) => {
    const path = at({ 'mocks.yaml': text });
    return dryflow(['run', path('flow.yaml'), '--mocks', path('mocks.yaml'), ...options]);
  };

  it('are held to the types of the swagger, if asked to', async () => {
    const text = `List: ${invalid}\nGet: {}\n`;
    expect(await mocked(text, '--mock-connectors')).toMatchObject({ exit: 0 });
    expect((await mocked(text, '--mock-connectors', '--strict')).out).toContain(
      'ResponseSwaggerSchemaValidationFailure',
    );
  });

  it('that answer for nothing are told of at their places, in their order', async () => {
    const { err } = await mocked(
      'Get: {}\nLits: {}\nList: {}\nEach/Get: {}\nEach: {}\nEach[1]/Get: {}\nEach[0]/List: {}\n',
    );
    const told = [...err.matchAll(/mocks\.yaml:(\d+):\d+: warning: (.*) \[UnknownMock\]/g)];
    expect(told.map(([, line, message]) => [Number(line), message])).toEqual([
      [2, "There is a mock of 'Lits', which is no action of the workflow."],
      [4, "The mock of 'Each/Get' has no effect: no execution of 'Get' has this path."],
      [5, "The mock of 'Each' has no effect: 'Each' holds other actions, which have their own."],
      [7, "The mock of 'Each[0]/List' has no effect: no execution of 'List' has this path."],
    ]);
    expect(err).toContain("→ Its executions have paths such as 'Each[0]/Get'.");
    expect(err).toContain("→ It is in no loop, and its path is 'List'.");
  });
});
