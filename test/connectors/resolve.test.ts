import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  findConnector,
  isFault,
  isUnmade,
  makeConnection,
  type Made,
  type Unmade,
  type Wanted,
} from '../../src/connectors/index.js';

const key = 'c2VjcmV0LWtleQ==';
const stringFor = (host: string) => `endpoint=https://${host}/;accesskey=${key}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dryflow-resolve-'));
  const swagger = { swagger: '2.0', host: 'api.example.com', paths: { '/ping': { get: { operationId: 'Ping' } } } };
  await writeFile(join(folder, 'api.json'), `\uFEFF${JSON.stringify(swagger)}`);
  const urlTemplate = "https://@connectionParameters('region').example.com";
  const policy = {
    templateId: 'dynamichosturl',
    parameters: { 'x-ms-apimTemplateParameter.urlTemplate': urlTemplate },
  };
  await mkdir(join(folder, 'hosted'));
  await writeFile(join(folder, 'hosted/api.json'), JSON.stringify(swagger));
  await writeFile(
    join(folder, 'hosted/apiProperties.json'),
    JSON.stringify({ properties: { policyTemplateInstances: [policy] } }),
  );
  await writeFile(join(folder, 'hostless.json'), '{"paths":{}}');
  await writeFile(join(folder, 'broken.json'), '{');
});
afterAll(() => rm(folder, { recursive: true }));

interface Around {
  readonly env?: { readonly [name: string]: string };
  readonly onlyEmulator?: boolean;
}

const emulator = vi.fn(() => Promise.resolve(stringFor('the.emulator')));

function make(wanted: Partial<Wanted>, { env = {}, onlyEmulator = false }: Around = {}): Promise<Made | Unmade> {
  emulator.mockClear();
  return makeConnection(
    { name: 'acs', connector: 'acs-identity', ...wanted },
    {
      send: () => Promise.reject(new Error('Nothing may be sent.')),
      folder,
      env,
      onlyEmulator,
      emulator,
      expand: (text) => Promise.resolve(text === 'short' ? stringFor('short.form') : text),
    },
  );
}

async function targetOf(made: Promise<Made | Unmade>): Promise<string> {
  const one = await made;
  if (isUnmade(one)) throw new Error(one.message);
  return `${one.connection.target} by ${one.origin}`;
}

describe('a connector with a script', () => {
  const caveats = async (operations: readonly string[] | undefined, files: readonly string[] = ['Script.csx']) => {
    const own = await mkdtemp(join(folder, 'scripted-'));
    const swagger = { paths: { '/a': { get: { operationId: 'A' } }, '/b': { get: { operationId: 'B' } } } };
    await writeFile(join(own, 'api.json'), JSON.stringify(swagger));
    if (operations)
      await writeFile(
        join(own, 'apiProperties.json'),
        JSON.stringify({ properties: { scriptOperations: operations } }),
      );
    for (const file of files) await writeFile(join(own, file), '');
    const found = await findConnector(join(own, 'api.json'), folder);
    if (isFault(found)) throw new Error(found.message);
    return found.operations.flatMap((each) => found.caveats?.(each) ?? []);
  };
  const said = (id: string) => `The connector's script, which has a part in '${id}', is not run.`;

  it('says for which operations it is not run: those that are listed, else all', async () => {
    expect(await caveats(['B'])).toEqual([said('B')]);
    expect(await caveats([])).toEqual([said('A'), said('B')]);
    expect(await caveats(undefined)).toEqual([said('A'), said('B')]);
    expect(await caveats(['B'], [])).toEqual([]);
  });
});

