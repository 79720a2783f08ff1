// The variables of a definition, and what else has the same value in every run.
import { isArray, isObject, ownAnyCase, type Json } from '../../json.js';
import { fold, type LeafNode, type Workflow } from '../../workflow/index.js';
import { templateOf, type Scope, type Written } from './scope.js';

/** A value that an action gives to a variable. */
export interface Assignment {
  readonly name: string;
  readonly value?: Json;
  /** In the words of schemas, where it is declared. */
  readonly type?: string;
}

/** The values that an action gives to variables. */
export function assignments({ type, inputs }: LeafNode): readonly Assignment[] {
  if (type === 'InitializeVariable') {
    const all = isObject(inputs) ? ownAnyCase(inputs, 'variables') : undefined;
    return isArray(all) ? all.flatMap(assignment) : [];
  }
  if (!type.endsWith('Variable')) return [];
  const given = assignment(inputs);
  // What is appended to a list is one of its elements.
  if (type !== 'AppendToArrayVariable') return given;
  return given.map((each) => ({ ...each, ...(each.value !== undefined && { value: [each.value] }) }));
}

function assignment(given: Json): readonly Assignment[] {
  if (!isObject(given)) return [];
  const [name, value, type] = ['name', 'value', 'type'].map((key) => ownAnyCase(given, key));
  if (typeof name !== 'string') return [];
  const described = typeof type === 'string' ? types.get(fold(type)) : undefined;
  return [
    { name: fold(name), ...(value !== undefined && { value }), ...(described !== undefined && { type: described }) },
  ];
}

const types = new Map([
  ['integer', 'integer'],
  ['float', 'number'],
  ['boolean', 'boolean'],
  ['array', 'array'],
  ['object', 'object'],
]);

type Leaves = readonly (readonly [LeafNode, Scope])[];

/** What each variable is set to: the first value that comes from somewhere, else the first. */
export function variablesIn(leaves: Leaves): ReadonlyMap<string, Written> {
  const variables = new Map<string, Written>();
  for (const [node, scope] of leaves)
    for (const { name, value } of assignments(node)) {
      const before = variables.get(name);
      if (value !== undefined && (!before || (isFixed(before.value) && !isFixed(value))))
        variables.set(name, { value, scope });
    }
  return variables;
}

function isFixed(value: Json): boolean {
  if (typeof value === 'string') return templateOf(value)?.kind === 'literal';
  return isArray(value) || isObject(value) ? Object.keys(value).length === 0 : true;
}

/** The defaults of parameters, variables that are set once, and what is composed, by function and name. */
export function constantsIn({ parameters }: Workflow, leaves: Leaves): ReadonlyMap<string, Json> {
  const nodes = leaves.map(([node]) => node);
  const given = nodes.flatMap(assignments);
  const once = given.filter(({ name }) => given.filter((each) => each.name === name).length === 1);
  const all = [
    ...parameters.map(({ name, defaultValue }) => ['parameters', name, defaultValue] as const),
    ...once.map(({ name, value }) => ['variables', name, value] as const),
    ...nodes.flatMap(({ name, type, inputs }) => (type === 'Compose' ? [['outputs', name, inputs] as const] : [])),
  ];
  return new Map(
    all.flatMap(([from, name, value]) =>
      value === undefined || isArray(value) || isObject(value) || !isFixed(value)
        ? []
        : [[`${from} ${fold(name)}`, value]],
    ),
  );
}
