// Variables: declared once at the top of a workflow, shared by everything in the run.
import { evaluate, stringOf, type Scope } from '../../expressions/index.js';
import { float, isArray, isNumber, isObject, ownAnyCase, type Json } from '../../json.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import { invalidInputs, typeName, type Settlement } from '../settlement.js';
import type { Variable } from '../state.js';
import type { Inline } from './inline.js';

interface VariableType {
  /** The types of value it takes, as messages name them. */
  readonly takes: readonly string[];
  readonly initial: Json;
}

// The value without one (string, array and integer recorded on Logic Apps Standard; the others by the same rule). A null is
// taken for none: guessed.
const types: { readonly [name: string]: VariableType } = {
  string: { takes: ['String'], initial: '' },
  integer: { takes: ['Integer'], initial: 0 },
  float: { takes: ['Float', 'Integer'], initial: float(0) },
  boolean: { takes: ['Boolean'], initial: false },
  array: { takes: ['Array'], initial: [] },
  object: { takes: ['Object'], initial: {} },
};

/** InitializeVariable: `{ variables: [{ name, type, value? }] }`. */
export const initializeVariable: Inline = (inputs, x, machine) => {
  const list = isObject(inputs) ? ownAnyCase(inputs, 'variables') : undefined;
  if (!isArray(list) || list.length === 0)
    return invalidInputs(x, "The 'variables' must be a list of { name, type, value }.");
  for (const item of list) {
    const problem = declare(item, x, machine);
    if (problem) return problem;
  }
  return { status: 'Succeeded', code: 'NotSpecified', inputs };
};

function declare(item: Json, x: Execution, { state }: Machine): Settlement | undefined {
  const field = (name: string) => (isObject(item) ? ownAnyCase(item, name) : undefined);
  const [name, type] = [field('name'), field('type')];
  if (typeof name !== 'string' || typeof type !== 'string')
    return invalidInputs(x, 'A variable needs a name and a type.');
  const known = typeNamed(type);
  if (!known) return invalidInputs(x, `The variable '${name}' has the unknown type '${type}'.`);
  const key = name.toLowerCase();
  if (state.variables[key]) return invalidInputs(x, `The variable '${name}' is already initialized.`);
  const value = field('value') ?? known.initial;
  if (!accepts(known, value)) return wrongType(x, { name, type, value: known.initial }, value);
  state.variables[key] = { name, type, value };
  return undefined;
}

/** SetVariable: `{ name, value }`. */
export const setVariable: Inline = (inputs, x, machine) => change(inputs, x, machine, (_, value) => value);

/**
 * AppendToArrayVariable: the value becomes the array's last item. As long as nobody reads the variable the array grows in
 * place: a loop that fills it takes time in proportion to its length.
 */
export const appendToArray: Inline = (inputs, x, machine) => {
  const grown = change(inputs, x, machine, (current, value, variable) => {
    if (!isArray(current)) return undefined;
    const items = variable.unshared ? (current as Json[]) : [...current];
    items.push(value);
    return items;
  });
  const variable = variableIn(inputs, machine);
  if (variable && grown.status === 'Succeeded') variable.unshared = true;
  return withoutValue(grown);
};

/** AppendToStringVariable: null appends nothing (measured in Power Automate). */
export const appendToString: Inline = (inputs, x, machine) =>
  withoutValue(
    change(inputs, x, machine, (current, value) =>
      typeof current === 'string' ? current + stringOf(value) : undefined,
    ),
  );

/** What was appended is in the inputs. To give the whole value each time would fill memory and history (guessed). */
function withoutValue(settlement: Settlement): Settlement {
  const body = isObject(settlement.outputs) ? settlement.outputs['body'] : undefined;
  if (!isObject(body)) return settlement;
  const { value: _, ...rest } = body;
  return { ...settlement, outputs: { body: rest } };
}

/** IncrementVariable: by `value`, or by 1. */
export const incrementVariable: Inline = (inputs, x, machine) => count(inputs, x, machine, 'add');

/** DecrementVariable: by `value`, or by 1. */
export const decrementVariable: Inline = (inputs, x, machine) => count(inputs, x, machine, 'sub');

/** The language's own arithmetic, so that integers overflow and floats stay floats as they do in expressions. */
function count(inputs: Json, x: Execution, machine: Machine, operation: 'add' | 'sub'): Settlement {
  return change(inputs, x, machine, (current, by) => {
    if (!isNumber(current)) return undefined;
    const scope: Scope = { ...machine.scope(x), item: () => [current, by ?? 1] };
    return evaluate(`@${operation}(item()[0], item()[1])`, scope);
  });
}

function change(
  inputs: Json,
  x: Execution,
  machine: Machine,
  apply: (current: Json, value: Json, variable: Variable) => Json | undefined,
): Settlement {
  const variable = variableIn(inputs, machine);
  if (!isObject(inputs) || !variable) return invalidInputs(x, notInitialized(nameIn(inputs), x));
  const given = ownAnyCase(inputs, 'value') ?? null;
  const value = apply(variable.value, given, variable);
  if (value === undefined) return wrongType(x, variable, given);
  const type = typeNamed(variable.type);
  if (type && !accepts(type, value)) return wrongType(x, variable, value);
  variable.value = value;
  delete variable.unshared;
  return {
    status: 'Succeeded',
    code: 'NotSpecified',
    inputs,
    outputs: { body: { name: variable.name, type: variable.type, value } },
  };
}

function nameIn(inputs: Json): Json | undefined {
  return isObject(inputs) ? ownAnyCase(inputs, 'name') : undefined;
}

function variableIn(inputs: Json, { state }: Machine): Variable | undefined {
  const name = nameIn(inputs);
  return typeof name === 'string' ? state.variables[name.toLowerCase()] : undefined;
}

function typeNamed(name: string): VariableType | undefined {
  const folded = name.toLowerCase();
  return Object.hasOwn(types, folded) ? types[folded] : undefined;
}

function accepts(type: VariableType, value: Json): boolean {
  return type.takes.includes(typeName(value));
}

function notInitialized(name: Json | undefined, x: Execution): string {
  const action = x.planned.node.name;
  return typeof name === 'string'
    ? `The variable '${name}' must be initialized before it can be used inside action '${action}'.`
    : "The 'name' must be the name of a variable.";
}

function wrongType(x: Execution, { name, type }: Variable, value: Json): Settlement {
  const takes = typeNamed(type)?.takes.join(', ') ?? type;
  const said = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  return invalidInputs(
    x,
    `The variable '${name}' of type '${said}' cannot be initialized or updated with value of type '${typeName(value)}'. The variable '${name}' only supports values of types '${takes}'.`,
  );
}
