// Dynamic extensions: the operation they call, its arguments, and what they expect of its answer.
import { isObject, kindOf, own, type Json, type JsonObject } from '../../json.js';
import { resolve } from '../../swagger/index.js';
import { didYouMean } from '../advice.js';
import { callsOf, inputsNamed, otherCalls, type Argument, type Call, type Input } from '../calls.js';
import type { Connector } from '../connector.js';
import { idsOf, type Document } from '../document.js';
import { below, shown, textIn } from '../json.js';
import { atPath, isInternal, isOpen, outputOf } from '../reach.js';
import type { Hit, Rule } from '../rule.js';
import { isOfType, nameOfType } from '../structure.js';

export const dynamicRules: readonly Rule[] = [
  {
    name: 'OperationIdNotFound',
    severity: 'error',
    message: "The 'operationId' could not be found in this swagger document.",
    checks:
      'Every `operationId` in a dynamic extension, in `x-ms-notification` and in `testConnection` is that of an operation.',
    *check({ document }) {
      for (const { pointer, value, target } of callsOf(document)) {
        const id = own(value, 'operationId');
        if (target || id === undefined) continue;
        yield { pointer: below(pointer, 'operationId'), ...didYouMean(shown(id), idsOf(document)) };
      }
      for (const { pointer, operationId } of otherCalls(document)) {
        if (document.operation(operationId)) continue;
        yield { pointer: below(pointer, 'operationId'), ...didYouMean(operationId, idsOf(document)) };
      }
    },
  },
  {
    name: 'OperationParameterNameNotFound',
    severity: 'error',
    message: "The parameter could not be found in operation '{0}' in the swagger document.",
    checks:
      'An argument of a dynamic extension is named like an input of the operation that it calls, and refers to an input of the operation that it is in.',
    *check(connector) {
      for (const { argument, call, givers, takers } of argumentsOf(connector)) {
        if (takers.length === 0) yield { pointer: argument.pointer, at: 'key', values: [call.target?.id ?? ''] };
        if (givers?.length === 0) yield { pointer: argument.pointer, values: [call.source?.id ?? ''] };
      }
    },
  },
  {
    name: 'OperationParameterNameIsAmbiguous',
    severity: 'error',
    message: 'The parameter name is ambiguous as it matches both a parameter name and a path to a body property.',
    checks: 'The name of an argument does not fit both a parameter and a property of the body.',
    *check(connector) {
      for (const { argument, takers } of argumentsOf(connector)) {
        if (takers.length > 1) yield { pointer: argument.pointer, at: 'key' };
      }
    },
  },
  {
    name: 'OperationMissingRequiredProperty',
    severity: 'error',
    message: "The target operation requires parameter '{0}'.",
    checks:
      'A dynamic extension gives every parameter that the operation it calls requires, but for those that have a default.',
    *check({ document }) {
      for (const { target, pointer, arguments: given } of callsOf(document)) {
        for (const { name, source, in: location } of target?.parameters ?? []) {
          if (location === 'body' || own(source, 'required') !== true || own(source, 'default') !== undefined) continue;
          if (!given.some((argument) => argument.name === name)) yield { pointer, at: 'key', values: [name] };
        }
      }
    },
  },
  {
    name: 'OperationParameterRequiredMismatch',
    severity: 'warning',
    message:
      "The parameter is required, but an optional value is provided by operation '{0}'. The request cannot be made until a value for this parameter is provided.",
    checks: 'What a required argument refers to is required itself.',
    *check(connector) {
      for (const { argument, call, givers, takers } of argumentsOf(connector)) {
        const [giver, taker] = [only(givers), only(takers)];
        if (giver && taker?.required && !giver.required)
          yield { pointer: argument.pointer, values: [call.source?.id ?? ''] };
      }
    },
  },
  {
    name: 'OperationParameterStaticTypeMismatch',
    severity: 'error',
    message: "The parameter has type '{0}', but a static value is provided of type '{1}'.",
    checks: 'A value given as an argument is of the type that the input has.',
    *check(connector) {
      for (const { argument, takers } of argumentsOf(connector)) {
        const type = typeOf(only(takers));
        if (type === undefined || argument.value === undefined || isOfType(argument.value, type)) continue;
        yield { pointer: argument.pointer, values: [nameOfType(type), kindOf(argument.value)] };
      }
    },
  },
  {
    name: 'OperationParameterTypeMismatch',
    severity: 'error',
    message: "The parameter has type '{0}', but operation '{1}' is providing a parameter of type '{2}'.",
    checks: 'What an argument refers to is of the type that the input has.',
    *check(connector) {
      for (const { argument, call, givers, takers } of argumentsOf(connector)) {
        const [given, taken] = [typeOf(only(givers)), typeOf(only(takers))];
        if (!given || !taken || given === taken || (taken === 'number' && given === 'integer')) continue;
        yield { pointer: argument.pointer, values: [nameOfType(taken), call.source?.id ?? '', nameOfType(given)] };
      }
    },
  },
  {
    name: 'SourcePropertyInternal',
    severity: 'warning',
    message:
      "The parameter reference '{0}' in the source operation '{1}' is internal or one of its parent(s) are internal. Either make the property visible or update the parameter reference to a static value.",
    checks: 'What an argument refers to can be seen by a maker, unless the operation it is in is internal too.',
    *check(connector) {
      for (const { argument, call, givers } of argumentsOf(connector)) {
        if (!only(givers)?.internal || isInternal(call.source?.source ?? {})) continue;
        yield { pointer: argument.pointer, values: [argument.reference ?? '', call.source?.id ?? ''] };
      }
    },
  },
  {
    name: 'InvokedOperationShouldProduceArray',
    severity: 'warning',
    message:
      "The dynamic operation expects an array on the specified path '{0}' which should be defined in the successful response of the invoked operation '{1}'.",
    checks: 'Where a list of choices is taken from, the answer of the called operation has an array.',
    *check({ document }) {
      for (const { call, path, found } of listsOf(document)) {
        if (found === undefined || (found !== 'anything' && !mayBeArray(document, found.schema))) {
          yield { pointer: call.pointer, at: 'key', values: [path, call.target?.id ?? ''] };
        }
      }
    },
  },
  {
    name: 'InvokedOperationShouldProduceProperty',
    severity: 'warning',
    message:
      "The dynamic operation expects a property on the specified path '{0}' which should be defined in the successful response of the invoked operation '{1}'.",
    checks:
      'What is shown of a choice and what is taken from it are properties of the items of that array; a dynamic schema is a property of the answer.',
    *check({ document }) {
      for (const call of callsOf(document)) yield* missingProperties(document, call);
    },
  },
];

