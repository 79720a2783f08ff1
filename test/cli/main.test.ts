import { describe, expect, it } from 'vitest';
import { complete } from '../../src/cli/commands/eval-lines.js';
import { duration } from '../../src/cli/progress.js';
import { dryflow, folder } from './terminal.js';

describe('dryflow', () => {
  it('shows its commands', async () => {
    const { exit, out } = await dryflow(['--help']);
    expect(exit).toBe(0);
    for (const command of ['run', 'runs', 'call', 'eval', 'emulator', 'identity', 'connector'])
      expect(out).toContain(`\n  ${command} `);
    expect(out).toContain('Exit codes: 0 done, 1 the run failed, 2 wrong usage');
  });

  it.each([['run'], ['call'], ['emulator'], ['connector', 'call']])(
    '%s shows no default that says nothing',
    async (...command) => {
      const { exit, out } = await dryflow([...command, '--help']);
      expect([exit, out]).toEqual([0, expect.stringContaining('may be repeated')]);
      expect(out).not.toContain('default');
    },
  );

  it('tells its version', async () => {
    expect(await dryflow(['--version'])).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it.each([[[]], [['runn', 'x.yaml']], [['run']], [['run', 'a.yaml', '--nope']], [['emulator', '--nope']]])(
    'refuses %j with 2',
    async (args) => {
      const { exit, err } = await dryflow(args);
      expect(exit).toBe(2);
      expect(err).not.toBe('');
    },
  );

  it.each([
    [['--dry-run'], '--dry-run goes'],
    [['--fast-forward'], '--fast-forward goes'],
    [['--record', 'x', '--json'], '--record goes'],
    [['--mocks', 'x', '--replay', 'x', '--param', 'n=1'], '--param, --mocks, --replay go'],
    [['--workflow', 'x', '--trigger-body', '1', '--connections', 'x'], '--workflow, --trigger-body, --connections go'],
  ])('resumes no run with %j', async (flags, said) => {
    const { exit, err, out } = await dryflow(['run', '--resume', 'last', ...flags]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(`${said} with a new run; a run is resumed as it was started.`);
  });

  it('resumes a run with what says how it is shown and kept', async () => {
    const kept = ['--history', folder({})('h.db'), '--durability', 'none', '--json', '--show-secrets'];
    const { exit, err } = await dryflow(['run', '--resume', 'last', ...kept]);
    expect([exit, err]).toEqual([2, expect.stringContaining('There is no run that could be resumed.')]);
  });
});

describe('dryflow eval', () => {
  it.each([
    ["@concat('a','b')", '"ab"\n'],
    ["concat('a','b')", '"ab"\n'],
    ['@add(9007199254740993, 1)', '9007199254740994\n'],
    ["Hello @{toUpper('you')}!", '"Hello YOU!"\n'],
    ["@appsetting('NAME')", '"value"\n'],
  ])('%s', async (expression, out) => {
    expect(await dryflow(['eval', expression], { env: { NAME: 'value' } })).toMatchObject({ exit: 0, out, err: '' });
  });

  it('tells the type on a terminal', async () => {
    expect((await dryflow(['eval', '@float(5)'], { isTerminal: true })).out).toBe('5.0  Float\n');
  });

  it('takes a context from a file', async () => {
    const at = folder({
      'context.json': '{ "variables": { "n": 4 }, "actions": { "A": { "outputs": { "body": [1] } } } }',
      'list.json': '[]',
    });
    const flags = ['--context', at('context.json')];
    expect(await dryflow(['eval', "@add(variables('n'), first(body('A')))", ...flags])).toMatchObject({
      exit: 0,
      out: '5\n',
    });
    expect(await dryflow(['eval', '@1', '--context', at('list.json')])).toMatchObject({ exit: 2 });
  });

  it('reads expressions line by line where none is given', async () => {
    const input = ['add(1, 2)', '', "concat('a', 'b')"];
    expect(await dryflow(['eval'], { input })).toEqual({ exit: 0, out: '3\n"ab"\n', err: '' });
    const wrong = await dryflow(['eval'], { input: ['nope()', 'add(1, 2)'] });
    expect(wrong).toMatchObject({ exit: 1, out: '3\n', err: expect.stringContaining("'nope'") as string });
  });

  it('helps a person along', async () => {
    const input = ['.help', '.functions', '.nope', 'add(1, 2)', 'nope()', '.exit', 'add(2, 2)'];
    const { exit, out, err } = await dryflow(['eval'], { input, isTerminal: true });
    expect(exit).toBe(0);
    expect(out).toContain('Tab         completes');
    expect(out).toContain(' formatDateTime ');
    expect(out).toContain('3  Integer\n');
    expect(out).not.toContain('4  Integer');
    expect(err).toContain("There is no command '.nope'");
  });

  it('completes the names of functions', () => {
    expect(complete('@concat(toU')).toEqual([['toUpper('], 'toU']);
    expect(complete('@formatd')).toEqual([['formatDateTime('], 'formatd']);
    expect(complete('@')).toEqual([[], '@']);
  });

  it('puts a caret under what is wrong', async () => {
    const { exit, err, out } = await dryflow(['eval', "@add(1, 'x')"]);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^ArgumentType: The template language function 'add' expects its second parameter[^\n]+\n {2}@add\(1, 'x'\)\n {10}\^\^\^\n/,
    );
  });
});

describe('dryflow call', () => {
  it('calls one operation and prints its answer, the token too', async () => {
    const { exit, out, err } = await dryflow([
      'call',
      'acs-identity',
      'CreateCommunicationIdentity',
      '--with',
      'createTokenWithScopes=["chat"]',
    ]);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      identity: { id: expect.stringMatching(/^8:acs:/) as string },
      accessToken: { token: expect.stringMatching(/^eyJ/) as string },
    });
    expect(err).toMatch(/embedded emulator[^\n]*\n {2}201 Created\n$/);
  });

  it("ends with 1 and the service's error when the call fails", async () => {
    const { exit, out } = await dryflow([
      'call',
      'acs-identity',
      'IssueIdentityAccessToken',
      '--with',
      'identityId=8:acs:no_one',
      '--with',
      'scopes=["chat"]',
      '--json',
    ]);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      statusCode: expect.any(Number) as number,
      body: { error: { code: expect.any(String) as string } },
    });
  });

  it.each([
    [['acs-identity', 'Create'], "has no operation 'Create'"],
    [
      ['acs-identity', 'CreateCommunicationIdentity', '--with', 'createTokenWithScope=[]'],
      "Did you mean 'createTokenWithScopes'?",
    ],
    [['nobody', 'Anything'], "There is no connection 'nobody', and no such file."],
  ])('refuses %j', async (args, message) => {
    const { exit, err, out } = await dryflow(['call', ...args]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('(definition)');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 ms'],
    [45.4, '45 ms'],
    [7500, '7.5 s'],
    [15_000, '15 s'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [3 * 3_600_000 + 61_000, '3 h 1 min'],
    [86_400_000 * 3.5, '3 d 12 h'],
  ])('of %d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
});