describe('a connection to ACS', () => {
  const env = {
    COMMUNICATION_SERVICES_CONNECTION_STRING: stringFor('first.variable'),
    AZURE_COMMUNICATION_CONNECTION_STRING: stringFor('second.variable'),
    COMMUNICATION_SERVICES_ENDPOINT: 'https://the.endpoint',
    COMMUNICATION_SERVICES_ACCESSKEY: key,
  };
  const parameters = { connectionString: stringFor('the.file') };
  const { COMMUNICATION_SERVICES_CONNECTION_STRING: _, ...second } = env;
  const { AZURE_COMMUNICATION_CONNECTION_STRING: __, ...endpoint } = second;
  const variable = 'environment variable COMMUNICATION_SERVICES';

  it.each<[string, string, Partial<Wanted>, Around]>([
    ['the connections file', 'the.file by connections file', { parameters }, { env }],
    ['the first variable', `first.variable by ${variable}_CONNECTION_STRING`, {}, { env }],
    [
      'the first variable, the file saying nothing',
      `first.variable by ${variable}_CONNECTION_STRING`,
      { parameters: {} },
      { env },
    ],
    [
      'the second',
      'second.variable by environment variable AZURE_COMMUNICATION_CONNECTION_STRING',
      {},
      { env: second },
    ],
    ['the endpoint', `the.endpoint by ${variable}_ENDPOINT`, {}, { env: endpoint }],
    ['nothing', 'the.emulator by embedded emulator', {}, {}],
    ['a key alone', 'the.emulator by embedded emulator', {}, { env: { COMMUNICATION_SERVICES_ACCESSKEY: key } }],
    [
      'an empty variable',
      'the.emulator by embedded emulator',
      {},
      { env: { COMMUNICATION_SERVICES_CONNECTION_STRING: '' } },
    ],
    [
      'all of them, only the emulator being allowed',
      'the.emulator by embedded emulator',
      { parameters },
      { env, onlyEmulator: true },
    ],
    ['a short form in the file', 'short.form by connections file', { parameters: { connectionString: 'short' } }, {}],
    [
      'a short form in a variable',
      `short.form by ${variable}_CONNECTION_STRING`,
      {},
      { env: { COMMUNICATION_SERVICES_CONNECTION_STRING: 'short' } },
    ],
  ])('of %s: %s', async (_of, target, wanted, around) => {
    expect(await targetOf(make(wanted, around))).toBe(target);
    expect(emulator).toHaveBeenCalledTimes(target.startsWith('the.emulator') ? 1 : 0);
  });

  it('of an endpoint without a key signs in with Microsoft Entra', async () => {
    const made = await make({}, { env: { COMMUNICATION_SERVICES_ENDPOINT: 'https://the.endpoint' } });
    expect(made).toMatchObject({ connection: { target: 'the.endpoint', secrets: [] } });
    const unmade = await make({}, { env: { COMMUNICATION_SERVICES_ENDPOINT: 'http://127.0.0.1:8080' } });
    expect(unmade).toMatchObject({ message: expect.stringContaining('https only') as string });
  });

  it('names the origin of what is wrong', async () => {
    expect(await make({ parameters: { connectionString: 'x' } })).toMatchObject({
      name: 'acs',
      origin: 'connections file',
      parameter: 'connectionString',
    });
    expect(await make({}, { env: { AZURE_COMMUNICATION_CONNECTION_STRING: 'x' } })).toMatchObject({
      origin: 'environment variable AZURE_COMMUNICATION_CONNECTION_STRING',
    });
  });

  it('goes by its connector’s name in any case', async () => {
    expect(await targetOf(make({ connector: 'ACS-Identity' }))).toContain('the.emulator');
  });
});

describe('a connection by a swagger', () => {
  it.each<[string, Partial<Wanted>]>([
    ['api.example.com by swagger', {}],
    ['127.0.0.1:1 by connections file', { parameters: { baseUrl: 'http://127.0.0.1:1' } }],
    ['api.example.com by swagger', { parameters: { token: 't' } }],
    ['eu.example.com by connections file', { connector: './hosted/api.json', parameters: { region: 'eu' } }],
  ])('goes to %s', async (target, wanted) => {
    expect(await targetOf(make({ connector: './api.json', ...wanted }))).toBe(target);
  });

  it('is found by its whole path, too', async () => {
    expect(await targetOf(make({ connector: join(folder, 'api.json') }))).toBe('api.example.com by swagger');
  });

  it.each([
    ['nowhere.json', "There is no connector 'nowhere.json': no such file.", 'connector'],
    ['broken.json', /^The connector 'broken\.json' cannot be read: .*JSON/, 'connector'],
    ['.', "There is no apiDefinition.swagger.json in the folder '.'.", 'connector'],
    ['hostless.json', "The connector 'hostless.json' does not say which host it is for.", 'swagger'],
  ])('%s is none', async (connector, message, origin) => {
    const unmade = await make({ connector });
    expect(unmade).toMatchObject({ name: 'acs', origin, advice: expect.any(String) as string });
    expect('message' in unmade ? unmade.message : '').toMatch(message);
  });
});
