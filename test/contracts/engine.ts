// What every implementation of the port Engine must do.
import { describe, expect, it } from 'vitest';
import {
  SuspendedError,
  type Clock,
  type Engine,
  type Run,
  type StartRequest,
  type Startable,
} from '../../src/engines/index.js';
import { memoryHistory, type History } from '../../src/history/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import type { Action, Outcome, RunEvent, StepContext } from '../../src/run/index.js';
import { workflowOf } from '../run/play.js';
import { epoch, manualClock, type ManualClock } from './clock.js';

/** What an engine under test is made of. */
export interface EngineParts {
  readonly action: (type: string) => Action;
  readonly history: History;
  readonly clock: Clock;
}

type Perform = (inputs: Json, context: StepContext) => Promise<Outcome>;

const good = (outputs: Json): Outcome => ({ status: 'Succeeded', code: 'OK', outputs });
const http = (more: JsonObject = {}): JsonObject => ({
  type: 'Http',
  inputs: { method: 'GET', uri: 'http://x' },
  ...more,
});

interface Bench {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly history: History;
  start(actions: Json, more?: Partial<StartRequest>): Run;
}

async function journalOf({ history }: Bench, { id }: Run): Promise<readonly RunEvent[]> {
  return (await history.journal(id)) ?? [];
}

/** A step that ends when the test says so, and what it was given. */
function held() {
  const contexts: StepContext[] = [];
  const ends: ((outcome: Outcome) => void)[] = [];
  let begun: () => void = () => undefined;
  const perform: Perform = (_, context) => {
    contexts.push(context);
    begun();
    return new Promise((resolve) => ends.push(resolve));
  };
  /** Resolves when so many steps have begun. */
  const began = async (count: number) => {
    while (contexts.length < count) await new Promise<void>((resolve) => (begun = resolve)); // oxlint-disable-line no-await-in-loop -- one after the other
  };
  return { perform, contexts, ends, began };
}

