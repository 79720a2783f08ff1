import type { Dialect } from '../expressions/index.js';
import { isArray, isObject, type Json, type JsonObject } from '../json.js';
import { parseActions } from './actions.js';
import { checkDescription } from './common.js';
import type { ActionNode, ParameterDefinition, Problem, TriggerDefinition, Workflow } from './definition.js';
import { dialectOf } from './dialect.js';
import { workflowKeywords } from './keywords.js';
import { deepest, limits } from './limits.js';
import { fold, nearest } from './names.js';
import { parseConnections, parseParameters } from './parameters.js';
import type { Context } from './place.js';
import { child } from '../pointer.js';
import { described, deeperThan, field, objectField, textField, warnUnknown } from './reading.js';
import { checkActionTemplates, checkTemplates, type Declared } from './references.js';
import { createReport, type Report } from './report.js';
import { parseTriggers } from './triggers.js';

/** A parsed workflow with its warnings, or everything that is wrong with the definition. */
export type ParseResult =
  | { readonly ok: true; readonly workflow: Workflow; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ParseOptions {
  /** The workflow's name where the definition does not give one. */
  readonly name: string;
  /** Which platform's reading applies; left out, it follows from the content. */
  readonly dialect?: Dialect;
  /** Parameters that are declared outside the definition, as parameters.json of Logic Apps Standard does. */
  readonly parameters?: readonly ParameterDefinition[];
  /** More of them may be declared in a file that is not at hand: a parameter that is not found is a warning then. */
  readonly parametersElsewhere?: boolean;
}

/** Turns a definition into a workflow, or reports everything that is wrong with it. Never throws. */
export function parseWorkflow(definition: Json, options: ParseOptions): ParseResult {
  const report = createReport();
  if (!isReadable(definition, report)) return { ok: false, problems: report.problems };
  const workflow = parseDefinition(definition, options, report);
  const problems = withoutEchoes(report.problems);
  const failed = problems.some(({ severity }) => severity === 'error');
  return failed ? { ok: false, problems } : { ok: true, workflow, problems };
}

/** A warning at the very place of an error says nothing new. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const errors = new Set(problems.filter(({ severity }) => severity === 'error').map(placeOf));
  return problems.filter((problem) => problem.severity === 'error' || !errors.has(placeOf(problem)));
}

function placeOf({ pointer, at }: Problem): string {
  return `${at} ${pointer}`;
}

function isReadable(definition: Json, report: Report): definition is JsonObject {
  const advice = "It is a map with 'actions:' and, if it likes, 'triggers:', 'parameters:', 'connections:'.";
  if (!isObject(definition)) {
    const message =
      definition === null
        ? 'The workflow is empty.'
        : `A workflow must be a map, and this is ${described(definition)}.`;
    report.error({ code: 'InvalidWorkflow', message, advice, pointer: '' });
    return false;
  }
  if (!deeperThan(definition, deepest.json)) return true;
  report.error({
    code: 'InvalidWorkflow',
    message: `The workflow nests deeper than ${deepest.json} levels.`,
    pointer: '',
  });
  return false;
}

function parseDefinition(definition: JsonObject, options: ParseOptions, report: Report): Workflow {
  warnUnknown(definition, '', [workflowKeywords], 'A workflow', report);
  const context: Context = { report, actions: new Map(), names: new Map(), variables: new Map(), later: [] };
  const dialect = options.dialect ?? dialectOf(definition);
  const parameters = withImplicit([...parseParameters(definition, report), ...(options.parameters ?? [])], dialect);
  const workflow = {
    name: textField(definition, '', 'name', report) ?? options.name,
    description: checkDescription(definition, '', report),
    dialect,
    parameters,
    connections: parseConnections(definition, report),
    triggers: parseTriggers(definition, report),
    actions: topActions(definition, context),
    outputs: outputsOf(definition, report),
    staticResults: objectField(definition, '', 'staticResults', report).value,
  };
  for (const check of context.later) check();
  checkLimits(context);
  const names = new Map(parameters.map(({ name }) => [fold(name), name]));
  const declared = { names, elsewhere: options.parametersElsewhere ?? false };
  checkAllTemplates(definition, workflow.triggers, declared, context);
  return workflow;
}

/** Power Automate gives every flow these two, declared or not. */
const implicit: readonly ParameterDefinition[] = [
  { name: '$connections', type: 'object', defaultValue: {}, pointer: '' },
  { name: '$authentication', type: 'secureobject', defaultValue: {}, pointer: '' },
];

function withImplicit(parameters: readonly ParameterDefinition[], dialect: Dialect): readonly ParameterDefinition[] {
  if (dialect !== 'power-automate') return parameters;
  return [
    ...parameters,
    ...implicit.filter(({ name }) => !parameters.some((declared) => fold(declared.name) === name)),
  ];
}

function checkAllTemplates(
  definition: JsonObject,
  triggers: readonly TriggerDefinition[],
  parameters: Declared,
  context: Context,
): void {
  for (const { source, pointer } of triggers) checkTemplates(source, pointer, context, parameters, 'trigger');
  checkActionTemplates(context, parameters);
  const outputs = field(definition, '', 'outputs');
  if (outputs) checkTemplates(outputs.value, outputs.pointer, context, parameters, 'outputs');
}

function topActions(definition: JsonObject, context: Context): readonly ActionNode[] {
  const found = field(definition, '', 'actions');
  if (found) return parseActions(found.value, found.pointer, undefined, context);
  const slip = Object.keys(definition).find((key) => nearest(key, ['actions']) !== undefined);
  const wrapped = Object.hasOwn(definition, 'definition') || Object.hasOwn(definition, 'resources');
  context.report.error({
    code: 'MissingProperty',
    message: "The workflow has no 'actions'.",
    advice: slip
      ? "Did you mean 'actions'?"
      : wrapped
        ? 'This looks like a file that holds a definition inside.'
        : "Write 'actions:' and below it, indented, a list ('- My_action:') or a map of actions.",
    pointer: slip ? child('', slip) : '',
    at: slip ? 'key' : undefined,
  });
  return [];
}

/** An output is { type, value }. */
function outputsOf(definition: JsonObject, report: Report): JsonObject {
  const { value, pointer } = objectField(definition, '', 'outputs', report);
  const names = Object.keys(value);
  for (const name of names) {
    const output = value[name] ?? null;
    if (isObject(output) && field(output, '', 'value')) continue;
    const advice = `Write: ${name}: { type: ${isArray(output) ? 'array' : 'string'}, value: … }`;
    report.error({
      code: 'InvalidProperty',
      message: `The output '${name}' must be a map with 'type' and 'value'.`,
      advice,
      pointer: child(pointer, name),
    });
  }
  if (names.length > limits.outputs) {
    const message = `The workflow has ${names.length} outputs; the service allows ${limits.outputs}.`;
    report.warn({ code: 'LimitExceeded', message, pointer, at: 'key' });
  }
  return value;
}

function checkLimits({ names, variables, report }: Context): void {
  const over = (count: number, limit: number, what: string): void => {
    if (count <= limit) return;
    const message = `The workflow has ${count} ${what}; the service allows ${limit}.`;
    report.warn({ code: 'LimitExceeded', message, pointer: '/actions', at: 'key' });
  };
  over(names.size, limits.actions, 'actions');
  over(variables.size, limits.variables, 'variables');
}
