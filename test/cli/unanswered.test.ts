// What people are told of a child workflow that gave no answer.
import { describe, expect, it } from 'vitest';
import { dryflow, folder } from './terminal.js';

const starts = (workflow: string) =>
  `{ type: Workflow, inputs: { host: { workflow: { id: ${workflow} } }, retryPolicy: { type: fixed, interval: PT5S, count: 1 } } }`;
const asked = 'triggers: { manual: { type: Request, kind: Http } }\nactions:\n';
const answers = '  - Answer: { type: Response, kind: Http, inputs: { statusCode: 200 } }\n';
const fails = `${asked}  - Call: { type: Compose, inputs: "@int('x')" }\n${answers}`;
const noResponse = 'Ask: NoResponse: The server did not receive a response from an upstream server.';

const flows = {
  'plain.yaml': `actions: [{ Ask: ${starts('fails')} }]`,
  'deep.yaml': `actions: [{ Ask: ${starts('middle')} }]`,
  'loop.yaml': `actions: [{ Each: { type: Foreach, foreach: [1], actions: [{ Ask: ${starts('fails')} }] } }]`,
  'silent.yaml': `actions: [{ Ask: ${starts('quiet')} }]`,
  'ended.yaml': `actions: [{ Ask: ${starts('ends')} }]`,
  'answered.yaml': `actions: [{ Ask: ${starts('refuses')} }]`,
  'fails.yaml': fails,
  'middle.yaml': `${asked}  - Go: ${starts('fails')}\n${answers}`,
  'quiet.yaml': `${asked}  - Work: { type: Compose, inputs: 1 }\n`,
  'ends.yaml': `${asked}  - End: { type: Terminate, inputs: { runStatus: Failed, runError: { code: E1, message: no } } }\n${answers}`,
  'refuses.yaml': `${asked}  - Answer: { type: Response, kind: Http, inputs: { statusCode: 400 } }\n`,
};

describe('a child without an answer', () => {
  it.each([
    ['plain', ["'fails' failed at Call: InvalidTemplate: "]],
    ['deep', ["'middle' failed at Go: NoResponse: ", "'fails' failed at Call: InvalidTemplate: "]],
    ['loop', ["'fails' failed at Call: InvalidTemplate: "]],
    ['silent', ["'quiet' ended without a Response."]],
    ['ended', ["'ends' ended: E1: no"]],
    ['answered', []],
  ])('%s', async (name, told) => {
    const at = folder(flows);
    const history = at('h.db');
    const fast = [at(`${name}.yaml`), '--fast-forward'];
    const unkept = await dryflow(['run', ...fast, '--history', 'none']);
    const kept = await dryflow(['run', ...fast, '--history', history]);
    const shown = await dryflow(['runs', 'show', 'last', '--history', history]);
    const pointers = (out: string) => out.split('\n').filter((line) => line.startsWith('  → '));
    const lines = told.map((each) => expect.stringContaining(`  → ${each}`) as string);
    const toShow = told.slice(0, 1).map(() => expect.stringMatching(/^ {2}→ dryflow runs show \S+-\S+-\S+/) as string);
    expect(unkept.exit).toBe(1);
    expect(pointers(unkept.out)).toEqual(lines);
    expect(pointers(kept.out)).toEqual([...lines, ...toShow]);
    expect(pointers(shown.out)).toEqual([...lines, ...toShow]);
  });

  it('is shown by the command that is told', async () => {
    const at = folder(flows);
    const { out } = await dryflow(['run', at('plain.yaml'), '--fast-forward', '--history', at('h.db')]);
    expect(out).toContain(noResponse);
    const [, command = ''] = /→ dryflow (runs show .*)\n/.exec(out) ?? [];
    expect((await dryflow(command.split(' '))).out).toMatch(/^fails {2}Failed[^]*✗ Call/);
  });

  it('is not looked for where a mock answers', async () => {
    const at = folder({ ...flows, 'mocks.yaml': 'Ask: { statusCode: 500 }' });
    const { exit, out } = await dryflow([
      'run',
      at('plain.yaml'),
      '--mocks',
      at('mocks.yaml'),
      '--fast-forward',
      '--history',
      'none',
    ]);
    expect([exit, out]).toEqual([1, expect.not.stringContaining('failed at') as string]);
  });
});
