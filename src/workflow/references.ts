// The names that templates use must exist: the service refuses to save a definition in which they do not.
import { analyse, type AnalysisError, type Reference } from '../expressions/index.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { didYouMean, fold } from './names.js';
import { enclosing, isBefore, type Context, type Placed } from './place.js';
import { parts } from '../pointer.js';
import type { Finding, Report } from './report.js';
import { variableAdvice } from './variables.js';

/** What of an action's body its own templates stand in: not the actions inside it, nor notes, nor runAfter. */
const notTemplates = new Set([
  'actions',
  'else',
  'default',
  'cases',
  'tools',
  'runafter',
  'type',
  'kind',
  'call',
  'description',
  'metadata',
]);

/** The parameters that templates may name. */
export interface Declared {
  /** By folded name. */
  readonly names: ReadonlyMap<string, string>;
  /** More may be declared in a file that is not at hand. */
  readonly elsewhere: boolean;
}

/** Checks the templates of every action. */
export function checkActionTemplates(context: Context, parameters: Declared): void {
  for (const placed of context.actions.values()) {
    const { references, errors } = analyse(templatesOf(placed));
    for (const error of errors) reportTemplate(error, placed.pointer, context.report);
    for (const reference of references) checkReference(reference, placed, context, parameters);
  }
}

function templatesOf({ body, type }: Placed): JsonObject {
  const own = Object.entries(body).filter(([key]) => !notTemplates.has(fold(key)));
  return Object.fromEntries(
    // The text of a JavaScriptCode action is code, whatever it looks like.
    own.map(([key, value]) => [key, type === 'JavaScriptCode' && fold(key) === 'inputs' ? withoutCode(value) : value]),
  );
}

function withoutCode(inputs: Json): Json {
  if (!isObject(inputs)) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => fold(key) !== 'code'));
}

/** Checks templates that stand in no action: of a trigger, or of the workflow's outputs. */
export function checkTemplates(
  value: Json,
  pointer: string,
  context: Context,
  parameters: Declared,
  place: 'trigger' | 'outputs',
): void {
  const { references, errors } = analyse(value);
  for (const error of errors) reportTemplate(error, pointer, context.report);
  for (const reference of references) {
    const spot = spotOf(reference, pointer);
    if (reference.kind === 'parameter') checkParameter(reference, spot, context.report, parameters);
    else if (place === 'trigger') context.report.error(notInTrigger(reference, spot));
    else if (reference.kind === 'variable') checkVariable(reference, spot, context);
    else if (!context.names.has(fold(reference.name)))
      context.report.error(unknownAction(reference, spot, "by 'outputs'", context));
  }
}

type Spot = Pick<Finding, 'pointer' | 'at' | 'span'>;

function spotOf({ pointer, at, span }: Reference, base: string): Spot {
  return { pointer: base + pointer, at, span };
}

function reportTemplate({ pointer, at, error }: AnalysisError, base: string, report: Report): void {
  report.error({
    code: error.code === 'NotSupported' ? 'NotSupported' : 'InvalidTemplate',
    message: error.message,
    advice: error.advice,
    pointer: base + pointer,
    at,
    span: error.span,
  });
}

function checkReference(reference: Reference, placed: Placed, context: Context, parameters: Declared): void {
  const spot = spotOf(reference, placed.pointer);
  switch (reference.kind) {
    case 'parameter':
      return checkParameter(reference, spot, context.report, parameters);
    case 'variable':
      checkVariable(reference, spot, context);
      return checkSelfReference(reference, spot, placed, context.report);
    case 'loop':
      return checkLoop(reference, spot, placed, context);
    case 'action':
    case 'scope':
      return checkAction(reference, spot, placed, context);
  }
}

function checkParameter({ name }: Reference, spot: Spot, report: Report, parameters: Declared): void {
  const { names, elsewhere } = parameters;
  if (names.has(fold(name))) return;
  const declare = elsewhere
    ? `Declare it in parameters.json, beside the folder of the workflow.`
    : `Declare it below 'parameters:' — ${name}: { type: ${name === '$connections' ? 'object' : 'string'} }.`;
  const finding: Finding = {
    code: 'UnknownParameter',
    message: `The workflow parameter '${name}' is not found.`, // the service's words
    advice: didYouMean(name, names.values()) ?? declare,
    ...spot,
  };
  if (elsewhere) report.warn(finding);
  else report.error(finding);
}

