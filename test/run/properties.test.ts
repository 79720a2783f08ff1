// What holds for every definition without shared variables.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, stringifyJson, type Json } from '../../src/json.js';
import { interpreter, restore, type Command, type Turn } from '../../src/run/index.js';
import type { Workflow } from '../../src/workflow/index.js';
import {
  endedIn,
  epoch,
  eventsOf,
  play,
  replay,
  startOf,
  workflowOf,
  type Answer,
  type Due,
  type Played,
  cancel,
} from './play.js';
import { implied } from './reference.js';
import { definitionOf, trees, type Node, type Status } from './shapes.js';

/** What an Http action does: end at once, after a poll, after a retry, or never well. */
const fates = ['ok', 'ok', 'ok', 'fail', 'late', 'poll', 'retry', 'give up', 'skip'] as const;
type FateName = (typeof fates)[number];

const ends: { readonly [fate in FateName]: Status } = {
  ok: 'Succeeded',
  fail: 'Failed',
  late: 'TimedOut',
  poll: 'Succeeded',
  retry: 'Succeeded',
  'give up': 'Failed',
  skip: 'Skipped',
};

const setting = fc.record({
  tree: trees,
  fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 7 }),
  order: fc.integer(),
});

const runs = { numRuns: 100 };

function fateOf(names: readonly FateName[], path: string): FateName {
  const sum = Array.from(path).reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) % 65521, 7);
  return names[sum % names.length] ?? 'ok';
}

function answerWith(names: readonly FateName[]): Answer {
  return ({ path, attempt, cursor }) => {
    const fate = fateOf(names, path);
    if (fate === 'poll' && cursor === undefined) return { again: { after: 3000, cursor: { page: 2 } } };
    if (fate === 'give up' || (fate === 'retry' && attempt === 0)) return { status: 'Failed', code: '429', retry: {} };
    return { status: ends[fate], code: 'Done', outputs: { path } };
  };
}

/** Takes what is due in an order that a number decides. */
function shuffled(order: number): (due: readonly Due[]) => number {
  let state = order >>> 0;
  return (due) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return due.length === 0 ? 0 : (state >>> 8) % due.length;
  };
}

interface Setting {
  readonly tree: readonly Node[];
  readonly fates: readonly FateName[];
  readonly order: number;
}

function playSetting(workflow: Workflow, { fates: names, order }: Setting): Played {
  return play(workflow, startOf(), answerWith(names), shuffled(order));
}

/** A turn as text: equal turns are equal byte by byte. */
function textOf(turn: Turn): string {
  return stringifyJson(turn as unknown as Json);
}

test('whatever the order of outcomes, the statuses are those that runAfter and roll-up imply, and every run ends', () => {
  fc.assert(
    fc.property(setting, (each) => {
      const { run, turns } = playSetting(workflowOf(definitionOf(each.tree)), each);
      const wanted = implied(each.tree, (path) => ends[fateOf(each.fates, path)]);
      const ended = endedIn(turns);
      expect(run.result?.status).toBe(wanted.run);
      expect(new Map([...ended].map(([path, { status }]) => [path, status]))).toEqual(wanted.actions);
      expect(eventsOf(turns).filter(({ kind }) => kind === 'action-ended')).toHaveLength(ended.size);
    }),
    runs,
  );
});

test('two orders of outcomes end in the same statuses', () => {
  fc.assert(
    fc.property(setting, fc.integer(), (each, order) => {
      const workflow = workflowOf(definitionOf(each.tree));
      const [one, other] = [playSetting(workflow, each), playSetting(workflow, { ...each, order })];
      const statuses = ({ turns }: Played) =>
        new Map([...endedIn(turns)].map(([path, { status, code }]) => [path, `${status} ${code}`]));
      expect(statuses(one)).toEqual(statuses(other));
      expect(one.run.result).toEqual(other.run.result);
    }),
    runs,
  );
});

test('the same journal gives the same turns, byte by byte (invariant 1)', () => {
  fc.assert(
    fc.property(setting, (each) => {
      const workflow = workflowOf(definitionOf(each.tree));
      const { turns, journal } = playSetting(workflow, each);
      expect(replay(workflow, startOf(), journal).map(textOf)).toEqual(turns.map(textOf));
    }),
    runs,
  );
});

