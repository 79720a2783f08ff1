import { isArray, isObject, type Json } from '../json.js';
import { didYouMean, fold } from './names.js';
import type { Context, Placed } from './place.js';
import { child } from '../pointer.js';
import { described, field, isTemplate, warnUnknown, wrongType, type Field } from './reading.js';
import { oneOf } from './values.js';

const variableTypes = ['boolean', 'integer', 'float', 'string', 'array', 'object'] as const;
const keywords = {
  name: { description: '' },
  type: { description: '' },
  value: { description: '' },
  description: { description: '' },
};

/** Takes the variables of an InitializeVariable into the workflow. */
export function declareVariables(inputs: Field | undefined, context: Context): void {
  const variables = inputs && isObject(inputs.value) ? field(inputs.value, inputs.pointer, 'variables') : undefined;
  if (!variables || variables.value === null || isTemplate(variables.value)) return;
  if (!isArray(variables.value)) return wrongType(variables, 'a list of { name, type, value }', context.report);
  for (const [at, item] of variables.value.entries()) declare(item, child(variables.pointer, at), context);
}

function declare(item: Json, pointer: string, context: Context): void {
  const { report, variables } = context;
  if (!isObject(item)) {
    const message = `A variable must be a map { name, type, value }, and is ${described(item)}.`;
    return report.error({ code: 'InvalidProperty', message, pointer });
  }
  warnUnknown(item, pointer, [keywords], 'A variable', report);
  const [name, type] = [field(item, pointer, 'name'), field(item, pointer, 'type')];
  if (typeof name?.value !== 'string' || name.value === '') {
    return report.error({
      code: 'MissingProperty',
      message: "This variable has no 'name'.",
      pointer: name?.pointer ?? pointer,
    });
  }
  if (type && type.value !== null) oneOf(type, variableTypes, report);
  else
    report.error({
      code: 'MissingProperty',
      message: `The variable '${name.value}' has no 'type'.`,
      advice: `Its type is one of ${variableTypes.join(', ')}.`,
      pointer: name.pointer,
    });
  if (variables.has(fold(name.value))) reportTwice(name.value, name.pointer, context);
  else variables.set(fold(name.value), name.value);
}

function reportTwice(name: string, pointer: string, { report }: Context): void {
  report.error({
    code: 'DuplicateName',
    message: `The variable '${name}' is initialized twice.`,
    advice: 'Initialize it once; after that, use SetVariable.',
    pointer,
  });
}

/** Checks an action that changes a variable: the variable exists, and its new value does not read it. */
export function checkVariableUse(inputs: Field | undefined, placed: Placed, context: Context): void {
  const name = inputs && isObject(inputs.value) ? field(inputs.value, inputs.pointer, 'name') : undefined;
  if (!name || name.value === null || isTemplate(name.value)) return;
  if (typeof name.value !== 'string') return wrongType(name, 'text', context.report);
  const written = name.value;
  context.later.push(() => {
    if (context.variables.has(fold(written))) return;
    context.report.error({
      code: 'UnknownVariable',
      message: `The variable '${written}' must be initialized before it can be used inside action '${placed.name}'.`, // the service's words
      advice: variableAdvice(written, context),
      pointer: name.pointer,
    });
  });
}

/** What to do about a variable that nothing initializes. */
export function variableAdvice(name: string, { variables }: Context): string {
  return (
    didYouMean(name, variables.values()) ??
    'Add an action of type InitializeVariable at the top level, before it is used.'
  );
}
