// What a flow reads of its trigger and of its actions tells what their answers must hold, where no swagger does.
import { isArray, isObject, ownAnyCase, type Json, type JsonObject } from '../../json.js';
import {
  branchesOf,
  fold,
  type ActionNode,
  type LeafNode,
  type TriggerDefinition,
  type Workflow,
} from '../../workflow/index.js';
import { unescaped } from './described.js';
import { factOf, factOfAddress, factsIn, factsOfCondition, required, type Fact } from './facts.js';
import { originOfWritten, stepInto } from './origin.js';
import { item, templateOf, trigger, type Scope, type Trail, type Written } from './scope.js';
import { outputsSchema } from './schema.js';
import { assignments, constantsIn, variablesIn } from './variables.js';

/** The schemas of outputs, as a flow reads them. */
export interface Reads {
  readonly trigger: JsonObject;
  readonly action: (name: string) => JsonObject;
}

const known = new WeakMap<Workflow, Reads>();

/** Finds what a workflow reads of its trigger and its actions; of each workflow once, since both are asked for apart. */
export function readsOf(workflow: Workflow): Reads {
  const reads = known.get(workflow) ?? read(workflow);
  known.set(workflow, reads);
  return reads;
}

function read(workflow: Workflow): Reads {
  const actions = new Map<string, { node: LeafNode; scope: Scope }>();
  const variables = new Map<string, Written>();
  const constants = new Map<string, Json>();
  const outside: Scope = {
    dialect: workflow.dialect,
    template: remembering(templateOf),
    actions,
    variables,
    constants,
    loops: new Map(),
    item: () => undefined,
  };
  const scopes = scopesOf(workflow.actions, outside);
  const leaves = scopes.flatMap(([node, scope]) => (node.control === 'leaf' ? [[node, scope] as const] : []));
  // The scopes see all actions and variables, which are only known now.
  for (const [node, scope] of leaves) actions.set(fold(node.name), { node, scope });
  for (const [name, written] of variablesIn(leaves)) variables.set(name, written);
  for (const [name, value] of constantsIn(workflow, leaves)) constants.set(name, value);
  const facts = [
    ...scopes.flatMap(([node, scope]) => factsOfAction(node, scope)),
    ...factsIn(workflow.outputs, outside),
    ...workflow.triggers.slice(0, 1).flatMap((each) => factsOfTrigger(each, outside)),
  ];
  const of = (source: Fact['source']) => outputsSchema(facts.filter((fact) => fact.source === source));
  return { trigger: of(trigger), action: (name) => of(fold(name)) };
}

function remembering<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const found = made.get(text) ?? make(text);
    made.set(text, found);
    return found;
  };
}

/** No run begins where a condition does not hold. What a request is described to have comes after what is read of it. */
function factsOfTrigger({ inputs, source }: TriggerDefinition, scope: Scope): readonly Fact[] {
  const conditions = ownAnyCase(source, 'conditions') ?? null;
  const written = (isArray(conditions) ? conditions : []).map((each) =>
    isObject(each) ? (ownAnyCase(each, 'expression') ?? null) : null,
  );
  const schema = isObject(inputs) ? unescaped(ownAnyCase(inputs, 'schema') ?? null) : null;
  return [
    ...written.flatMap((each) => required(each, true, scope)),
    ...(isObject(schema) && Object.keys(schema).length > 0
      ? [{ source: trigger, path: ['body'], schema } as const]
      : []),
  ];
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
  const element = (trail: Trail) => {
    const list = originOfWritten(value, scope, trail);
    return list && stepInto(list, item, trail);
  };
  return { ...scope, item: element, loops: new Map([...scope.loops, [fold(name), element]]) };
}

function factsOfAction(node: ActionNode, scope: Scope): readonly Fact[] {
  switch (node.control) {
    case 'leaf':
      return [...factsIn(node.inputs, scope), ...factsOfInputs(node, scope)];
    case 'if':
      return guarding(node, scope);
    case 'switch': {
      const choices = node.cases.map(({ value }) => value);
      return [...factsIn(node.expression, scope), ...factOf(node.expression, { enum: choices }, scope)];
    }
    case 'foreach':
      return [...factsIn(node.foreach, scope), ...factOf(node.foreach, list, scope)];
    case 'until':
      return required(node.expression, true, scope);
    case 'scope':
      return [];
  }
}

/** A branch that ends the run is for what should not be: the flow shows more where it goes on. */
function guarding(
  { actions, otherwise, expression }: Extract<ActionNode, { control: 'if' }>,
  scope: Scope,
): readonly Fact[] {
  const ends = (branch: readonly ActionNode[]) => branch.some(({ type }) => type === 'Terminate');
  if (ends(actions)) return required(expression, false, scope);
  return ends(otherwise) ? required(expression, true, scope) : factsOfCondition(expression, scope);
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
      return isObject(schema) ? about('content', unescaped(schema) as JsonObject) : [];
    }
    case 'Wait': {
      const until = inputOf(node, 'until');
      const timestamp = isObject(until) ? ownAnyCase(until, 'timestamp') : undefined;
      return factOf(timestamp ?? null, { format: 'date-time' }, scope);
    }
    case 'Http':
      return factOfAddress(inputOf(node, 'uri') ?? null, scope);
    case 'InitializeVariable':
      return assignments(node).flatMap(({ value = null, type }) =>
        type === undefined ? [] : factOf(value, { type }, scope),
      );
    default:
      return [];
  }
}

function inputOf({ inputs }: LeafNode, key: string): Json | undefined {
  return isObject(inputs) ? ownAnyCase(inputs, key) : undefined;
}
