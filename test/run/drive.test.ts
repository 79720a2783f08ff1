import { describe, expect, test, vi } from 'vitest';
import type { Json } from '../../src/json.js';
import {
  drive,
  interpreter,
  JournalError,
  type Command,
  type Done,
  type Host,
  type Recorder,
  type RunEvent,
} from '../../src/run/index.js';
import { answersBy, commandText, instant, startOf, workflowOf } from './play.js';

const get = { type: 'Http', inputs: { method: 'GET', uri: 'https://x' } };

interface FakeHost extends Host {
  /** Makes the call of `next` that is waiting fail. */
  fail(error: Error): void;
}

/** A host with a queue: steps that have an answer are answered at once, the others never. */
function fakeHost(
  answers: { readonly [name: string]: Json },
  log: string[],
  onWait: () => void = () => undefined,
): FakeHost {
  const queue: Done[] = [];
  const answer = answersBy(answers);
  let clock = 0;
  let reject: (error: Error) => void = () => undefined;
  const now = () => instant(clock++);
  const finish = (command: Command) => {
    if (command.op === 'step' && command.path in answers)
      queue.push({ key: command.key, at: now(), outcome: answer(command) });
    if (command.op === 'sleep' || command.op === 'tick')
      queue.push({ key: command.key, at: now(), outcome: { woken: true } });
  };
  return {
    now,
    perform(command) {
      log.push(`perform ${commandText(command)}`);
      finish(command);
    },
    next() {
      log.push('next');
      const done = queue.shift();
      if (done) return Promise.resolve(done);
      return new Promise((_, fails) => {
        reject = fails;
        onWait();
      });
    },
    fail: (error) => reject(error),
  };
}

/** Records slowly, and tells when it has begun and when it has finished. */
function slowRecorder(log: string[]): Recorder {
  return async (events) => {
    const what = events
      .map((event) => (event.kind === 'recorded' ? `recorded ${event.seq} ${event.key}` : event.kind))
      .join(' ');
    log.push(`record [${what}]`);
    await Promise.resolve();
    await Promise.resolve();
    log.push('safe');
  };
}

const runOf = (actions: Json) => interpreter(workflowOf({ actions }), startOf());

test('every outcome is recorded, with what follows from it, before that is performed', async () => {
  const log: string[] = [];
  const result = await drive(
    runOf([{ A: get }, { B: get }]),
    fakeHost({ A: [503, 200], B: 404 }, log),
    slowRecorder(log),
  );
  expect(result).toMatchObject({ status: 'Failed' });
  expect(log.join('\n')).toBe(
    `record [started action-started]
safe
perform step A#0.0
next
record [recorded 0 A#0.0 action-retried]
safe
perform sleep A#1.0~sleep until 2026-01-01T00:00:08.5000000Z
next
record [recorded 1 A#1.0~sleep]
safe
perform step A#1.0
next
record [recorded 2 A#1.0 action-ended action-started]
safe
perform step B#0.0
next
record [recorded 3 B#0.0 action-ended ended]
safe`,
  );
});

test('a run without steps asks for no outcome, and its last commands are performed', async () => {
  const log: string[] = [];
  const result = await drive(
    runOf([{ Answer: { type: 'Response', inputs: { statusCode: 204 } } }]),
    fakeHost({}, log),
    () => undefined,
  );
  expect(result).toEqual({ status: 'Succeeded', outputs: {} });
  expect(log).toEqual(['perform respond 204']);
});

test('ticks go through the host like any other command', async () => {
  const log: string[] = [];
  const actions = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [`A${at}`, { type: 'Compose', inputs: at }]),
  );
  await drive(runOf(actions), fakeHost({}, log), () => undefined);
  expect(log).toEqual(['perform tick tick#0', 'next']);
});

describe('cancelling', () => {
  test('while it waits ends the run, with its steps taken back', async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const host = fakeHost({}, log, () => controller.abort());
    const result = await drive(runOf([{ A: get }, { B: get }]), host, slowRecorder(log), {
      cancelled: controller.signal,
    });
    expect(result).toEqual({
      status: 'Cancelled',
      error: { code: 'Cancelled', message: 'The workflow run was cancelled.' },
      outputs: {},
    });
    expect(log.slice(-4)).toEqual([
      'next',
      'record [recorded 0 cancel action-ended action-ended ended]',
      'safe',
      'perform cancel A#0.0',
    ]);
  });

  test('what the host says after that is dropped, an error too', async () => {
    const controller = new AbortController();
    const host = fakeHost({}, [], () => controller.abort());
    await expect(
      drive(runOf([{ A: get }]), host, () => undefined, { cancelled: controller.signal }),
    ).resolves.toMatchObject({
      status: 'Cancelled',
    });
    host.fail(new Error('too late')); // an unhandled rejection would fail the test run
    await Promise.resolve();
  });

  test('before it waits: no outcome is asked for', async () => {
    const log: string[] = [];
    const result = await drive(runOf([{ A: get }]), fakeHost({ A: 200 }, log), () => undefined, {
      cancelled: AbortSignal.abort(),
    });
    expect(result.status).toBe('Cancelled');
    expect(log).toEqual(['perform step A#0.0', 'perform cancel A#0.0']);
  });

  test('does not undo a run that is over', async () => {
    const result = await drive(runOf([{ A: { type: 'Compose', inputs: 1 } }]), fakeHost({}, []), () => undefined, {
      cancelled: AbortSignal.abort(),
    });
    expect(result.status).toBe('Succeeded');
  });

  test('a signal that is never used is left as it was', async () => {
    const { signal } = new AbortController();
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    await drive(runOf([{ A: get }, { B: get }]), fakeHost({ A: 200, B: 200 }, []), () => undefined, {
      cancelled: signal,
    });
    expect(add).toHaveBeenCalledTimes(2);
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(add.mock.calls.map(([, listener]) => listener));
  });
});

