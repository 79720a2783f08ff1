import { describe, expect, it } from 'vitest';
import { bind, swaggerConnector } from '../../src/connectors/index.js';
import type { JsonObject } from '../../src/json.js';
import { parseWorkflow, type Problem } from '../../src/workflow/index.js';
import cases from './cases/inputs.json' with { type: 'json' };

interface Case {
  readonly inputs: JsonObject;
  readonly said: readonly string[];
}

const todo = swaggerConnector('todo', { paths: { '/lists/{listId}/todos': { post: cases.operation as JsonObject } } });
const base = { listId: '1', 'body/title': 'x' };

function problemsOf(actions: JsonObject | readonly JsonObject[]): readonly Problem[] {
  const parsed = parseWorkflow({ actions }, { name: 'test' });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return bind(parsed.workflow, () => todo, { known: ['todo'], isMocked: () => false });
}

function automated(parameters: JsonObject): readonly Problem[] {
  const host = { connectionName: 'todo', operationId: 'CreateTodo' };
  return problemsOf({ Act: { type: 'OpenApiConnection', inputs: { host, parameters } } });
}

/** What is said of inputs, as the cases write it. */
function saidOf(problems: readonly Problem[]) {
  return problems.map(({ severity, code, pointer, message, advice }) => {
    const below = pointer.replace(/^\/actions\/Act\/inputs(?:\/parameters)?/, '');
    return { head: `${severity} ${code} ${below}`, message, advice };
  });
}

function expected(said: readonly string[]) {
  return said.map((text) => {
    const [head = '', message = '', advice = ''] = text.split(' | ');
    const [inMessage, inAdvice]: unknown[] = [expect.stringContaining(message), expect.stringContaining(advice)];
    return { head, message: inMessage, advice: inAdvice };
  });
}

describe('the inputs of a Power Automate action', () => {
  it.each(cases.right)('%j are right', (parameters) => {
    expect(automated(parameters as JsonObject)).toEqual([]);
  });

  it.each<Case>(cases.wrong as unknown as Case[])('$inputs are wrong', ({ inputs, said }) => {
    expect(saidOf(automated({ ...base, ...inputs }))).toEqual(expected(said));
  });

  it.each<Case>(cases.instead as unknown as Case[])('$inputs are wrong, and lack something', ({ inputs, said }) => {
    expect(saidOf(automated(inputs))).toEqual(expected(said));
  });
});

describe('the inputs of a call', () => {
  const called = (given: JsonObject) => problemsOf([{ Act: { call: 'todo.CreateTodo', with: given } }]);

  it.each([
    { listId: 'a', title: 'x', owner: { email: 'a@b.c' } },
    { listId: 'a', title: 'x', 'owner/email': 'a@b.c' },
    { listId: 'a', 'body/title': 'x', 'body/owner/email': 'a@b.c' },
  ])('%j are right', (given) => {
    expect(called(given as JsonObject)).toEqual([]);
  });

  it.each([
    [{ title: 'x', 'owner/nam': 1, 'owner/email': 'a@b.c' }, "no input 'owner/nam'", "Did you mean 'owner/name'?"],
    [{ title: 'x', 'owner/name': 'Anna' }, "needs 'owner/email'", `with: { "owner/email": … }`],
    [{}, "needs 'title'", 'with: { title: … }'],
    [{ title: 'x', top: 'five' }, "The input 'top'", 'Write it as a number'],
  ])('%j are wrong', (given, message, advice) => {
    const problems = called({ listId: 'a', ...given });
    expect(problems).toMatchObject([
      { message: expect.stringContaining(message), advice: expect.stringContaining(advice) },
    ]);
  });
});
