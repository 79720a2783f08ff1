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
export function checkInputs(node: LeafNode, connection: string, operation: Operation): Problem[] {
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
  const asked: Asked = { node, connection, operation, naming, inputs };
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
  readonly connection: string;
  readonly operation: Operation;
  readonly naming: Naming;
  readonly inputs: readonly Input[];
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
    const faults = place.kind === 'parameter' ? holdParameter(place.parameter, value, isTemplate).faults : [];
    return faults.flatMap((fault) =>
      faultProblem(fault, name, asked.operation, fault.path.slice(1).reduce(child, pointer)),
    );
  });
  const inBody = bodyFaults(asked).flatMap((fault) => {
    const input = inputAround(asked, fault);
    const rest = fault.path.slice(input ? pathOf(input).length : 0);
    const pointer = input ? rest.reduce(child, input.pointer) : asked.node.pointer;
    return faultProblem(fault, asked.naming.key(asked.operation, fault.path), asked.operation, pointer);
  });
  return [...inParameters, ...inBody];
}

/** The body as the action puts it together, held to its schema. */
function bodyFaults({ operation, inputs }: Asked): readonly InputFault[] {
  const { body, document } = operation;
  const placed = inputs.filter(({ place }) => place.kind === 'body' || place.kind === 'property');
  const values = Object.fromEntries(placed.map(({ name, value }) => [name, value]));
  const arranged = arrangeBy(
    operation,
    values,
    (_, name) => placed.find((each) => each.name === name)?.place ?? nowhere,
  );
  const whole = 'arguments' in arranged ? arranged.arguments.body : undefined;
  return body && whole !== undefined ? hold(document, body.schema, whole, [], isTemplate).faults : [];
}

const nowhere: Place = { kind: 'unknown', name: '', suggestions: [] };

function absent(asked: Asked): Problem[] {
  const { node, operation, inputs, naming } = asked;
  const names = inputs.map(({ name }) => name);
  // One that is given under a name that fits two inputs is not missing.
  const outside = missing(operation, names, { naming, waiting: waits(node) }).filter((name) => !names.includes(name));
  const inside = bodyFaults(asked)
    .filter((fault) => fault.kind === 'missing' && !isEvaluated(inputAround(asked, fault)))
    .map(({ path }) => naming.key(operation, path))
    .filter((name) => !waits(node) || !isAddress(name, asked));
  return [...new Set([...outside, ...inside])].map((name) => notGiven(name, asked));
}

function isEvaluated(input: Input | undefined): boolean {
  return input !== undefined && isTemplate(input.value);
}

/** The input that a fault of the body lies in: the one whose name goes the farthest towards it. */
function inputAround({ inputs }: Asked, { path }: InputFault): Input | undefined {
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

/** Whether an input is the address to call back, or an object around it. */
function isAddress(name: string, { operation, naming }: Asked): boolean {
  const address = notificationName(operation, naming);
  return address === name || (address?.startsWith(`${name}/`) ?? false);
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

function notGiven(name: string, asked: Asked): Problem {
  const { node, operation, naming } = asked;
  const advice = node.call
    ? `Add it below 'with:', for example with: { ${/[/:]/.test(name) ? `"${name}"` : name}: … }.`
    : `Add it to the action's parameters: "${name}": ….`;
  const asksAddress = isAddress(name, asked);
  return {
    severity: 'error',
    code: 'MissingParameter',
    message: `The operation '${operation.id}' needs '${asksAddress ? notificationName(operation, naming) : name}', which is not given.`,
    advice: asksAddress ? calledBack(asked) : advice,
    pointer: `${node.pointer}${node.call ? '/call' : '/inputs'}`,
  };
}
