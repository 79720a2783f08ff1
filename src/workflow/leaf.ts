import { isObject, type Json, type JsonObject } from '../json.js';
import { isUnknownExpression, type ActionType } from './action-types.js';
import type { ActionBase, LeafNode } from './definition.js';
import { limits } from './limits.js';
import { fold } from './names.js';
import { enclosing, type Context, type Placed } from './place.js';
import { field, isTemplate, objectField, textField, warnUnknown, wrongType, type Field } from './reading.js';
import type { Report } from './report.js';
import { checkCallKeywords, checkInputs, checkKeywords } from './required.js';
import { checkCode } from './inline-code.js';
import { retryKeywords, retryTypes } from './keywords.js';
import { checkInteger, checkTimeout, oneOf, secondsOf, shown } from './values.js';
import { checkVariableUse, declareVariables } from './variables.js';

/** Reads `call` and `with` into what Power Automate writes for a connector operation. */
export function parseCall(base: ActionBase, call: Field, placed: Placed, context: Context): LeafNode {
  const { body, pointer } = placed;
  const { report } = context;
  refuseBeside(placed, report);
  checkCallKeywords(placed, report);
  const parameters = objectField(body, pointer, 'with', report).value;
  const authentication = field(body, pointer, 'authentication');
  const inputs = {
    host: splitCall(call, report),
    parameters,
    ...(authentication ? { authentication: authentication.value } : {}),
  };
  return { control: 'leaf', ...base, call: true, inputs, ...retryOf(field(body, pointer, 'retryPolicy'), report) };
}

/** `connection.Operation`, split at the first dot; one without a dot has no connection, which is told of where those are known. */
function splitCall(call: Field, report: Report): JsonObject {
  const { value } = call;
  const named = typeof value === 'string' && !isTemplate(value) ? /^(?:([^.]+)\.(.+)|[^.]+)$/s.exec(value) : null;
  if (named) return { connectionName: (named[1] ?? '').trim(), operationId: (named[2] ?? named[0]).trim() };
  report.error({
    code: 'InvalidCall',
    message: isTemplate(value)
      ? "'call' cannot be an expression."
      : "'call' must be a connection and an operation, with a dot between them.",
    advice: "Write 'call: connection.Operation', for example 'call: acs.CreateCommunicationIdentity'.",
    pointer: call.pointer,
    at: value === null ? 'key' : undefined,
  });
  return { connectionName: '', operationId: '' };
}

function refuseBeside({ body, pointer }: Placed, report: Report): void {
  const other = field(body, pointer, 'type') ?? field(body, pointer, 'inputs');
  if (!other) return;
  report.error({
    code: 'InvalidCall',
    message: `An action with 'call' has no '${other.key}'.`,
    advice:
      fold(other.key) === 'type' ? "Take 'type' away, or 'call'." : "The parameters of 'call' stand below 'with:'.",
    pointer: other.pointer,
    at: 'key',
  });
}

/** Reads an action that holds no others. */
export function parseLeaf(base: ActionBase, type: ActionType, placed: Placed, context: Context): LeafNode {
  const { body, pointer } = placed;
  const { report } = context;
  checkKeywords(placed, type, report);
  const inputs = field(body, pointer, 'inputs');
  checkInputs(inputs, type, placed, report);
  checkType(type.type, inputs, placed, context);
  const written = textField(body, pointer, 'kind', report);
  const kind = written === undefined ? {} : { kind: canonicalKind(written, type) };
  if (isUnknownExpression({ type: type.type, ...kind })) reportKind(placed, written, type, report);
  return {
    control: 'leaf',
    ...base,
    ...kind,
    ...liftRetry(inputs, type, report),
  };
}

function canonicalKind(kind: string, { kinds = [] }: ActionType): string {
  return kinds.find((known) => fold(known) === fold(kind)) ?? kind;
}

/** A warning, as for a type that cannot run here. */
function reportKind(
  { name, body, pointer }: Placed,
  kind = '',
  { type, kinds = [] }: ActionType,
  report: Report,
): void {
  report.warn({
    code: 'UnsupportedActionKind',
    message: `'${name}' is of the kind '${kind}' of ${type}, which dryflow does not know: it fails unless a mock answers for it.`,
    advice: `Give it a mock: ${name}: { body: … }. Kinds that run here: ${kinds.join(', ')}.`,
    pointer: (field(body, pointer, 'kind') ?? field(body, pointer, 'type'))?.pointer ?? pointer,
  });
}

