import { describe, expect, it } from 'vitest';
import { treeOf, view, type TreeNode } from '../../src/history/index.js';
import type { Json } from '../../src/json.js';
import { answersBy, eventsOf, play, startOf, workflowOf } from '../run/play.js';

const http = (runAfter: Json = {}) => ({ type: 'Http', inputs: { method: 'GET', uri: 'http://x' }, runAfter });

function treeFor(actions: Json, answers: { readonly [name: string]: Json } = {}) {
  const { turns } = play(workflowOf({ actions }), startOf(), answersBy(answers));
  return treeOf(view(eventsOf(turns)));
}

/** A tree as text: what stands in what, and how it ended. */
function drawn(nodes: readonly TreeNode[]): Json {
  return nodes.map(({ path, execution, children, iterations }) => {
    const line = `${path} ${execution.status}`;
    if (iterations.length > 0)
      return [line, ...iterations.map((each) => [`[${each.index}] ${each.status}`, drawn(each.children)])];
    return children.length > 0 ? [line, drawn(children)] : line;
  });
}

describe('the tree of a run', () => {
  it('has actions in scopes, conditions and loops, whatever stands in what', () => {
    const actions = {
      Try: {
        type: 'Scope',
        actions: {
          Each: {
            type: 'Foreach',
            foreach: '@createArray(1, 2)',
            actions: {
              Check: { type: 'If', expression: true, actions: { Get: http() }, else: { actions: { No: http() } } },
            },
          },
        },
      },
      After: http({ Try: ['Succeeded'] }),
    };
    expect(drawn(treeFor(actions, { Get: 200, After: 200 }))).toEqual([
      [
        'Try Succeeded',
        [
          [
            'Each Succeeded',
            ['[0] Succeeded', [['Each[0]/Check Succeeded', ['Each[0]/No Skipped', 'Each[0]/Get Succeeded']]]],
            ['[1] Succeeded', [['Each[1]/Check Succeeded', ['Each[1]/No Skipped', 'Each[1]/Get Succeeded']]]],
          ],
        ],
      ],
      'After Succeeded',
    ]);
  });

  it('says which iterations failed, and that none did where failures were handled', () => {
    const loop = (inside: Json) => ({ Each: { type: 'Foreach', foreach: '@createArray(1, 2)', actions: inside } });
    const answers = { Get: 200, Note: 200, 'Each[1]/Get': 404 };
    expect(drawn(treeFor(loop({ Get: http() }), answers))).toEqual([
      ['Each Failed', ['[0] Succeeded', ['Each[0]/Get Succeeded']], ['[1] Failed', ['Each[1]/Get Failed']]],
    ]);
    const handled = loop({ Get: http(), Note: http({ Get: ['Succeeded', 'Failed'] }) });
    expect(drawn(treeFor(handled, answers))).toMatchObject([
      ['Each Succeeded', ['[0] Succeeded', {}], ['[1] Succeeded', {}]],
    ]);
  });

  it('has what was skipped inside what was skipped, and takes names with brackets', () => {
    const actions = {
      'A[1]': http(),
      Later: { type: 'Scope', runAfter: { 'A[1]': ['Succeeded'] }, actions: { In: http() } },
    };
    expect(drawn(treeFor(actions, { 'A[1]': 404 }))).toEqual(['A[1] Failed', ['Later Skipped', ['In Skipped']]]);
  });

  it('takes time in proportion to a long loop', () => {
    const count = 5000;
    const loop = {
      type: 'Foreach',
      foreach: `@range(0, ${count})`,
      actions: { Get: { type: 'Compose', inputs: '@item()' } },
    };
    const [each] = treeFor({ Loop: loop });
    expect(each?.iterations).toHaveLength(count);
    expect(each?.iterations.at(-1)).toMatchObject({ index: count - 1, status: 'Succeeded' });
  });
});
