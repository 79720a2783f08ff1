import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate, runWorkflow, startEmulator, type EmulatorOptions } from '../src/index.js';
import { folder } from './cli/terminal.js';

// What JavaScript lets through: options that are misspelt or of another kind. The messages are what a programmer gets.

const WELL_KNOWN_KEY = 'ZHJ5ZmxvdyBlbXVsYXRvciBvZiBBQ1MgSWRlbnRpdHk6IHRoaXMga2V5IGlzIHB1YmxpYyBieSBkZXNpZ24uLg==';
const beta = { name: 'beta' };
const text = "a list of texts, such as ['issue:503:every=3']";

/** Every case is refused before anything listens. */
const refused: readonly (readonly [object, string])[] = [
  [{ limits: 'a' }, "'limits' takes a number from 0 on, such as 0.5, not 'a'."],
  [{ limits: -1 }, "'limits' takes a number from 0 on, such as 0.5, not -1."],
  [{ limits: Number.NaN }, "'limits' takes a number from 0 on, such as 0.5, not NaN."],
  [{ port: 'abc' }, "'port' takes a number from 0 to 65535, not 'abc'."],
  [{ port: 65536 }, "'port' takes a number from 0 to 65535, not 65536."],
  [{ host: 127 }, "'host' takes a text, not 127."],
  [{ auth: 'no' }, "'auth' takes true or false, not 'no'."],
  [{ nope: 1 }, "startEmulator has no option 'nope'. There are: port, host, https, data, resources,"],
  [{ toString: 1 }, "startEmulator has no option 'toString'."],
  [{ fault: ['issue:503'] }, "startEmulator has no option 'fault'. Did you mean 'faults'?"],
  [{ faults: 'issue:503' }, `'faults' takes ${text}, not 'issue:503'.`],
  [{ faults: [503] }, `'faults' takes ${text}, not a list.`],
  [{ faults: ['issue:200'] }, "'issue:200' is no fault: the effect is a status from 400 to 599"],
  [{ data: true }, "'data' takes the path of a folder, not true."],
  [{ data: 'x', signingKeyPath: 'y' }, "'data' keeps everything in its folder. Leave out 'signingKeyPath'."],
  [
    { clock: { now: () => 1 } },
    "'clock' takes a function that gives milliseconds since 1970, such as Date.now, not such an",
  ],
  [
    { clock: () => new Date() },
    "'clock' takes a function that gives milliseconds since 1970, such as Date.now, not a function",
  ],
  [{ https: 'yes' }, "'https' takes true, false or an object such as { port: 0 }, not 'yes'."],
  [{ https: { prot: 1 } }, "startEmulator, https has no option 'prot'. Did you mean 'port'?"],
  [{ resources: 'a' }, "'resources' takes a list of resources, such as [{ name: 'dryflow' }], not 'a'."],
  [{ resources: ['a'] }, "startEmulator, resources[0] takes an object of options, not 'a'."],
  [{ resources: [{}] }, "startEmulator, resources[0] needs a 'name'."],
  [{ resources: [{ name: 'a b' }] }, 'The name of a resource has letters, digits, dashes and underscores'],
  [{ resources: [beta, { name: 'a', key: 'b25l' }] }, "startEmulator, resources[1] has no option 'key'."],
  [{ resources: [] }, 'The list of resources is empty.'],
  [{ resources: [beta, { name: 'Beta' }] }, "There are two resources of the name 'Beta'."],
  [{ resources: [{ ...beta, accessKey: 'not base64!' }] }, "The access key of the resource 'beta' is not base64."],
  [
    { resources: [{ ...beta, accessKey: 'b25l' }] },
    "The access key of the resource 'beta' has 3 bytes. It needs 16 at least",
  ],
  [{ resources: [{ ...beta, id: 'one' }] }, "The id of the resource 'beta' is no GUID."],
  [
    { resources: [{ ...beta, accessKey: WELL_KNOWN_KEY, secondaryAccessKey: WELL_KNOWN_KEY }] },
    "Both access keys of the resource 'beta' are the same.",
  ],
  [
    {
      resources: [
        { ...beta, accessKey: WELL_KNOWN_KEY },
        { name: 'a', secondaryAccessKey: WELL_KNOWN_KEY },
      ],
    },
    "The resources 'beta' and 'a' have the same access key.",
  ],
  [{ port: 10400, https: { port: 10400 } }, 'http and https cannot both have the port 10400.'],
  [{ port: 65535, https: true }, 'there is none after 65535. Name one for https.'],
  [{ port: 0, host: '203.0.113.1' }, "'203.0.113.1' is no address of this machine."],
];