test('a snapshot and back, at any point, changes nothing in what follows', () => {
  fc.assert(
    fc.property(setting, fc.infiniteStream(fc.nat(3)), (each, coins) => {
      const workflow = workflowOf(definitionOf(each.tree));
      const { turns, journal, run: whole } = playSetting(workflow, each);
      let run = interpreter(workflow, startOf());
      const again = [run.start(epoch)];
      for (const done of journal) {
        if (coins.next().value === 0) run = restore(workflow, parseJson(stringifyJson(run.snapshot())));
        again.push(run.done(done));
      }
      expect(again.map(textOf)).toEqual(turns.map(textOf));
      expect(stringifyJson(run.snapshot())).toBe(stringifyJson(whole.snapshot()));
    }),
    { numRuns: 60 },
  );
});

test('cancelling at any point ends every action, once, and takes back every command that is out', () => {
  fc.assert(
    fc.property(setting, fc.nat(30), (each, at) => {
      const workflow = workflowOf(definitionOf(each.tree));
      const { journal } = playSetting(workflow, each);
      const before = journal.slice(0, Math.min(at, Math.max(journal.length - 1, 0)));
      const run = interpreter(workflow, startOf());
      const turns = [run.start(epoch), ...before.map((done) => run.done(done))];
      const out = stillOut(
        turns,
        before.map(({ key }) => key),
      );
      if (run.result) return;
      const last = cancel(run, before.at(-1)?.at ?? epoch);
      expect(run.result).toMatchObject({ status: 'Cancelled' });
      expect(new Set(last.commands.map((command) => (command.op === 'cancel' ? command.key : command.op)))).toEqual(
        out,
      );
      const ended = eventsOf([...turns, last]).filter(({ kind }) => kind === 'action-ended');
      const started = eventsOf(turns).filter((event) => event.kind === 'action-started');
      const paths = endedIn([...turns, last]);
      expect(ended).toHaveLength(paths.size);
      expect(started.filter(({ path }) => !paths.has(path))).toEqual([]);
    }),
    runs,
  );
});

function keysOf(commands: readonly Command[]): string[] {
  return commands.flatMap((command) => ('key' in command ? [command.key] : []));
}

function stillOut(turns: readonly Turn[], done: readonly string[]): Set<string> {
  const out = new Set(turns.flatMap(({ commands }) => keysOf(commands)));
  for (const key of done) out.delete(key);
  return out;
}

describe('iterations in flight', () => {
  test('are never more than the loop allows, and inside another loop one', () => {
    fc.assert(
      fc.property(setting, (each) => {
        const { turns, journal } = playSetting(workflowOf(definitionOf(each.tree)), each);
        const allowed = widths(each.tree, false);
        const out = new Set<string>();
        for (const [at, turn] of turns.entries()) {
          for (const key of keysOf(turn.commands)) out.add(key);
          for (const [loop, indexes] of inFlight(out))
            expect(indexes.size).toBeLessThanOrEqual(allowed.get(loop.split('/').at(-1) ?? '') ?? 0);
          out.delete(journal[at]?.key ?? '');
        }
      }),
      runs,
    );
  });
});

/** How many iterations of each loop may run at once, by the loop's name. */
function widths(nodes: readonly Node[], inLoop: boolean): Map<string, number> {
  const found = new Map<string, number>();
  for (const { name, what } of nodes) {
    if (what.kind === 'foreach') found.set(name, inLoop ? 1 : what.width || 20);
    if (what.kind === 'until') found.set(name, 1);
    const inside = [
      ...('body' in what ? what.body : []),
      ...('second' in what ? what.second : []),
      ...('otherwise' in what ? what.otherwise : []),
    ];
    for (const [loop, width] of widths(inside, inLoop || what.kind === 'foreach')) found.set(loop, width);
  }
  return found;
}

/** The iterations that wait for something, by their loop's path. */
function inFlight(keys: ReadonlySet<string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const key of keys) {
    for (const { 1: index = '', index: at } of key.matchAll(/\[(\d+)\]/g)) {
      const loop = key.slice(0, at);
      found.set(loop, (found.get(loop) ?? new Set()).add(index));
    }
  }
  return found;
}
