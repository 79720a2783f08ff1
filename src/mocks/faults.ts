// What may be wrong with mocks and recordings that were written or edited by hand: a slip would give an action another
// answer than was meant.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { nearest } from '../nearest.js';
import { child } from '../pointer.js';

/** What is wrong, and where: a JSON pointer to the value, or to its key. */
export interface MockFault {
  readonly message: string;
  readonly advice?: string;
  readonly pointer: string;
  readonly at?: 'key';
}

interface Part {
  readonly what: string;
  readonly is: (value: Json) => boolean;
}

const anything: Part = { what: 'anything', is: () => true };
const text: Part = { what: 'a text', is: (value) => typeof value === 'string' };
const statuses: readonly string[] = ['Succeeded', 'Failed', 'TimedOut', 'Skipped'];

/** The parts of an answer. */
const ofAnswer: { readonly [name: string]: Part } = {
  statusCode: {
    what: 'a whole number from 100 to 599',
    is: (value) => isStatus(value) && Number(value) < 600,
  },
  headers: { what: 'a map of texts', is: (value) => isObject(value) && Object.values(value).every(isScalar) },
  body: anything,
  outputs: anything,
  status: {
    what: `one of ${statuses.join(', ')}`,
    is: (value) => typeof value === 'string' && statuses.includes(value),
  },
  code: text,
  error: { what: "a map of 'code' and 'message', both texts", is: isError },
  retry: { what: 'true or false', is: (value) => typeof value === 'boolean' },
};

// A service may answer with more than HTTP defines (999 is in use), and what was recorded must be replayed.
const ofRecordedAnswer = {
  ...ofAnswer,
  statusCode: { what: 'a whole number from 100 to 999', is: isStatus },
  path: text,
};

const ofRecording: { readonly [name: string]: Part } = {
  action: { what: 'the name of an action', is: (value) => typeof value === 'string' && value !== '' },
  answers: { what: 'a list of answers', is: isArray },
};

function isStatus(value: Json): boolean {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) < 1000;
}

/** YAML has `Retry-After: 5` as a number. */
function isScalar(value: Json): boolean {
  return value !== null && !isArray(value) && !isObject(value);
}

function isError(value: Json): boolean {
  return isObject(value) && ['code', 'message'].every((name) => typeof own(value, name) === 'string');
}

/** What is wrong with mocks by the names of actions. */
export function faultsOfMocks(content: Json): readonly MockFault[] {
  if (!isObject(content))
    return [{ message: 'Mocks are a map, from names of actions to answers.', advice: example, pointer: '' }];
  return Object.entries(content).flatMap(([action, mock]) => {
    const pointer = child('', action);
    if (!isArray(mock)) return faultsOfAnswer(mock, pointer, ofAnswer);
    if (mock.length === 0) return [{ message: `The list of '${action}' is empty.`, advice: example, pointer }];
    return mock.flatMap((answer, at) => faultsOfAnswer(answer, child(pointer, at), ofAnswer));
  });
}

// As JSON has it, which YAML takes as well.
const example = 'Write: { "Get_order": { "statusCode": 200, "body": … } }, or a list of such answers for an action.';

/** What is wrong with a recording. */
export function faultsOfRecording(content: Json): readonly MockFault[] {
  const written = 'A recording is { "action": "NAME", "answers": [ … ] }.';
  if (!isObject(content)) return [{ message: written, pointer: '' }];
  const faults = faultsOf(content, '', ofRecording, 'a recording');
  if (faults.length > 0) return faults;
  const missing = Object.keys(ofRecording).filter((name) => own(content, name) === undefined);
  if (missing.length > 0) return [{ message: `The recording has no '${missing[0]}'.`, advice: written, pointer: '' }];
  const [action, answers] = [own(content, 'action'), own(content, 'answers')];
  if (!isArray(answers) || typeof action !== 'string') return [];
  if (answers.length === 0) {
    const message = `The recording of '${action}' holds no answers.`;
    return [{ message, advice: 'Add one, or delete the file.', pointer: '/answers' }];
  }
  return answers.flatMap((answer, at) => {
    const pointer = child('/answers', at);
    return [...faultsOfAnswer(answer, pointer, ofRecordedAnswer), ...faultsOfPath(answer, action, pointer)];
  });
}

/** An answer that stands for another action's execution would be that one's. */
function faultsOfPath(answer: Json, action: string, pointer: string): readonly MockFault[] {
  const path = isObject(answer) ? own(answer, 'path') : undefined;
  if (typeof path !== 'string' || path.split('/').at(-1)?.toLowerCase() === action.toLowerCase()) return [];
  return [{ message: `'path' must end with the action's name, '${action}'.`, pointer: child(pointer, 'path') }];
}

function faultsOfAnswer(answer: Json, pointer: string, parts: typeof ofAnswer): readonly MockFault[] {
  if (isObject(answer)) return [...faultsOf(answer, pointer, parts, 'an answer'), ...faultsOfBoth(answer, pointer)];
  return [{ message: 'An answer must be a map, such as { "statusCode": 200, "body": … }.', pointer }];
}

/** Outputs are the whole of what an action gives. */
function faultsOfBoth(answer: JsonObject, pointer: string): readonly MockFault[] {
  if (['body', 'outputs'].some((name) => own(answer, name) === undefined)) return [];
  const message = "'body' has no effect beside 'outputs'.";
  return [
    {
      message,
      advice: "Write it inside 'outputs', or leave one of them out.",
      pointer: child(pointer, 'body'),
      at: 'key',
    },
  ];
}

function faultsOf(content: JsonObject, pointer: string, parts: typeof ofAnswer, owner: string): readonly MockFault[] {
  const names = Object.keys(parts);
  return Object.entries(content).flatMap(([name, value]: [string, Json | undefined]): MockFault[] => {
    if (value === undefined) return []; // in JavaScript that is left out
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    const place = child(pointer, name);
    if (part) return part.is(value) ? [] : [{ message: `'${name}' must be ${part.what}.`, pointer: place }];
    const [near] = nearest(name, names);
    const advice = near === undefined ? `It may have: ${names.join(', ')}.` : `Did you mean '${near}'?`;
    return [{ message: `There is no '${name}' in ${owner}.`, advice, pointer: place, at: 'key' }];
  });
}
