// Before a run: every operation that a workflow calls exists, and its names have a place.
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { findOperation, type Operation } from '../swagger/index.js';
import {
  actionsOf,
  didYouMean,
  madeUpAdvice,
  type ActionNode,
  type LeafNode,
  type Problem,
  type Workflow,
} from '../workflow/index.js';
import { checkInputs } from './bind-inputs.js';
import type { Connector } from './connection.js';

/** A connector by the name of a connection, in any case. */
export type FindConnector = (connection: string) => Connector | undefined;

/** What else binding knows of a workflow. */
export interface Binding {
  /** The connections there are; one that has no connector could not be made, which its maker has reported. */
  readonly known: readonly string[];
  /** Whether an action answers from a mock, so that it needs no connector. */
  readonly isMocked: (action: string) => boolean;
}

/**
 * What is wrong with the connector actions of a workflow, each at its place. A connection without a connector is an error
 * where `call` names it; in a definition of the platforms, which have hundreds of connectors, it is a warning, once for each.
 */
export function bind(workflow: Workflow, find: FindConnector, binding: Binding): readonly Problem[] {
  const missed = new Set<string>();
  return [...actionsOf(workflow)].flatMap((node) => {
    if (!isConnectorAction(node)) return [];
    const named = connectionName(node.inputs);
    if (named === undefined) return node.call ? [noDot(node, find, binding.known)] : [];
    const connector = find(named);
    if (connector) return check(node, named, connector);
    if (isKnown(named, binding.known)) return [];
    if (node.call) return [noConnection(node, named, binding.known)];
    if (binding.isMocked(node.name) || missed.has(named.toLowerCase())) return [];
    missed.add(named.toLowerCase());
    return [noConnector(node, named)];
  });
}

/** Whether an action calls an operation of a connector. */
export function isConnectorAction(node: ActionNode): node is LeafNode {
  return node.control === 'leaf' && /^(?:(?:OpenApi|Api)Connection(?:Webhook)?|ServiceProvider)$/.test(node.type);
}

function check(node: LeafNode, connection: string, connector: Connector): Problem[] {
  const id = operationId(node.inputs);
  if (id === undefined) return [];
  const operation = findOperation(connector.operations, id);
  if (!operation) return [noOperation(node, id, connector)];
  return [...checkInputs(node, connection, operation), ...caveats(node, operation, connector)];
}

function caveats(node: LeafNode, operation: Operation, connector: Connector): Problem[] {
  const pointer = `${node.pointer}${operationPointer(node)}`;
  const said = connector.caveats?.(operation) ?? [];
  return said.map((message) => ({ severity: 'warning', code: 'ConnectorCaveat', message, pointer }));
}

function isKnown(name: string, known: readonly string[]): boolean {
  return known.some((each) => each.toLowerCase() === name.toLowerCase());
}

function noConnection(node: LeafNode, named: string, known: readonly string[]): Problem {
  const close = didYouMean(named, known);
  const all = known.length > 0 ? `The workflow has: ${known.join(', ')}.` : 'The workflow declares none.';
  return {
    severity: 'error',
    code: 'MissingConnection',
    message: `There is no connection '${named}'.`,
    advice: `${close ?? all} ${close === undefined ? 'Declare it' : 'Else declare it'} at the top of the file: connections: { ${named}: { connector: acs-identity } }, or a path to an apiDefinition.swagger.json.`,
    pointer: `${node.pointer}${node.call ? '/call' : '/inputs/host'}`,
  };
}

/** A call that names an operation alone: the connection that has it is what was meant. */
function noDot(node: LeafNode, find: FindConnector, known: readonly string[]): Problem {
  const id = operationId(node.inputs) ?? '';
  const meant = known.flatMap((name) => {
    const operation = findOperation(find(name)?.operations ?? [], id);
    return operation ? [`'call: ${name}.${operation.id}'`] : [];
  });
  const example = "'call: connection.Operation', for example 'call: acs.CreateCommunicationIdentity'";
  return {
    severity: 'error',
    code: 'InvalidCall',
    message: "'call' must be a connection and an operation, with a dot between them.",
    advice: `Write ${meant.length > 0 ? meant.join(' or ') : example}.`,
    pointer: `${node.pointer}/call`,
  };
}