const before = process.env['XDG_CONFIG_HOME'];
process.env['XDG_CONFIG_HOME'] = folder({})('.');
afterAll(
  () => void (before === undefined ? delete process.env['XDG_CONFIG_HOME'] : (process.env['XDG_CONFIG_HOME'] = before)),
);

describe('the options of startEmulator', () => {
  it.each(refused)('%j are refused', async (options, message) => {
    const error = await startEmulator(options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(message);
  });

  it('never show an access key', async () => {
    const accessKey = `${'c2VjcmV0'.repeat(5)}!`;
    for (const options of [{ resources: [{ ...beta, accessKey }] }, { resources: accessKey }, { port: accessKey }])
      // oxlint-disable-next-line no-await-in-loop -- one after the other is as fast, and they fail one by one
      await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(/^(?!.*c2VjcmV0)/);
  });

  it('may be undefined, as if they were left out', async () => {
    const options = { port: 0, store: undefined, https: undefined, data: undefined, clock: undefined };
    const emulator = await startEmulator(options as unknown as EmulatorOptions);
    expect(emulator.https).toBeUndefined();
    await emulator.close();
  });

  it.runIf(process.platform === 'linux')('open https with the certificate of the command line', async () => {
    const emulator = await startEmulator({ port: 0, https: true });
    expect(emulator.https?.caPath).toContain(process.env['XDG_CONFIG_HOME']);
    expect(readFileSync(emulator.https?.caPath ?? '', 'utf8')).toContain('BEGIN CERTIFICATE');
    await emulator.close();
  });

  it('keep everything in a folder', async () => {
    const data = folder({})('data');
    const first = await startEmulator({ port: 0, data });
    const made = await fetch(`${first.endpoint}/.emulator/resources/dryflow/keys/primary/regenerate`, {
      method: 'POST',
    });
    expect(made.status).toBe(200);
    await first.close();
    await first.close();
    const second = await startEmulator({ port: 0, data });
    const key = (connectionString: string) => connectionString.split('accesskey=')[1];
    expect(key(second.connectionString)).toBe(key(first.connectionString));
    await second.close();
    await expect(startEmulator({ port: 0, data, faults: ['no'] })).rejects.toThrow('is no fault');
  });
});

describe('the options of runWorkflow and evaluate', () => {
  const flow = { actions: { A: { type: 'Compose', inputs: 1 } } };

  it.each([
    [{ fastforward: true }, "runWorkflow has no option 'fastforward'. Did you mean 'fastForward'?"],
    [{ fastForward: 'yes' }, "runWorkflow: 'fastForward' takes true or false, not 'yes'."],
    [{ mocks: [] }, "runWorkflow: 'mocks' takes an object of answers by the names of actions, not a list."],
    [
      { mocks: { A: [{}, { statuscode: 1 }] } },
      "runWorkflow, mocks.A.1.statuscode: There is no 'statuscode' in an answer. Did you mean 'statusCode'?",
    ],
    [{ mocks: { A: { statusCode: 1 } } }, "mocks.A.statusCode: 'statusCode' must be a whole number from 100 to 599."],
    [{ signal: {} }, "runWorkflow: 'signal' takes an AbortSignal, not such an object."],
    ['now', "runWorkflow takes an object of options, not 'now'."],
  ])('%j are refused', async (options, message) => {
    await expect(runWorkflow(flow, options as object)).rejects.toThrow(message);
  });

  it('are checked for an expression', () => {
    const context = { variable: { n: 1 } } as object;
    expect(() => evaluate("@variables('n')", context)).toThrow(
      "evaluate has no option 'variable'. Did you mean 'variables'?",
    );
    expect(evaluate("@coalesce(item(), 'none')", { item: null })).toBe('none');
  });
});
