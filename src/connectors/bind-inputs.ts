// Before a run: the inputs of a connector action have a place, what is required is there, and what is written out has the type
// that the swagger says. Power Automate refuses all this when a flow is saved; where it is not known to, this is a warning.
import { isObject, ownAnyCase, type Json } from '../json.js';
import { child } from '../pointer.js';
import {
  arrangeBy,
  byName,
  flattened,
  hold,
  holdParameter,
  missing,
  namesOf,
  notificationName,
  type InputFault,
  type Naming,
  type Operation,
  type Place,
} from '../swagger/index.js';
import { isTemplate, type LeafNode, type Problem } from '../workflow/index.js';
import { faultProblem } from './input-problems.js';

/** What is wrong with the inputs of an action that calls an operation. */
export function checkInputs(node: LeafNode, operation: Operation): Problem[] {
  const parameters = isObject(node.inputs) ? (ownAnyCase(node.inputs, 'parameters') ?? {}) : {};
  if (!isObject(parameters)) return [];
  const naming = node.call === true || node.type === 'ServiceProvider' ? byName : flattened;
  const at = `${node.pointer}${node.call ? '/with' : '/inputs/parameters'}`;
  const written = Object.entries(parameters).filter(([name]) => !isTemplate(name));
  const inputs = written.map(([name, value]) => ({
    name,
    value,
    place: naming.place(operation, name),
    pointer: child(at, name),
  }));
  const asked: Asked = { node, operation, naming, inputs, inBody: bodyFaults(node, operation, naming, inputs) };
  const problems = [...inputs.flatMap((input) => misplacement(input, asked)), ...wrongValues(asked)];
  // One that is given under a name that is evaluated may be any of those that seem to be missing.
  return written.length < Object.keys(parameters).length ? problems : [...problems, ...absent(asked)];
}

interface Input {
  readonly name: string;
  readonly value: Json;
  readonly place: Place;
  readonly pointer: string;
}

interface Asked {
  readonly node: LeafNode;
  readonly operation: Operation;
  readonly naming: Naming;
  readonly inputs: readonly Input[];
  /** What is wrong with the body that they make together. */
  readonly inBody: readonly InputFault[];
}

function misplacement({ place, name, pointer }: Input, { operation, naming }: Asked): Problem[] {
  const base = { severity: 'error', pointer, at: 'key' } as const;
  if (place.kind === 'ambiguous') {
    const message = `'${name}' fits more than one input of '${operation.id}'.`;
    const advice = `Write ${place.forms.map((form) => `'${form}'`).join(' or ')}.`;
    return [{ ...base, code: 'AmbiguousParameter', message, advice }];
  }
  if (place.kind !== 'unknown') return [];
  const [close] = place.suggestions;
  const names = namesOf(operation, naming, false);
  const advice = close ? `Did you mean '${close}'?` : `It has: ${names.length > 0 ? names.join(', ') : 'none'}.`;
  const message = `The operation '${operation.id}' has no input '${name}'.`;
  return [{ ...base, code: 'UnknownParameter', message, advice }];
}

function wrongValues(asked: Asked): Problem[] {
  const inParameters = asked.inputs.flatMap(({ place, value, pointer, name }) => {
    const faults =
      place.kind === 'parameter' ? holdParameter(place.parameter, value, { isOpen: isTemplate }).faults : [];
    return faults.flatMap((fault) =>
      faultProblem(fault, name, asked.operation, fault.path.slice(1).reduce(child, pointer)),
    );
  });
  const inBody = asked.inBody.flatMap((fault) =>
    faultProblem(fault, asked.naming.key(asked.operation, fault.path), asked.operation, pointerTo(fault.path, asked)),
  );
  return [...inParameters, ...inBody];
}

/** What is wrong with the body as the action puts it together. */
function bodyFaults(
  node: LeafNode,
  operation: Operation,
  naming: Naming,
  inputs: readonly Input[],
): readonly InputFault[] {
  const { body, document } = operation;
  const placed = inputs.filter(({ place }) => place.kind === 'body' || place.kind === 'property');
  const values = Object.fromEntries(placed.map(({ name, value }) => [name, value]));
  const arranged = arrangeBy(operation, values, naming.place);
  const whole = 'arguments' in arranged ? arranged.arguments.body : undefined;
  if (!body || whole === undefined) return [];
  return hold(document, body.schema, whole, [], { isOpen: isTemplate, waiting: waits(node) }).faults;
}

/** Where a value of the body is written, as far as it is. */
function pointerTo(path: InputFault['path'], { node, inputs }: Asked): string {
  const input = inputAround(inputs, path);
  return input ? path.slice(pathOf(input).length).reduce(child, input.pointer) : node.pointer;
}

function absent(asked: Asked): Problem[] {
  const { node, operation, inputs, naming } = asked;
  const names = inputs.map(({ name }) => name);
  // One that is given under a name that fits two inputs is not missing.
  const outside = missing(operation, names, { naming, waiting: waits(node) }).filter((name) => !names.includes(name));
  const inBody = asked.inBody
    .filter(({ kind }) => kind === 'missing')
    .map(({ path }) => ({ name: naming.key(operation, path), path, around: inputAround(inputs, path) }));
  const beside = inBody.filter(({ around }) => !around).map(({ name }) => name);
  const within = inBody.filter(({ around }) => around && !isTemplate(around.value));
  return [
    ...[...new Set([...outside, ...beside])].map((name) => notGiven(name, asked, anotherInput(name, asked))),
    ...within.map(({ name, path }) => notGiven(name, asked, anotherProperty(path, asked))),
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
function waits({ type }: LeafNode): boolean {
  return type.endsWith('Webhook');
}

const calledBack =
  "It is the address that the service calls back: name one, or use an action of type 'OpenApiConnectionWebhook', which gives its own and waits for the call.";

type Remedy = Required<Pick<Problem, 'advice' | 'pointer'>>;

function anotherInput(name: string, { node }: Asked): Remedy {
  const advice = node.call
    ? `Add it below 'with:', for example with: { ${/[/:]/.test(name) ? `"${name}"` : name}: … }.`
    : `Add it to the action's parameters: "${name}": ….`;
  return { advice, pointer: `${node.pointer}${node.call ? '/call' : '/inputs'}` };
}

/** What is missing in an object that is written out can only be added there: no name of an input leads into a list. */
function anotherProperty(path: InputFault['path'], asked: Asked): Remedy {
  return { advice: `Add "${path.at(-1)}": … here.`, pointer: pointerTo(path.slice(0, -1), asked) };
}

function notGiven(name: string, { operation, naming }: Asked, { advice, pointer }: Remedy): Problem {
  const address = notificationName(operation, naming);
  const isAddress = address === name || address?.startsWith(`${name}/`);
  return {
    severity: 'error',
    code: 'MissingParameter',
    message: `The operation '${operation.id}' needs '${isAddress ? address : name}', which is not given.`,
    advice: isAddress ? calledBack : advice,
    pointer,
  };
}
