// Before a run: the inputs of a connector action have a place, what is required is there, and what is written out has the type
// that the swagger says. Power Automate refuses all this when a flow is saved; where it is not known to, this is a warning.
import { isObject, ownAnyCase } from '../json.js';
import { child } from '../pointer.js';
import {
  arrange,
  byName,
  flattened,
  hold,
  holdParameter,
  namesOf,
  type InputFault,
  type Naming,
  type Operation,
} from '../swagger/index.js';
import { isTemplate, type LeafNode, type Problem } from '../workflow/index.js';
import { absentInputs, pointerTo, waits, type Asked, type Input } from './absent-inputs.js';
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
  const inBody = bodyFaults(node, operation, naming, inputs);
  const asked: Asked = { node, connection, operation, naming, inputs, inBody };
  const problems = [...inputs.flatMap((input) => misplacement(input, asked)), ...wrongValues(asked)];
  // One that is given under a name that is evaluated may be any of those that seem to be missing.
  return written.length < Object.keys(parameters).length ? problems : [...problems, ...absentInputs(asked)];
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
  const has = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has no inputs.';
  const advice = close ? `Did you mean '${close}'?` : has;
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
  const arranged = arrange(operation, values, naming);
  const whole = 'arguments' in arranged ? arranged.arguments.body : undefined;
  if (!body || whole === undefined) return [];
  return hold(document, body.schema, whole, [], { isOpen: isTemplate, waiting: waits(node) }).faults;
}