/** A retry policy stands in the inputs of a definition; it is an instruction to the runner, not an input. */
function liftRetry(inputs: Field | undefined, type: ActionType, report: Report): { inputs: Json; retryPolicy?: Json } {
  const value = inputs ? inputs.value : {};
  if (typeof type.inputs !== 'object' || !type.inputs['retryPolicy'] || !inputs || !isObject(value))
    return { inputs: value };
  const retry = field(value, inputs.pointer, 'retryPolicy');
  if (!retry) return { inputs: value };
  const others = Object.fromEntries(Object.entries(value).filter(([key]) => key !== retry.key));
  return { inputs: others, ...retryOf(retry, report) };
}

function retryOf(found: Field | undefined, report: Report): { retryPolicy?: Json } {
  if (!found || found.value === null) return {};
  if (isTemplate(found.value)) return { retryPolicy: found.value };
  if (isObject(found.value)) checkRetry(found.value, found.pointer, report);
  else wrongType(found, 'a map', report);
  return { retryPolicy: found.value };
}

function checkRetry(policy: JsonObject, pointer: string, report: Report): void {
  warnUnknown(policy, pointer, [retryKeywords], 'A retry policy', report);
  const [type, count] = [field(policy, pointer, 'type'), field(policy, pointer, 'count')];
  if (type) oneOf(type, retryTypes, report);
  if (count) checkInteger(count, 1, limits.retryCount, report);
  for (const name of ['interval', 'minimumInterval', 'maximumInterval']) {
    const interval = field(policy, pointer, name);
    if (interval) checkTimeout(interval, report);
  }
  checkInterval(field(policy, pointer, 'interval'), report);
}

function checkInterval(interval: Field | undefined, report: Report): void {
  const seconds = typeof interval?.value === 'string' ? secondsOf(interval.value) : undefined;
  const { least, most } = limits.retryInterval;
  if (!interval || seconds === undefined || (seconds >= least && seconds <= most)) return;
  report.warn({
    code: 'LimitExceeded',
    message: `The interval is ${shown(interval.value)}; the service allows 5 seconds to one day.`,
    pointer: interval.pointer,
  });
}

function checkType(type: string, inputs: Field | undefined, placed: Placed, context: Context): void {
  switch (type) {
    case 'InitializeVariable':
      refuseInside(
        placed,
        enclosing(placed)[0],
        'It stands at the top level of a workflow; set the variable here instead.',
        context,
      );
      return declareVariables(inputs, context);
    case 'Response':
      return refuseInside(placed, loopAround(placed), 'A request is answered once: move it behind the loop.', context);
    case 'Terminate':
      refuseInside(
        placed,
        loopAround(placed),
        'Note the failure in a variable, and end the run behind the loop.',
        context,
      );
      return checkTerminate(inputs, context.report);
    case 'JavaScriptCode':
      return checkCode(inputs, context.report);
    default:
      if (type.endsWith('Variable')) checkVariableUse(inputs, placed, context);
  }
}

function loopAround(placed: Placed): Placed | undefined {
  return enclosing(placed).find(({ type }) => type === 'Foreach' || type === 'Until');
}

function refuseInside(placed: Placed, around: Placed | undefined, advice: string, { report }: Context): void {
  if (!around) return;
  const what = placed.type === 'InitializeVariable' ? 'variable action' : 'action'; // the service's words
  report.error({
    code: 'NotAllowedHere',
    message: `The ${what} '${placed.name}' of type '${placed.type}' cannot be nested in an action of type '${around.type}'.`,
    advice,
    pointer: placed.namePointer,
    at: 'key',
  });
}

function checkTerminate(inputs: Field | undefined, report: Report): void {
  if (!inputs || !isObject(inputs.value)) return;
  const status = field(inputs.value, inputs.pointer, 'runStatus');
  if (status && status.value !== null) oneOf(status, ['Succeeded', 'Failed', 'Cancelled'], report);
}
