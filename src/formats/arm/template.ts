// The workflows of an ARM template, wherever they stand in it: among its resources, below another one, in a template inside.
import { isArray, isObject, own, type Json, type JsonObject } from '../../json.js';
import { child } from '../../pointer.js';
import { objectAt, textAt } from '../fields.js';
import { evaluateDeep, evaluateText } from './expression.js';
import { scopeOf, sharedScope } from './scope.js';
import { settled, type ArmScope, type Assumed } from './value.js';

/** A workflow as a template deploys it. */
export interface ArmWorkflow {
  readonly name: string;
  /** `properties` with every expression evaluated. */
  readonly properties: JsonObject;
  /** Where the resource stands in the file. */
  readonly pointer: string;
  /** The template's parameters that `properties` uses and that have no value. */
  readonly assumed: readonly Assumed[];
}

/** Whether a file is an ARM template. */
export function isTemplate(file: JsonObject): boolean {
  const resources = own(file, 'resources');
  if (!isArray(resources) && !isObject(resources)) return false;
  const schema = own(file, '$schema');
  return typeof schema === 'string' ? /deploymentTemplate/i.test(schema) : own(file, 'contentVersion') !== undefined;
}

/** The types of a template's own resources. */
export function resourceTypes(template: JsonObject): readonly string[] {
  return [...new Set(resourcesOf(template, '').map(({ resource }) => typeOf(resource)))];
}

/** The workflows of a template with the values given to its parameters. Never throws. */
export function workflowsOf(template: JsonObject, given: JsonObject): readonly ArmWorkflow[] {
  return inTemplate(template, '', () => scopeOf(template, '', given));
}

/** Makes the scope of a template anew, so that it tells what one workflow has used. */
type MakeScope = () => ArmScope;

function inTemplate(template: JsonObject, pointer: string, scope: MakeScope): readonly ArmWorkflow[] {
  return resourcesOf(template, pointer).flatMap(({ resource, at }) => inResource(resource, at, scope));
}

function inResource(resource: JsonObject, pointer: string, scope: MakeScope): readonly ArmWorkflow[] {
  const below = resourcesOf(resource, pointer).flatMap((each) => inResource(each.resource, each.at, scope));
  switch (typeOf(resource).toLowerCase()) {
    case 'microsoft.logic/workflows':
      return [workflow(resource, pointer, scope()), ...below];
    case 'microsoft.resources/deployments':
      return [...inDeployment(objectAt(resource, 'properties'), `${pointer}/properties`, scope), ...below];
    default:
      return below;
  }
}

function workflow(resource: JsonObject, pointer: string, scope: ArmScope): ArmWorkflow {
  const properties = evaluateDeep(objectAt(resource, 'properties'), scope) as JsonObject;
  const { assumed } = scope;
  const used = [...assumed]; // before the name is asked for, which need not be known
  return { name: nameOf(resource, scope), properties, pointer, assumed: used };
}

function nameOf(resource: JsonObject, scope: ArmScope): string {
  const name = own(resource, 'name');
  const text = typeof name === 'string' ? settled(evaluateText(name, scope)) : '';
  return (typeof text === 'string' ? text : '').split('/').at(-1)?.replace(/[<>]/g, '') || 'workflow';
}

/** A template inside sees the names of the one around it, unless its scope is `inner` (documented). */
function inDeployment(properties: JsonObject, pointer: string, around: MakeScope): readonly ArmWorkflow[] {
  const template = own(properties, 'template');
  if (!isObject(template)) return [];
  const at = `${pointer}/template`;
  const isInner = textAt(objectAt(properties, 'expressionEvaluationOptions'), 'scope')?.toLowerCase() === 'inner';
  return inTemplate(template, at, () => {
    const outer = around();
    const inner = scopeOf(template, at, valuesIn(objectAt(properties, 'parameters'), outer));
    return isInner ? inner : sharedScope(outer, inner);
  });
}

function valuesIn(parameters: JsonObject, scope: ArmScope): JsonObject {
  const entries = Object.entries(parameters).flatMap(([name, body]): [string, Json][] => {
    const value = isObject(body) ? own(body, 'value') : undefined;
    return value === undefined ? [] : [[name, evaluateDeep(value, scope)]];
  });
  return Object.fromEntries(entries);
}

interface Found {
  readonly resource: JsonObject;
  readonly at: string;
}

/** The resources in a template or below another resource: a list, or a map from symbolic names. */
function resourcesOf(owner: JsonObject, pointer: string): readonly Found[] {
  const all = own(owner, 'resources');
  const entries = isArray(all) ? all.entries() : isObject(all) ? Object.entries(all) : [];
  return [...entries].flatMap(([key, resource]) =>
    isObject(resource) ? [{ resource, at: child(`${pointer}/resources`, key) }] : [],
  );
}

function typeOf(resource: JsonObject): string {
  return textAt(resource, 'type') ?? '';
}
