import { isObject, type Json, type JsonObject, own } from '../../json.js';
import { ExpressionError } from '../error.js';
import { formValue, formValues, multipartBody } from '../forms.js';
import {
  type FunctionRow,
  notExpectedHere,
  notSupported,
  type ReferenceKind,
  scoped,
  type Wording,
} from '../function.js';
import type { Scope } from '../scope.js';

function notFound(message: string): ExpressionError {
  return new ExpressionError('NotFound', message);
}

function actionRecord(scope: Scope, name: string): JsonObject {
  const record = scope.action(name);
  if (record) return record;
  throw notFound(
    `Template language expression cannot be evaluated: the template action '${name}' is not defined at current scope.`,
  );
}

function outputsOf(record: JsonObject): Json {
  return own(record, 'outputs') ?? null;
}

function bodyOf(outputs: Json): Json {
  return isObject(outputs) ? (own(outputs, 'body') ?? null) : null;
}

function outputsAt(scope: Scope, name: string): Json {
  return outputsOf(actionRecord(scope, name));
}

function body(scope: Scope, name: string): Json {
  return bodyOf(outputsAt(scope, name));
}

function triggerRecord(scope: Scope, name: string): JsonObject {
  const record = scope.trigger();
  if (record) return record;
  throw notExpectedHere(name);
}

function parameters(scope: Scope, name: string): Json {
  const value = scope.parameter(name);
  if (value === undefined) throw notFound(`The workflow parameter '${name}' is not found.`);
  return value;
}

function variables(scope: Scope, name: string): Json {
  const value = scope.variable(name);
  if (value === undefined) throw notFound(`The workflow variable '${name}' is not found.`);
  return value;
}

function item(scope: Scope): Json {
  const value = scope.item();
  if (value === undefined) throw notExpectedHere('item');
  return value;
}

function loopError(name: string, loop: string): ExpressionError {
  return notFound(
    `The template language function '${name}' cannot be evaluated: '${loop}' is not a loop around this place.`,
  );
}

function items(scope: Scope, loop: string): Json {
  const value = scope.items(loop);
  if (value === undefined) throw loopError('items', loop);
  return value;
}

function iterationIndexes(scope: Scope, loop: string): Json {
  const index = scope.iterationIndex(loop);
  if (index === undefined) throw loopError('iterationIndexes', loop);
  return index;
}

function result(scope: Scope, name: string): Json {
  const records = scope.result(name);
  if (records) return records;
  throw notFound(
    `Template language expression cannot be evaluated: the template action '${name}' is not defined at current scope.`,
  );
}

function currentAction(scope: Scope): Json {
  const record = scope.currentAction();
  if (!record) throw notExpectedHere('action');
  return record;
}

function listCallbackUrl(scope: Scope): Json {
  const url = scope.callbackUrl();
  if (url === undefined) throw notExpectedHere('listCallbackUrl');
  return url;
}

/** Logic Apps Standard alone has it (measured in Power Automate). */
function appSetting(scope: Scope, name: string): Json {
  if (scope.dialect === 'power-automate') throw notExpectedHere('appsetting');
  const value = scope.appSetting(name);
  if (value === undefined) {
    const advice = `Set the environment variable ${name}: app settings are taken from the environment.`;
    throw new ExpressionError('NotFound', `The app setting '${name}' is not found.`, { advice });
  }
  return value;
}

/** What only the service's agents have: a local run has no model that chooses values and no channel to people. */
function ofAgents(name: string): () => never {
  return () => {
    throw notSupported(`The template language function '${name}', which belongs to agents,`);
  };
}

/** A function of one name; anything but a string is told to be not valid (measured). */
function named(
  name: string,
  parameter: string,
  call: (scope: Scope, name: string) => Json,
  names?: ReferenceKind,
): FunctionRow {
  return scoped(`${name}(${parameter}: string): any`, call, { plain: true, ...(names ? { names } : {}) });
}

const OF_ACTION: Wording & { names: ReferenceKind } = { plain: true, link: false, names: 'action' };
const TWO = 'expects two parameters: the name of the action as the first parameter, ';

/** The workflow and its run. */
export const workflow: readonly FunctionRow[] = [
  scoped('action(): object', currentAction),
  named('actionBody', 'action', body, 'action'),
  named('actionOutputs', 'action', outputsAt, 'action'),
  named('actions', 'action', actionRecord, 'action'),
  named('agentParameters', 'name', ofAgents('agentParameters')),
  named('appsetting', 'name', appSetting),
  scoped('assistantMessage(): any', ofAgents('assistantMessage')),
  named('body', 'action', body, 'action'),
  scoped('channelTriggerBody(): any', ofAgents('channelTriggerBody')),
  scoped(
    'formDataMultiValues(action: string, key: string): array',
    (scope: Scope, name: string, key: string) => formValues('formDataMultiValues', outputsAt(scope, name), key),
    { ...OF_ACTION, expects: `${TWO}the name of the form field as the second parameter` },
  ),
  scoped(
    'formDataValue(action: string, key: string): any',
    (scope: Scope, name: string, key: string) => formValue('formDataValue', outputsAt(scope, name), key),
    { ...OF_ACTION, expects: `${TWO}the name of the form field as the second parameter` },
  ),
  scoped('item(): any', item),
  named('items', 'loop', items, 'loop'),
  named('iterationIndexes', 'loop', iterationIndexes, 'loop'),
  scoped('listCallbackUrl(): string', listCallbackUrl),
  scoped(
    'multipartBody(action: string, index: integer): any',
    (scope: Scope, name: string, index: number) => multipartBody('multipartBody', outputsAt(scope, name), index),
    { ...OF_ACTION, expects: `${TWO}the index of the multipart content as the second parameter` },
  ),
  named('outputs', 'action', outputsAt, 'action'),
  named('parameters', 'name', parameters, 'parameter'),
  named('result', 'scope', result, 'scope'),
  scoped('trigger(): object', (scope: Scope) => triggerRecord(scope, 'trigger')),
  scoped('triggerBody(): any', (scope: Scope) => bodyOf(outputsOf(triggerRecord(scope, 'triggerBody')))),
  scoped(
    'triggerFormDataMultiValues(key: string): array',
    (scope: Scope, key: string) =>
      formValues('triggerFormDataMultiValues', triggerOutputs(scope, 'triggerFormDataMultiValues'), key),
    { plain: true },
  ),
  scoped(
    'triggerFormDataValue(key: string): any',
    (scope: Scope, key: string) =>
      formValue('triggerFormDataValue', triggerOutputs(scope, 'triggerFormDataValue'), key),
    { plain: true },
  ),
  scoped(
    'triggerMultipartBody(index: integer): any',
    (scope: Scope, index: number) =>
      multipartBody('triggerMultipartBody', triggerOutputs(scope, 'triggerMultipartBody'), index),
    { plain: true },
  ),
  scoped('triggerOutputs(): any', (scope: Scope) => triggerOutputs(scope, 'triggerOutputs')),
  named('variables', 'name', variables, 'variable'),
  scoped('workflow(): object', (scope: Scope) => scope.workflow()),
];

function triggerOutputs(scope: Scope, name: string): Json {
  return outputsOf(triggerRecord(scope, name));
}
