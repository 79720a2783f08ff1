// What the inputs of a connector action lack, and how to give it.
import type { Json } from '../json.js';
import { child } from '../pointer.js';
import {
  flattened,
  missing,
  notificationName,
  type InputFault,
  type Naming,
  type Operation,
  type Place,
} from '../swagger/index.js';
import { isTemplate, type LeafNode, type Problem } from '../workflow/index.js';

/** An input as an action writes it, and its place in the request. */
export interface Input {
  readonly name: string;
  readonly value: Json;
  readonly place: Place;
  readonly pointer: string;
}

/** An action that calls an operation, and what is known of its inputs. */
export interface Asked {
  readonly node: LeafNode;
  readonly connection: string;
  readonly operation: Operation;
  readonly naming: Naming;
  readonly inputs: readonly Input[];
  /** What is wrong with the body that they make together. */
  readonly inBody: readonly InputFault[];
}

/** The inputs that an action lacks. */
export function absentInputs(asked: Asked): Problem[] {
  const { node, operation, inputs, naming } = asked;
  const names = inputs.map(({ name }) => name);
  // One that is given under a name that fits two inputs is not missing.
  const outside = missing(operation, names, { naming, waiting: waits(node) }).filter((name) => !names.includes(name));
  const inBody = asked.inBody
    .filter((fault) => fault.kind === 'missing')
    .map((fault) => ({ ...fault, name: naming.key(operation, fault.path), around: inputAround(inputs, fault.path) }));
  const beside = inBody.filter(({ around }) => !around).map(({ name }) => name);
  const within = inBody.flatMap(({ around, ...fault }) =>
    around && !isTemplate(around.value) ? [{ ...fault, around }] : [],
  );
  return [
    ...[...new Set([...outside, ...beside])].map((name) => notGiven(name, asked, anotherInput(name, asked))),
    ...within.map(({ name, path, around, isNull }) =>
      isNull ? isNothing(name, path, asked) : notGiven(name, asked, anotherProperty(path, around, asked)),
    ),
  ];
}

/** The input that a part of the body lies in: the one whose name goes the farthest towards it. */
function inputAround(inputs: readonly Input[], path: readonly string[]): Input | undefined {
  const around = inputs.filter((input) => {
    const names = pathOf(input);
    return (input.place.kind === 'body' || names.length > 0) && names.every((name, at) => name === path[at]);
  });
  return around.toSorted((a, b) => pathOf(b).length - pathOf(a).length)[0];
}

function pathOf({ place }: Input): readonly string[] {
  return place.kind === 'property' ? place.path : [];
}

/** Whether an action waits to be called back, at an address that it gives by itself. */
export function waits({ type }: LeafNode): boolean {
  return type.endsWith('Webhook');
}

/** A step of `call` does not wait; of an action that does, the inputs have the names of Power Automate. */
function calledBack({ node, connection, operation, inputs }: Asked): string {
  const what = 'It is the address that the service calls back: name one, or';
  if (!node.call)
    return `${what} give the action the type 'OpenApiConnectionWebhook', which has its own and waits for the call.`;
  const names = inputs.flatMap(({ place }) => flattenedName(place, operation)).map((name) => `${name}: …`);
  const parameters = names.length > 0 ? `, parameters: { ${names.join(', ')} }` : '';
  const host = `host: { connectionName: ${connection}, operationId: ${operation.id} }`;
  return `${what} have an action wait for the call, which has its own: type: OpenApiConnectionWebhook, inputs: { ${host}${parameters} }`;
}

function flattenedName(place: Place, operation: Operation): readonly string[] {
  if (place.kind === 'parameter') return [place.parameter.name];
  if (place.kind === 'property') return [flattened.key(operation, place.path)];
  return place.kind === 'body' ? [flattened.key(operation, [])] : [];
}

type Remedy = Required<Pick<Problem, 'advice' | 'pointer'>>;

function anotherInput(name: string, { node }: Asked): Remedy {
  const advice = node.call
    ? `Add it below 'with:', for example with: { ${/[/:]/.test(name) ? `"${name}"` : name}: … }.`
    : `Add it to the action's parameters: "${name}": ….`;
  return { advice, pointer: `${node.pointer}${node.call ? '/call' : '/inputs'}` };
}

/** What is missing in an object that is written out can only be added there: no name of an input leads into a list. */
function anotherProperty(path: InputFault['path'], around: Input, asked: Asked): Remedy {
  const owner = path.slice(pathOf(around).length, -1).reduce(child, around.name);
  return { advice: `Add "${path.at(-1)}": … to '${owner}'.`, pointer: pointerTo(path.slice(0, -1), asked) };
}

function isNothing(name: string, path: InputFault['path'], asked: Asked): Problem {
  return {
    severity: 'error',
    code: 'MissingParameter',
    message: `The operation '${asked.operation.id}' needs '${name}', which is null.`,
    advice: 'Give it a value.',
    pointer: pointerTo(path, asked),
  };
}

function notGiven(name: string, asked: Asked, { advice, pointer }: Remedy): Problem {
  const { operation, naming } = asked;
  const address = notificationName(operation, naming);
  const isAddress = address === name || address?.startsWith(`${name}/`);
  return {
    severity: 'error',
    code: 'MissingParameter',
    message: `The operation '${operation.id}' needs '${isAddress ? address : name}', which is not given.`,
    advice: isAddress ? calledBack(asked) : advice,
    pointer,
  };
}

/** Where a value of the body is written, as far as it is. */
export function pointerTo(path: InputFault['path'], { node, inputs }: Asked): string {
  const input = inputAround(inputs, path);
  return input ? path.slice(pathOf(input).length).reduce(child, input.pointer) : node.pointer;
}