interface Bound {
  readonly call: Call;
  readonly argument: Argument;
  /** The inputs of the called operation that the argument may be for. */
  readonly takers: readonly Input[];
  /** The inputs of the calling operation that a reference may mean; undefined where there is none, or nobody knows. */
  readonly givers: readonly Input[] | undefined;
}

/** The arguments of all calls whose target is there. */
function argumentsOf({ document }: Connector): readonly Bound[] {
  return callsOf(document).flatMap((call) => {
    const { target, source } = call;
    if (!target) return [];
    return call.arguments.map((argument) => ({
      call,
      argument,
      takers: inputsNamed(document, target, argument.name),
      givers:
        source && argument.reference !== undefined ? inputsNamed(document, source, argument.reference) : undefined,
    }));
  });
}

function only(inputs: readonly Input[] | undefined): Exclude<Input, 'anything'> | undefined {
  const [first, second] = inputs ?? [];
  return first === 'anything' || second ? undefined : first;
}

function typeOf(input: Exclude<Input, 'anything'> | undefined): string | undefined {
  return input && textIn(input.schema, 'type');
}

const listKeys = { older: 'value-collection', newer: 'itemsPath' } as const;

/** The calls that fetch a list of choices, and what stands in the answer where the list should be. */
function* listsOf(document: Document) {
  for (const call of callsOf(document)) {
    if (!['x-ms-dynamic-values', 'x-ms-dynamic-list', 'x-ms-dynamic-tree'].includes(call.extension)) continue;
    const output = call.target && outputOf(call.target);
    if (!output) continue;
    const path = textIn(call.value, call.older ? listKeys.older : listKeys.newer) ?? '';
    yield { call, path, found: atPath(document.root, output, segments(path)) };
  }
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function mayBeArray({ root }: Document, schema: JsonObject): boolean {
  const target = resolve(root, schema);
  const type = own(target, 'type');
  return type === 'array' || (type === undefined && isOpen(root, target));
}

function* missingProperties(document: Document, call: Call): Generator<Hit> {
  const { target, value, pointer } = call;
  const output = target && outputOf(target);
  if (!output) return;
  for (const { key, within } of expected(document, call, output)) {
    const path = textIn(value, key);
    if (path === undefined || within === undefined || atPath(document.root, within, segments(path)) !== undefined)
      continue;
    yield { pointer: below(pointer, key), values: [path, target?.id ?? ''] };
  }
}

/** The paths of an extension, and the schema in which each should lead somewhere. */
function expected(document: Document, call: Call, output: JsonObject) {
  if (call.extension === 'x-ms-dynamic-schema') return [{ key: 'value-path', within: output }];
  if (call.extension === 'x-ms-dynamic-properties') return [{ key: 'itemValuePath', within: output }];
  const list = atPath(
    document.root,
    output,
    segments(textIn(call.value, call.older ? listKeys.older : listKeys.newer) ?? ''),
  );
  const items: Json | undefined = list && list !== 'anything' ? own(list.schema, 'items') : undefined;
  const within = isObject(items) ? items : undefined;
  const keys = call.older ? ['value-path', 'value-title'] : ['itemValuePath', 'itemTitlePath'];
  return keys.map((key) => ({ key, within }));
}