export function engineContract(name: string, make: (parts: EngineParts) => Engine): void {
  function bench(perform: Perform, history: History = memoryHistory()): Bench {
    const clock = manualClock();
    const engine = make({ action: (type) => ({ type, step: perform }), history, clock });
    return {
      engine,
      clock,
      history,
      start: (actions, more) =>
        engine.start({
          workflow: workflowOf({ actions }),
          trigger: { name: 'manual', outputs: { body: { a: 1 } } },
          parameters: {},
          appSettings: {},
          ...more,
        }),
    };
  }

  describe(`${name}: an engine`, () => {
    it('runs a workflow to its result', async () => {
      const { start, history } = bench(() => Promise.resolve(good({ statusCode: 200 })));
      const run = start({
        Get: http(),
        Compose: { type: 'Compose', inputs: "@triggerBody()['a']", runAfter: { Get: ['Succeeded'] } },
      });
      expect(await run.result).toEqual({ status: 'Succeeded', outputs: {} });
      expect(await run.response).toBeUndefined();
      expect(await history.list()).toMatchObject([
        { runId: run.id, workflow: 'test', status: 'Succeeded', startTime: epoch },
      ]);
      const ended = (await history.read(run.id))?.filter((event) => event.kind === 'action-ended');
      expect(ended).toMatchObject([{ name: 'Get' }, { name: 'Compose', outputs: 1 }]);
    });

    it('gives an action its inputs, and a context of its own', async () => {
      const seen: [Json, StepContext][] = [];
      const { start } = bench((inputs, context) => {
        seen.push([inputs, context]);
        return Promise.resolve(good(null));
      });
      const loop = { type: 'Foreach', foreach: '@createArray(1, 2)', actions: { Get: http() } };
      const actions = { Loop: loop, Last: http({ runAfter: { Loop: ['Succeeded'] } }) };
      await start(actions).result;
      await start(actions).result;
      expect(seen[0]?.[0]).toEqual({ method: 'GET', uri: 'http://x' });
      expect(seen.map(([, { path }]) => path)).toEqual([
        ...['Loop[0]/Get', 'Loop[1]/Get', 'Last'],
        ...['Loop[0]/Get', 'Loop[1]/Get', 'Last'],
      ]);
      const keys = seen.map(([, { idempotencyKey }]) => idempotencyKey);
      expect(new Set(keys).size).toBe(6); // of each execution and each run
      for (const key of keys) expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    });

    it('answers the caller before the run ends, and only once', async () => {
      const { perform, ends, began } = held();
      const { start } = bench(perform);
      const run = start({
        Answer: { type: 'Response', inputs: { statusCode: 202, body: 'x' } },
        Slow: http({ runAfter: { Answer: ['Succeeded'] } }),
      });
      expect(await run.response).toMatchObject({ statusCode: 202, body: 'x' });
      await began(1);
      ends[0]?.(good(null));
      expect(await run.result).toMatchObject({ status: 'Succeeded' });
    });

    it('tells of every event, in order, when it is in the history', async () => {
      const told: RunEvent[] = [];
      const history = memoryHistory();
      const kept: RunEvent[] = [];
      const watched: History = {
        ...history,
        async append(runId, events) {
          await new Promise((resolve) => setImmediate(resolve)); // as slow as a disk
          await history.append(runId, events);
          kept.push(...events);
        },
      };
      const onEvent = (event: RunEvent) => {
        expect(kept).toContain(event);
        told.push(event);
      };
      const { start } = bench(() => Promise.resolve(good(null)), watched);
      const run = start({ A: http(), B: http({ runAfter: { A: ['Succeeded'] } }) }, { onEvent });
      await run.result;
      expect(told).toEqual(await history.read(run.id));
      expect(told.map(({ kind }) => kind)).toEqual([
        ...['started', 'action-started', 'recorded', 'action-ended', 'action-started', 'recorded', 'action-ended'],
        'ended',
      ]);
    });

    it('sleeps by its clock before an action is tried again', async () => {
      const contexts: StepContext[] = [];
      const { start, clock } = bench((_, context) => {
        contexts.push(context);
        const busy: Outcome = { status: 'Failed', code: 'Busy', retry: contexts.length === 1 ? { after: 2000 } : {} };
        return Promise.resolve(contexts.length < 3 ? busy : good(null));
      });
      const run = start({ Get: http() });
      await clock.next();
      await clock.next();
      expect(await run.result).toMatchObject({ status: 'Succeeded' });
      expect(clock.slept).toEqual(['2026-01-01T00:00:02.0000000Z', '2026-01-01T00:00:17.0000000Z']);
      expect(contexts.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
      expect(new Set(contexts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    });

    it('ends a run that is cancelled: steps are aborted, what comes late is dropped', async () => {
      const { perform, contexts, ends, began } = held();
      const { start, history } = bench(perform);
      const run = start({ A: http(), B: http({ runAfter: { A: ['Succeeded'] } }) });
      await began(1);
      expect(contexts[0]?.signal.aborted).toBe(false);
      run.cancel();
      expect(await run.result).toMatchObject({ status: 'Cancelled' });
      expect(await run.response).toBeUndefined();
      expect(contexts[0]?.signal.aborted).toBe(true);
      const events = await history.read(run.id);
      ends[0]?.(good('late'));
      run.cancel(); // once more does nothing
      await new Promise((resolve) => setImmediate(resolve));
      expect(await history.read(run.id)).toEqual(events);
      expect(events?.filter((event) => event.kind === 'action-ended')).toMatchObject([
        { name: 'A', status: 'Cancelled' },
        { name: 'B', status: 'Skipped' },
      ]);
      expect(contexts).toHaveLength(1);
    });

    it('ends a run that is cancelled while it sleeps', async () => {
      const busy = () => Promise.resolve<Outcome>({ status: 'Failed', code: 'Busy', retry: {} });
      const { start, clock } = bench(busy);
      const run = start({ Get: http() });
      await clock.asleep();
      run.cancel();
      expect(await run.result).toMatchObject({ status: 'Cancelled' });
      expect(clock.sleeping()).toBe(0);
    });

    it('aborts a step that the run no longer waits for', async () => {
      const { perform, contexts, began } = held();
      const { start } = bench(async (inputs, context) =>
        context.path === 'Fast' ? good(null) : perform(inputs, context),
      );
      const run = start({
        Slow: http(),
        Fast: http(),
        End: { type: 'Terminate', inputs: { runStatus: 'Succeeded' }, runAfter: { Fast: ['Succeeded'] } },
      });
      await began(1);
      expect(await run.result).toMatchObject({ status: 'Succeeded' });
      expect(contexts[0]?.signal.aborted).toBe(true);
    });

    it.each<[string, Perform]>([
      ['rejects', () => Promise.reject(new Error('a defect'))],
      [
        'throws',
        () => {
          throw new Error('a defect');
        },
      ],
    ])('lets the defect of an action that %s through: it is no failure of the action', async (_, broken) => {
      const { perform, contexts, began } = held();
      const { start } = bench(async (inputs, context) => {
        if (context.path === 'Slow') return perform(inputs, context);
        await began(1);
        return broken(inputs, context);
      });
      const run = start({ Slow: http(), Bad: http() });
      await expect(run.result).rejects.toThrow('a defect');
      expect(await run.response).toBeUndefined();
      expect(contexts[0]?.signal.aborted).toBe(true); // nothing goes on behind it
    });

    it('fails where its history does', async () => {
      const history = { ...memoryHistory(), append: () => Promise.reject(new Error('The disk is full.')) };
      const run = bench(() => Promise.resolve(good(null)), history).start({ Get: http() });
      await expect(run.result).rejects.toThrow('The disk is full.');
    });

    it('keeps runs apart that go on at the same time', async () => {
      const { perform, contexts, ends, began } = held();
      const { start, history } = bench(perform);
      const actions = {
        Get: http(),
        Compose: { type: 'Compose', inputs: "@concat(triggerBody(), body('Get'))", runAfter: { Get: ['Succeeded'] } },
      };
      const told: [string, string][] = [];
      const [a, b] = ['a', 'b'].map((body) =>
        start(actions, {
          trigger: { name: 'manual', outputs: { body } },
          onEvent: ({ kind }) => void told.push([body, kind]),
        }),
      );
      if (!a || !b) throw new Error('There are no runs.');
      expect(a.id).not.toBe(b.id);
      await began(2);
      ends[1]?.(good({ body: '2' }));
      expect(await b.result).toMatchObject({ status: 'Succeeded' });
      ends[0]?.(good({ body: '1' }));
      expect(await a.result).toMatchObject({ status: 'Succeeded' });
      expect(contexts[0]?.idempotencyKey).not.toBe(contexts[1]?.idempotencyKey);
      const outputs = async (run: Run) =>
        (await history.read(run.id))?.flatMap((event) =>
          event.kind === 'action-ended' && event.name === 'Compose' ? [event.outputs] : [],
        );
      expect([await outputs(a), await outputs(b)]).toEqual([['a1'], ['b2']]);
      expect(told.filter(([body]) => body === 'a').map(([, kind]) => kind)).toEqual(
        told.filter(([body]) => body === 'b').map(([, kind]) => kind),
      );
    });

    it('carries on through more actions than one turn takes', async () => {
      const { start } = bench(() => Promise.resolve(good(null)));
      const names = Array.from({ length: 1000 }, (_, at) => `A${at}`);
      const actions = Object.fromEntries(
        names.map((each, at) => [
          each,
          { type: 'Compose', inputs: at, runAfter: at === 0 ? {} : { [`A${at - 1}`]: ['Succeeded'] } },
        ]),
      );
      expect(await start(actions).result).toMatchObject({ status: 'Succeeded' });
    });

    it('closes when the runs that go on are cancelled and ended', async () => {
      const { perform, began } = held();
      const { engine, start } = bench(perform);
      const runs = [start({ A: http() }), start({ A: http() })];
      await began(2);
      await engine.close();
      expect(await Promise.all(runs.map(({ result }) => result))).toMatchObject([
        { status: 'Cancelled' },
        { status: 'Cancelled' },
      ]);
      await engine.close();
    });

    it('gives an action that waits its answer from outside, once', async () => {
      const { start } = bench(() => Promise.resolve(good({ statusCode: 200 })));
      const hook = { type: 'HttpWebhook', inputs: { subscribe: { method: 'POST', uri: 'http://x' } } };
      let waiting: () => void = () => undefined;
      const waits = new Promise<void>((resolve) => (waiting = resolve));
      const run = start({ Hook: hook }, { onEvent: ({ kind }) => kind === 'action-waiting' && waiting() });
      await waits;
      await new Promise((resolve) => setImmediate(resolve));
      expect(run.deliver('Other', good(1))).toBe(false);
      expect(run.deliver('HOOK', good({ body: 42 }))).toBe(true);
      expect(run.deliver('Hook', good({ body: 43 }))).toBe(false);
      expect(await run.result).toMatchObject({ status: 'Succeeded' });
    });

    it('loses no outcome that comes while a cancellation is recorded', async () => {
      const { perform, ends, began } = held();
      const kept = memoryHistory();
      const slow: History = {
        ...kept,
        async append(...given) {
          await new Promise((resolve) => setImmediate(resolve));
          await kept.append(...given);
        },
      };
      const { start } = bench(perform, slow);
      const request = { method: 'POST', uri: 'http://x' };
      const hook = { type: 'HttpWebhook', inputs: { subscribe: request, unsubscribe: request } };
      const run = start({ Hook: hook });
      await began(1);
      ends[0]?.(good({ statusCode: 200 }));
      expect(run.deliver('Hook', good({ body: 42 }))).toBe(true);
      await began(2);
      run.cancel();
      ends[1]?.(good({ statusCode: 200 })); // the subscription's end, which the run waits for in any case
      expect(await run.result).toMatchObject({ status: 'Cancelled' });
    });

    it('takes no answer for an action that has waited too long', async () => {
      const { start, clock } = bench(() => Promise.resolve(good({ statusCode: 200 })));
      const hook = {
        type: 'HttpWebhook',
        limit: { timeout: 'PT1M' },
        inputs: { subscribe: { method: 'POST', uri: 'http://x' } },
      };
      const last = {
        type: 'Wait',
        inputs: { interval: { count: 1, unit: 'Hour' } },
        runAfter: { Hook: ['TimedOut'] },
      };
      let waiting: () => void = () => undefined;
      const waits = new Promise<void>((resolve) => (waiting = resolve));
      const run = start(
        { Hook: hook, Last: last },
        { onEvent: (event) => event.kind === 'action-started' && event.name === 'Last' && waiting() },
      );
      await clock.next();
      await waits;
      await clock.asleep();
      expect(run.deliver('Hook', good({ body: 42 }))).toBe(false);
      await clock.next();
      expect(await run.result).toMatchObject({ status: 'Succeeded' });
    });

    it('goes on with a run that was suspended: what was recorded is not done again', async () => {
      const { perform, contexts, ends, began } = held();
      const made = bench(perform);
      const workflow = workflowOf({ actions: { A: http(), B: http({ runAfter: { A: ['Succeeded'] } }) } });
      const run = made.start({}, { workflow });
      await began(1);
      ends[0]?.(good(null));
      await began(2);
      run.suspend();
      await expect(run.result).rejects.toBeInstanceOf(SuspendedError);
      expect(contexts[1]?.signal.aborted).toBe(true);
      const again = made.engine.resume(await journalOf(made, run), { workflow });
      await began(3);
      expect(contexts.map(({ path }) => path)).toEqual(['A', 'B', 'B']);
      expect(contexts[2]?.idempotencyKey).toBe(contexts[1]?.idempotencyKey);
      ends[2]?.(good(null));
      expect(await again.result).toMatchObject({ status: 'Succeeded' });
      expect(await made.history.list()).toMatchObject([{ runId: run.id, status: 'Succeeded' }]);
    });

    it('cannot go on with a run whose record has no beginning', () => {
      const { engine } = bench(() => Promise.resolve(good(null)));
      expect(() => engine.resume([], { workflow: workflowOf({ actions: {} }) })).toThrow('has no beginning');
    });

    describe('runs a child workflow', () => {
      const call = {
        Call: {
          type: 'Workflow',
          inputs: { host: { workflow: { id: 'child' } }, body: { n: 21 }, retryPolicy: { type: 'none' } },
        },
      };
      const childOf = (actions: Json): Startable => ({
        workflow: workflowOf({ actions }),
        parameters: {},
        appSettings: {},
      });
      const outputsOf = async (actions: Json, history = memoryHistory()) => {
        const child = childOf(actions);
        const { start } = bench(() => Promise.resolve(good(null)), history);
        const run = start(call, { children: (called) => (called === 'child' ? child : undefined) });
        await run.result;
        const ended = (await history.read(run.id))?.find((event) => event.kind === 'action-ended');
        return ended?.kind === 'action-ended' ? ended : undefined;
      };
      const answer = (statusCode: Json, body: Json) => ({ type: 'Response', inputs: { statusCode, body } });

      it('to its answer', async () => {
        const ended = await outputsOf([{ Answer: answer(200, { twice: "@mul(triggerBody()['n'], 2)" }) }]);
        expect(ended).toMatchObject({
          status: 'Succeeded',
          code: 'OK',
          outputs: { statusCode: 200, body: { twice: 42 } },
        });
      });

      it('that answers with an error: the action has failed', async () => {
        expect(await outputsOf([{ Answer: answer(400, 'no') }])).toMatchObject({
          status: 'Failed',
          code: 'BadRequest',
          outputs: { statusCode: 400 },
        });
      });

      it('that answers and then fails: the action has succeeded', async () => {
        const actions = [{ Answer: answer(200, 1) }, { Bad: { type: 'Compose', inputs: '@div(1, 0)' } }];
        expect(await outputsOf(actions)).toMatchObject({ status: 'Succeeded' });
      });

      it('that ends without an answer: the gateway says so', async () => {
        const ended = await outputsOf([{ A: { type: 'Compose', inputs: 1 } }]);
        expect(ended).toMatchObject({
          status: 'Failed',
          code: 'BadGateway',
          outputs: { statusCode: 502, body: { error: { code: 'NoResponse' } } },
        });
      });

      it('that waits with a parent that is suspended, and goes on with it', async () => {
        const { perform, contexts, ends, began } = held();
        const made = bench(perform);
        const workflow = workflowOf({ actions: call });
        const child = childOf([{ Slow: http() }, { Answer: answer(200, 1) }]);
        const run = made.start({}, { workflow, children: () => child });
        await began(1);
        run.suspend();
        await expect(run.result).rejects.toBeInstanceOf(SuspendedError);
        await made.engine.idle();
        expect(contexts[0]?.signal.aborted).toBe(true);
        expect((await made.history.list()).map(({ status }) => status)).toEqual(['Running', 'Running']);
        const again = made.engine.resume(await journalOf(made, run), { workflow, children: () => child });
        await began(2);
        ends[1]?.(good(null));
        expect(await again.result).toMatchObject({ status: 'Succeeded' });
        expect((await made.history.list()).map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
      });

      it('that has answered, and goes on with a parent that is resumed before it has heard', async () => {
        const { perform, contexts, ends, began } = held();
        const made = bench(perform);
        const workflow = workflowOf({ actions: call });
        const child = childOf([{ Answer: answer(200, 1) }, { Slow: http() }]);
        const run = made.start({}, { workflow, children: () => child });
        await began(1);
        expect(await run.result).toMatchObject({ status: 'Succeeded' });
        made.engine.suspend();
        await made.engine.idle();
        // The record of a parent that was lost with the outcome of its call on the way.
        const journal = (await made.history.journal(run.id)) ?? [];
        await made.history.delete([run.id]);
        await made.history.append(run.id, journal.slice(0, 2));
        const again = made.engine.resume(await journalOf(made, run), { workflow, children: () => child });
        expect(await again.result).toMatchObject({ status: 'Succeeded' });
        await began(2);
        expect(contexts[1]?.idempotencyKey).toBe(contexts[0]?.idempotencyKey);
        ends[1]?.(good(null));
        await made.engine.idle();
        expect((await made.history.list()).map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
      });

      it('that goes on after its answer: the engine is idle when that has ended, too', async () => {
        const { perform, ends, began } = held();
        const made = bench(perform);
        const child = childOf([{ Answer: answer(200, 1) }, { Slow: http() }]);
        await made.start(call, { children: () => child }).result;
        await began(1);
        const idle = made.engine.idle();
        ends[0]?.(good(null));
        await idle;
        expect((await made.history.list()).map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
      });

      it('as a run of its own in the history', async () => {
        const history = memoryHistory();
        await outputsOf([{ Answer: answer(200, 1) }], history);
        expect(await history.list()).toHaveLength(2);
      });

      it('that is not there', async () => {
        const { start, history } = bench(() => Promise.resolve(good(null)));
        const run = start(call);
        expect(await run.result).toMatchObject({ status: 'Failed' });
        expect((await history.read(run.id))?.find((event) => event.kind === 'action-ended')).toMatchObject({
          code: 'WorkflowNotFound',
          error: { message: expect.stringContaining("There is no workflow 'child' to start.") as string },
        });
      });

      it('that waits for a call from outside', async () => {
        const hook = { type: 'HttpWebhook', inputs: { subscribe: { method: 'POST', uri: 'http://x' } } };
        const child = childOf([{ Hook: hook }, { Answer: answer(200, "@body('Hook')") }]);
        const { engine, start, history } = bench(() => Promise.resolve(good({ statusCode: 200 })));
        let waiting: () => void = () => undefined;
        const waits = new Promise<void>((resolve) => (waiting = resolve));
        const run = start(call, {
          children: () => child,
          callbackBase: 'http://127.0.0.1:1',
          learn: ({ kind }) => kind === 'action-waiting' && waiting(),
        });
        await waits;
        await new Promise((resolve) => setImmediate(resolve));
        const inner = (await history.list()).find(({ runId }) => runId !== run.id);
        const callee = engine.callee(inner?.runId ?? '');
        expect(callee?.start.callbackBase).toBe('http://127.0.0.1:1');
        expect(callee?.deliver('Hook', good({ body: 42 }))).toBe(true);
        expect(await run.result).toMatchObject({ status: 'Succeeded' });
        expect(engine.callee('none')).toBeUndefined();
      });

      it('that starts itself without end', async () => {
        const history = memoryHistory();
        const { start } = bench(() => Promise.resolve(good(null)), history);
        const again = { Call: { type: 'Workflow', inputs: { host: { workflow: { id: 'child' } } } } };
        const child: Startable = { ...childOf(again), children: () => child };
        const run = start(again, { children: () => child });
        expect(await run.result).toMatchObject({ status: 'Failed' });
        expect(await history.list()).toHaveLength(17); // nobody tries again
      });
    });
  });
}