/** What to do about a connection without a connector. */
export function connectorAdvice(connection: string): string {
  return `Add it to connections.yaml (${connection}: { connector: PATH of its apiDefinition.swagger.json }), give the action a mock, ${madeUpAdvice}.`;
}

function noConnector(node: LeafNode, named: string): Problem {
  return {
    severity: 'warning',
    code: 'MissingConnection',
    message: `There is no connector for connection '${named}': an action that uses it fails when it is reached.`,
    advice: connectorAdvice(named),
    pointer: `${node.pointer}/inputs/${node.type === 'ServiceProvider' ? 'serviceProviderConfiguration' : 'host'}`,
  };
}

function noOperation(node: LeafNode, id: string, { name, operations }: Connector): Problem {
  const ids = operations.map((each) => each.id);
  const some = ids.slice(0, 12).join(', ') + (ids.length > 12 ? ', …' : '');
  return {
    severity: 'error',
    code: 'UnknownOperation',
    message: `The connector '${name}' has no operation '${id}'.`,
    advice: didYouMean(id, ids) ?? (ids.length === 0 ? 'It has no operations.' : `It has: ${some}.`),
    pointer: `${node.pointer}${operationPointer(node)}`,
  };
}

function operationPointer(node: LeafNode): string {
  if (node.call) return '/call';
  return `/inputs/${node.type === 'ServiceProvider' ? 'serviceProviderConfiguration' : 'host'}/operationId`;
}

/** The connection that an action's inputs name, in the form of either platform; a function's is named after it. */
export function connectionName(inputs: Json): string | undefined {
  if (!isObject(inputs)) return undefined;
  return (
    ofHost(mapAt(inputs, 'host')) ??
    textAt(mapAt(inputs, 'serviceProviderConfiguration'), 'connectionName') ??
    ofFunction(mapAt(inputs, 'function')) ??
    textAt(inputs, 'functionName')
  );
}

function ofHost(host: JsonObject): string | undefined {
  const direct = textAt(host, 'connectionName') ?? textAt(host, 'connectionReferenceName');
  if (direct !== undefined) return direct;
  const connection = mapAt(host, 'connection');
  const reference = textAt(connection, 'referenceName') ?? textAt(connection, 'name');
  // Consumption writes @parameters('$connections')['acs']['connectionId'].
  return /\['([^']+)'\]\s*\[\s*'connectionId'\s*\]/.exec(reference ?? '')?.[1] ?? reference?.split('/').at(-1);
}

/** The API that an action's inputs name themselves, as Power Automate writes them: `shared_office365`. */
export function apiName(inputs: Json): string | undefined {
  const host = isObject(inputs) ? mapAt(inputs, 'host') : {};
  const id = textAt(host, 'apiId') ?? textAt(mapAt(host, 'api'), 'runtimeUrl');
  return id?.split('/').at(-1);
}

/** Standard names a connection of connections.json; Consumption has `/subscriptions/…/sites/<app>/functions/<name>`. */
function ofFunction(called: JsonObject): string | undefined {
  return textAt(called, 'connectionName') ?? textAt(called, 'id')?.split('/').at(-1);
}

/** The operation that an action's inputs name; undefined where a method and a path do. */
export function operationId(inputs: Json): string | undefined {
  if (!isObject(inputs)) return undefined;
  const ofProvider = textAt(mapAt(inputs, 'serviceProviderConfiguration'), 'operationId');
  return textAt(mapAt(inputs, 'host'), 'operationId') ?? ofProvider;
}

function mapAt(object: JsonObject, name: string): JsonObject {
  const value = ownAnyCase(object, name);
  return isObject(value) ? value : {};
}

function textAt(object: JsonObject, name: string): string | undefined {
  const value = ownAnyCase(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