function checkVariable({ name }: Reference, spot: Spot, context: Context): void {
  if (context.variables.has(fold(name))) return;
  context.report.error({
    code: 'UnknownVariable',
    message: `The variable '${name}' is not initialized in this workflow.`,
    advice: variableAdvice(name, context),
    ...spot,
  });
}

/** The service refuses it for SetVariable, because a loop that runs in parallel would lose updates. */
function checkSelfReference({ name }: Reference, spot: Spot, { type, body }: Placed, report: Report): void {
  if (type !== 'SetVariable') return;
  const inputs = body['inputs'];
  const target = typeof inputs === 'object' && inputs !== null && 'name' in inputs ? inputs.name : undefined;
  if (typeof target !== 'string' || fold(target) !== fold(name)) return;
  report.error({
    code: 'SelfReference',
    message: `Self reference is not supported when updating the value of variable '${name}'.`, // the service's words
    advice:
      'Make the new value in a Compose action first, and set the variable to its outputs; or use IncrementVariable or AppendTo…Variable.',
    ...spot,
  });
}

function checkAction(reference: Reference, spot: Spot, placed: Placed, context: Context): void {
  const { name } = reference;
  const known = context.names.get(fold(name));
  if (known === undefined)
    return context.report.error(
      unknownAction(reference, spot, `by '${keywordOf(reference)}' in action '${placed.name}'`, context),
    );
  const target = context.actions.get(fold(name));
  if (!target || isBefore(target, placed)) return;
  context.report.error({
    code: 'ActionNotBefore',
    message: `The inputs of template action '${placed.name}' cannot reference action '${known}'. Action '${known}' must either be in 'runAfter' path or within a scope action on the 'runAfter' path of action '${placed.name}', or be a Trigger.`, // the service's words
    advice: `Let '${placed.name}', or a scope around it, run after '${known}'.`,
    ...spot,
  });
}

function unknownAction(reference: Reference, spot: Spot, where: string, context: Context): Finding {
  return {
    code: 'UnknownAction',
    message: `The action(s) '${reference.name}' referenced ${where} are not defined in the template.`, // the service's words
    advice:
      didYouMean(reference.name, context.names.values()) ??
      `No action of this workflow has this name. Blanks are written as '_'.`,
    ...spot,
  };
}

/** items() wants a Foreach around the action, iterationIndexes() an Until. */
function checkLoop(reference: Reference, spot: Spot, placed: Placed, context: Context): void {
  const wanted = fold(reference.function) === 'items' ? 'Foreach' : 'Until';
  const loops = enclosing(placed).filter(({ type }) => type === wanted);
  const inCondition = wanted === 'Until' && placed.type === wanted && fold(placed.name) === fold(reference.name);
  if (inCondition || loops.some(({ name }) => fold(name) === fold(reference.name))) return;
  const exists = context.names.has(fold(reference.name));
  context.report.error({
    code: exists ? 'ActionNotBefore' : 'UnknownAction',
    message: exists
      ? `'${reference.name}' is not ${loopOf(wanted)} around action '${placed.name}'.`
      : `The repetition action(s) '${reference.name}' referenced by '${keywordOf(reference)}' in action '${placed.name}' are not defined in the template.`, // the service's words
    advice: loopAdvice(reference, loops, wanted),
    ...spot,
  });
}

function loopOf(type: string): string {
  return type === 'Until' ? 'an Until loop' : 'a Foreach loop';
}

function loopAdvice(reference: Reference, loops: readonly Placed[], wanted: string): string {
  const [innermost] = loops;
  if (!innermost) return `${reference.function}() works inside ${loopOf(wanted)}.`;
  return `Loops around it: ${loops.map(({ name }) => name).join(', ')}.`;
}

function notInTrigger(reference: Reference, spot: Spot): Finding {
  return {
    code: 'NotAllowedHere',
    message: `A trigger cannot use ${reference.function}('${reference.name}'): no action has run when it fires.`,
    advice: 'A trigger can use triggerBody(), triggerOutputs() and parameters().',
    ...spot,
  };
}

function keywordOf({ pointer }: Reference): string {
  return parts(pointer)[0] ?? 'inputs';
}
