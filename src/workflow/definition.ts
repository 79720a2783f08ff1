import type { Dialect } from '../expressions/index.js';
import type { Json, JsonObject } from '../json.js';

/** A workflow definition after parsing: every container's actions in file order, every name resolved. Plain data. */
export interface Workflow {
  readonly name: string;
  readonly description: string;
  readonly dialect: Dialect;
  readonly parameters: readonly ParameterDefinition[];
  readonly connections: readonly ConnectionReference[];
  readonly triggers: readonly TriggerDefinition[];
  readonly actions: readonly ActionNode[];
  readonly outputs: JsonObject;
  readonly staticResults: JsonObject;
}

export interface ParameterDefinition {
  readonly name: string;
  readonly type: ParameterType;
  readonly defaultValue?: Json;
  readonly allowedValues?: readonly Json[];
  readonly pointer: string;
}

export type ParameterType = 'string' | 'securestring' | 'int' | 'float' | 'bool' | 'array' | 'object' | 'secureobject';

/** A connection by the name that actions use, and the connector it is for: a built-in name or a path to a swagger. */
export interface ConnectionReference {
  readonly name: string;
  readonly connector: string;
  readonly pointer: string;
}

export interface TriggerDefinition {
  readonly name: string;
  readonly type: string;
  readonly kind?: string;
  readonly inputs: Json;
  /** The trigger as written, for what the hosts of later capabilities read from it. */
  readonly source: JsonObject;
  readonly pointer: string;
}

export type ActionNode = LeafNode | IfNode | SwitchNode | ForeachNode | UntilNode | ScopeNode;

/** What every action has, whatever its type. */
export interface ActionBase {
  /** The name as written; unique in the workflow whatever the case. */
  readonly name: string;
  /** The type in its canonical spelling. */
  readonly type: string;
  /** Predecessors by their canonical names, each with the statuses that let this action run. Empty: first in its container. */
  readonly runAfter: readonly RunAfter[];
  /** `limit.timeout`: an ISO 8601 duration or a template that gives one. */
  readonly timeout?: Json;
  readonly operationOptions: readonly string[];
  readonly runtimeConfiguration: JsonObject;
  readonly trackedProperties?: Json;
  /** A JSON pointer to the action in the definition as it was read. */
  readonly pointer: string;
}

export interface RunAfter {
  readonly name: string;
  readonly statuses: readonly RunAfterStatus[];
}

export type RunAfterStatus = 'Succeeded' | 'Failed' | 'Skipped' | 'TimedOut';

/** An action without actions inside: what touches the world, data operations, variables, Response, Terminate. */
export interface LeafNode extends ActionBase {
  readonly control: 'leaf';
  readonly kind?: string;
  /** Templates. For `call` + `with`: `{ host: { connectionName, operationId }, parameters }`, as Power Automate writes it. */
  readonly inputs: Json;
  readonly retryPolicy?: Json;
  /** Written as `call` + `with`, so problems with its inputs are shown there. */
  readonly call?: true;
}

export interface ScopeNode extends ActionBase {
  readonly control: 'scope';
  readonly actions: readonly ActionNode[];
}

export interface IfNode extends ActionBase {
  readonly control: 'if';
  /** A template string, or the object form: `{ and: [{ equals: [a, b] }] }`. */
  readonly expression: Json;
  readonly actions: readonly ActionNode[];
  readonly otherwise: readonly ActionNode[];
}

export interface SwitchNode extends ActionBase {
  readonly control: 'switch';
  readonly expression: Json;
  readonly cases: readonly SwitchCase[];
  readonly otherwise: readonly ActionNode[];
}

export interface SwitchCase {
  readonly name: string;
  readonly value: Json;
  readonly actions: readonly ActionNode[];
}

export interface ForeachNode extends ActionBase {
  readonly control: 'foreach';
  readonly foreach: Json;
  readonly actions: readonly ActionNode[];
}

export interface UntilNode extends ActionBase {
  readonly control: 'until';
  readonly expression: Json;
  readonly limit: { readonly count?: Json; readonly timeout?: Json };
  readonly actions: readonly ActionNode[];
}

/** Something wrong in a definition, at a place in it; `formats` turns the pointer into a line and a column. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Stable, PascalCase, the service's own code where it has one (`InvalidTemplate`). */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
  /** A JSON pointer into the definition as it was read. */
  readonly pointer: string;
  /** Point at the key of the pointer's last part rather than at its value. */
  readonly at?: 'key';
  /** The part of the string at `pointer` that is meant: character offsets. */
  readonly span?: { readonly start: number; readonly end: number };
}