describe("an engine's own error goes through (invariant 7)", () => {
  const shutdown = new Error('the engine shuts down');

  test.each([
    ['with a signal', { cancelled: new AbortController().signal }],
    ['without one', {}],
  ])('from next, %s', async (_, options) => {
    const log: string[] = [];
    const host: FakeHost = fakeHost({}, log, () => host.fail(shutdown));
    await expect(drive(runOf([{ A: get }]), host, slowRecorder(log), options)).rejects.toBe(shutdown);
    expect(log).toEqual(['record [started action-started]', 'safe', 'perform step A#0.0', 'next']);
  });

  test('from the record: what was not recorded is not performed', async () => {
    const log: string[] = [];
    await expect(drive(runOf([{ A: get }]), fakeHost({ A: 200 }, log), () => Promise.reject(shutdown))).rejects.toBe(
      shutdown,
    );
    expect(log).toEqual([]);
  });

  test('from the record of an outcome: it is not acted on', async () => {
    const log: string[] = [];
    const run = runOf([{ A: get }, { B: get }]);
    const record: Recorder = ([event]) => {
      if (event?.kind === 'recorded') throw shutdown;
    };
    await expect(drive(run, fakeHost({ A: 200 }, log), record)).rejects.toBe(shutdown);
    expect(log).toEqual(['perform step A#0.0', 'next']);
    expect(run.result).toBeUndefined();
  });
});

describe('a run that is resumed', () => {
  const actions = [{ A: get }, { B: get }, { Answer: { type: 'Response', inputs: { statusCode: 204 } } }];

  /** All events of an undisturbed run. */
  async function whole(): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    await drive(runOf(actions), fakeHost({ A: [503, 200], B: 200 }, []), (more) => void events.push(...more));
    return events;
  }

  test('from any point ends as it would have, and no recorded effect is repeated', async () => {
    const all = await whole();
    const commands = ['step A#0.0', 'sleep A#1.0~sleep', 'step A#1.0', 'step B#0.0'];
    for (let known = 1; known < all.length; known++) {
      const log: string[] = [];
      const events = all.slice(0, known);
      const recorded = new Set(events.filter((event) => event.kind === 'recorded').map(({ key }) => key));
      const answers = { A: recorded.has('A#0.0') ? [200] : [503, 200], B: 200 };
      const record: Recorder = (more) => void events.push(...more);
      // oxlint-disable-next-line no-await-in-loop -- each from another point
      const result = await drive(runOf(actions), fakeHost(answers, log), record, { journal: all.slice(0, known) });
      expect(result).toEqual({ status: 'Succeeded', outputs: {} });
      expect(events.map(({ kind }) => kind)).toEqual(all.map(({ kind }) => kind));
      const performed = log.filter((line) => line.startsWith('perform ')).map((line) => line.slice(8));
      const left = commands.filter((command) => !recorded.has(command.split(' ')[1] ?? ''));
      expect(
        performed.filter((line) => !line.startsWith('respond')).map((line) => line.replace(/ until.*/, '')),
      ).toEqual(left);
      const answered = all.slice(0, known).some((event) => event.kind === 'responded');
      expect(performed.filter((line) => line.startsWith('respond'))).toHaveLength(answered ? 0 : 1);
    }
  });

  test('a cancelled one stays cancelled', async () => {
    const events: RunEvent[] = [];
    const cancelled = AbortSignal.abort();
    await drive(runOf(actions), fakeHost({}, []), (more) => void events.push(...more), { cancelled });
    const journal = events.slice(0, -1);
    const result = await drive(runOf(actions), fakeHost({}, []), () => undefined, { journal });
    expect(result.status).toBe('Cancelled');
  });

  test('is refused where its record does not fit the workflow', async () => {
    const journal = await whole();
    const other = runOf([{ A: get }, { Other: get }]);
    await expect(drive(other, fakeHost({}, []), () => undefined, { journal })).rejects.toThrow(
      "does not fit its workflow: 'action-started B' was recorded where 'action-started Other' follows",
    );
    await expect(
      drive(runOf(actions), fakeHost({}, []), () => undefined, { journal: journal.slice(1) }),
    ).rejects.toThrow(JournalError);
  });
});
