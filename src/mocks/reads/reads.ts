// What a flow reads of its trigger and of its actions tells what their answers must hold, where no swagger does.
import { isArray, isObject, ownAnyCase, type Json, type JsonObject } from '../../json.js';
import { branchesOf, type ActionNode, type LeafNode, type Workflow } from '../../workflow/index.js';
import { factOf, factsIn, factsOfCondition, type Fact } from './facts.js';
import { fold, item, originOfWritten, stepInto, trigger, type Origin, type Scope, type Written } from './origin.js';
import { outputsSchema } from './schema.js';

/** The schemas of outputs, as a flow reads them. */
export interface Reads {
  readonly trigger: JsonObject;
  readonly action: (name: string) => JsonObject;
}

/** Finds what a workflow reads of its trigger and its actions. */
export function readsOf(workflow: Workflow): Reads {
  const actions = new Map<string, { node: LeafNode; scope: Scope }>();
  const variables = new Map<string, Written>();
  const outside: Scope = {
    dialect: workflow.dialect,
    actions,
    variables,
    loops: new Map(),
    item: () => undefined,
    following: new Set(),
  };
  const scopes = scopesOf(workflow.actions, outside);
  // The scopes see all actions and variables, which are only known now.
  for (const [node, scope] of scopes) {
    if (node.control !== 'leaf') continue;
    actions.set(fold(node.name), { node, scope });
    for (const { name, value } of assignments(node))
      if (!variables.has(fold(name))) variables.set(fold(name), { value, scope });
  }
  const facts = scopes.flatMap(([node, scope]) => factsOfAction(node, scope));
  const all = [...facts, ...factsIn(workflow.outputs, outside)];
  const of = (source: Fact['source']) => outputsSchema(all.filter((fact) => fact.source === source));
  return { trigger: of(trigger), action: (name) => of(fold(name)) };
}

/** Every action with what its templates see, in the order of the definition. */
function scopesOf(nodes: readonly ActionNode[], scope: Scope): readonly (readonly [ActionNode, Scope])[] {
  return nodes.flatMap((node): readonly (readonly [ActionNode, Scope])[] => {
    const inner = node.control === 'foreach' ? inLoop(node.name, { value: node.foreach, scope }) : scope;
    return [[node, scopeOf(node, scope)], ...branchesOf(node).flatMap((branch) => scopesOf(branch, inner))];
  });
}

/** A data operation goes through a list as a loop does. */
function scopeOf(node: ActionNode, scope: Scope): Scope {
  const list =
    node.control === 'leaf' && /^(?:Query|Select|Table)$/.test(node.type) ? inputOf(node, 'from') : undefined;
  return list === undefined ? scope : inLoop(node.name, { value: list, scope });
}

function inLoop(name: string, { value, scope }: Written): Scope {
  const element = (): Origin | undefined => {
    const list = originOfWritten(value, scope);
    return list && stepInto(list, item);
  };
  return { ...scope, item: element, loops: new Map([...scope.loops, [fold(name), element]]) };
}

function factsOfAction(node: ActionNode, scope: Scope): readonly Fact[] {
  switch (node.control) {
    case 'leaf':
      return [...factsIn(node.inputs, scope), ...factsOfInputs(node, scope)];
    case 'if':
      return factsOfCondition(node.expression, scope);
    case 'switch': {
      const choices = node.cases.map(({ value }) => value);
      return [...factsIn(node.expression, scope), ...factOf(node.expression, { enum: choices }, scope)];
    }
    case 'foreach':
      return [...factsIn(node.foreach, scope), ...factOf(node.foreach, list, scope)];
    case 'until':
      return factsOfCondition(node.expression, scope).map((fact) => ({ ...fact, decisive: true }));
    case 'scope':
      return [];
  }
}

const list: JsonObject = { type: 'array' };

/** What the action itself takes for granted of an input. */
function factsOfInputs(node: LeafNode, scope: Scope): readonly Fact[] {
  const about = (key: string, schema: JsonObject): readonly Fact[] => {
    const value = inputOf(node, key);
    return value === undefined ? [] : factOf(value, schema, scope);
  };
  switch (node.type) {
    case 'Query':
    case 'Select':
    case 'Table':
    case 'Join':
      return about('from', list);
    case 'ParseJson': {
      const schema = inputOf(node, 'schema');
      return schema !== undefined && isObject(schema) ? about('content', schema) : [];
    }
    case 'Http':
      return about('uri', { format: 'uri' });
    case 'InitializeVariable':
      return assignments(node).flatMap(({ value, type }) => (type === undefined ? [] : factOf(value, { type }, scope)));
    default:
      return [];
  }
}

interface Assignment {
  readonly name: string;
  readonly value: Json;
  /** In the words of schemas, where it is declared. */
  readonly type?: string;
}

/** The values that an action gives to variables. */
function assignments(node: LeafNode): readonly Assignment[] {
  if (node.type === 'SetVariable') return assignment(node.inputs);
  const all = node.type === 'InitializeVariable' ? inputOf(node, 'variables') : undefined;
  return all !== undefined && isArray(all) ? all.flatMap(assignment) : [];
}

function assignment(given: Json): readonly Assignment[] {
  if (!isObject(given)) return [];
  const [name, value, type] = ['name', 'value', 'type'].map((key) => ownAnyCase(given, key));
  if (typeof name !== 'string' || value === undefined) return [];
  const described = typeof type === 'string' ? types[fold(type)] : undefined;
  return [{ name, value, ...(described !== undefined && { type: described }) }];
}

const types: { readonly [type: string]: string } = {
  integer: 'integer',
  float: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
};

function inputOf({ inputs }: LeafNode, key: string): Json | undefined {
  return isObject(inputs) ? ownAnyCase(inputs, key) : undefined;
}
