// A request to begin with, that the mock itself answers: nothing is learnt from one that it refuses.
import { own, type JsonObject } from '../json.js';
import { build, match, type Arguments, type Message, type Operation } from '../swagger/index.js';
import { sampleOf } from './sample.js';
import { unfitIn } from './unfit.js';

/** A request as it is shown to whoever may send it. */
export type CallToTry = Message;

/** A request of as few inputs as can be, made up; undefined where none is sure to be taken, or none can be shown in a line. */
export function callToTry(
  operations: readonly Operation[],
  reshapes: (operation: Operation) => boolean,
): CallToTry | undefined {
  const byEffort = operations.toSorted((a, b) => effort(a) - effort(b));
  for (const operation of byEffort) {
    const message = build(operation, leastInputs(operation));
    if (isShort(message) && isTaken(operations, message, reshapes)) return message;
  }
  return undefined;
}

/** A GET comes first, and what needs no more than its path. */
function effort({ method, parameters, body }: Operation): number {
  const asked = parameters.filter((each) => each.required && each.in !== 'path' && each.default === undefined);
  return (method === 'GET' ? 0 : 100) + (body?.required ? 10 : 0) + asked.length;
}

/** What is required and has no default: a default is sent anyway. */
function leastInputs({ parameters, body, document }: Operation): Arguments {
  const middle = () => 0.5;
  const inPlace = (place: 'path' | 'query' | 'header' | 'formData') =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === place && each.required && each.default === undefined)
        .map(({ name, schema }) => [
          name,
          place === 'path' && isFree(schema) ? '1' : sampleOf(document, schema, name, middle),
        ]),
    );
  const [path, query, header, formData] = [inPlace('path'), inPlace('query'), inPlace('header'), inPlace('formData')];
  const content = body?.required ? { body: sampleOf(document, body.schema, body.name, middle, 0) } : {};
  return { path, query, header, formData, ...content };
}

/** A text without a form or an example of its own: 1 is the easiest to type. */
function isFree(schema: JsonObject): boolean {
  const formed = ['enum', 'format', 'minLength', 'example', 'x-example'].some(
    (name) => own(schema, name) !== undefined,
  );
  return !formed && (own(schema, 'type') ?? 'string') === 'string';
}

function isShort({ path, body = '' }: Message): boolean {
  return typeof body === 'string' && path.length + body.length < 400;
}

function isTaken(
  operations: readonly Operation[],
  { method, path: target, headers, body }: Message,
  reshapes: (operation: Operation) => boolean,
): boolean {
  const request = { method, target, headers, body };
  const found = match(operations, request);
  return found !== undefined && !unfitIn(found, request, reshapes(found.operation)).some(({ isRefused }) => isRefused);
}
