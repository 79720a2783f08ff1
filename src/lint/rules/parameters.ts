// Parameters: where they stand, how many there are, and what each kind may say.
import { own, stringifyJson } from '../../json.js';
import type { Document, Parameter } from '../document.js';
import { below, objectIn, repeats, textIn } from '../json.js';
import type { Hit, Rule } from '../rule.js';

/** Keywords that describe a value in place: in a body they belong into the schema. */
const valueKeywords = [
  'type',
  'format',
  'items',
  'collectionFormat',
  'default',
  'enum',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'multipleOf',
  'x-ms-url-encoding',
];

export const parameterRules: readonly Rule[] = [
  {
    name: 'OperationParametersAreNotUnique',
    severity: 'error',
    message: "The parameters in the operation '{0}' are not unique.",
    checks: 'No operation lists the same parameter, written alike, twice.',
    *check({ document }) {
      for (const { id, own: its } of document.operations) {
        for (const at of repeats(its.map(({ written }) => written))) {
          yield { pointer: its[at]?.pointer ?? '', values: [id] };
        }
      }
    },
  },
  {
    name: 'OperationParametersContainDuplicateParameter',
    severity: 'error',
    message: "The operation '{0}' contains duplicate parameters with name '{1}', location '{2}'.",
    checks: 'No two parameters of an operation have the same name and location.',
    *check({ document }) {
      for (const { id, own: its } of document.operations) yield* duplicates(its, id);
    },
  },
  {
    name: 'OperationParametersContainMultipleBodyParameters',
    severity: 'error',
    message: "The operation '{0}' contains multiple parameters in the location 'body', at most one is allowed.",
    checks: 'An operation has one body at most.',
    *check({ document }) {
      for (const { id, own: its } of document.operations) {
        const [, second] = its.filter((one) => one.in === 'body');
        if (second) yield { pointer: second.pointer, values: [id] };
      }
    },
  },
  {
    name: 'PathParametersContainDuplicateParameter',
    severity: 'error',
    message: "The path '{0}' contains duplicate parameters with name '{1}', location '{2}'.",
    checks: 'No two parameters that a path has for all its operations have the same name and location.',
    *check({ document }) {
      for (const { path, parameters } of document.paths) yield* duplicates(parameters, path);
    },
  },
  {
    name: 'PathParametersContainMultipleBodyParameters',
    severity: 'error',
    message: "The path '{0}' contains multiple parameters in the location 'body', at most one is allowed.",
    checks: 'A path has one body at most for all its operations.',
    *check({ document }) {
      for (const { path, parameters } of document.paths) {
        const [, second] = parameters.filter((one) => one.in === 'body');
        if (second) yield { pointer: second.pointer, values: [path] };
      }
    },
  },
  {
    name: 'ParameterListContainsFormDataAndBody',
    severity: 'error',
    message:
      "The 'parameters' list defines both a 'body' parameter, and a 'formData' parameter. Only one of these location types can be used in an operation.",
    checks: 'No operation has both a body and form fields.',
    *check({ document }) {
      for (const { parameters } of document.operations) {
        const body = parameters.find((one) => one.in === 'body');
        if (body && parameters.some((one) => one.in === 'formData')) yield { pointer: body.pointer };
      }
    },
  },
  {
    name: 'FileParameterMustBeInFormData',
    severity: 'error',
    message: "Parameters of type 'file' are not valid in locations other than 'formData'.",
    checks: 'Only form fields are of type `file`.',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location !== 'formData' && own(source, 'type') === 'file') yield { pointer: below(pointer, 'type') };
      }
    },
  },
  {
    name: 'InvalidFormDataParameterName',
    severity: 'error',
    message:
      "The form data parameter name '{0}' is invalid. All characters must be part of the US-ASCII character set.",
    checks: 'Names of form fields are ASCII.',
    *check({ document }) {
      for (const { name, pointer, in: location } of document.parameters) {
        if (location === 'formData' && /[^ -~]/.test(name)) yield { pointer: below(pointer, 'name'), values: [name] };
      }
    },
  },
  {
    name: 'PathParameterMustBeRequired',
    severity: 'error',
    message:
      "The parameter must be marked as required as it is used in the operation path. Include the 'required' property, with the value 'true'.",
    checks: 'Every path parameter has `required: true`.',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location === 'path' && own(source, 'required') !== true) yield { pointer };
      }
    },
  },
  {
    name: 'PathParameterMissingEncoding',
    severity: 'warning',
    message:
      'Encoding for path parameter \'{0}\' is missing, which might lead to invalid requests. Use "x-ms-url-encoding": "single" to ensure the value is URL encoded.',
    checks: 'Every path parameter has `x-ms-url-encoding`.',
    *check({ document }) {
      for (const { name, source, pointer, in: location } of document.parameters) {
        if (location === 'path' && own(source, 'x-ms-url-encoding') === undefined) yield { pointer, values: [name] };
      }
    },
  },
  {
    name: 'QueryParameterEncodingNotSupported',
    severity: 'error',
    message: "Encoding for query parameter '{0}' is not supported. All query parameters are single encoded by default.",
    checks: 'No query parameter has `x-ms-url-encoding`.',
    *check({ document }) {
      for (const { name, source, pointer, in: location } of document.parameters) {
        if (location !== 'query' || own(source, 'x-ms-url-encoding') === undefined) continue;
        yield { pointer: below(pointer, 'x-ms-url-encoding'), at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ParamtersWithSameNameMustHaveSameTypeAndVisibility',
    severity: 'error',
    message: 'Parameters of the same name in fetch and subscribe operations must be of the same type and visibility.',
    checks:
      'A trigger that fetches when it is notified, and the operation that subscribes it (`x-ms-notification`), agree on the type and visibility of inputs of the same name.',
    *check({ document }) {
      for (const { source, parameters } of document.operations) {
        const subscribed = document.operation(subscription(source));
        for (const mine of subscribed ? parameters : []) {
          const its = subscribed?.parameters.find(({ name }) => name === mine.name);
          if (its && kindOf(its) !== kindOf(mine)) yield { pointer: mine.pointer };
        }
      }
    },
  },
  {
    name: 'BodyParameterPropertyNotValid',
    severity: 'error',
    message:
      "The 'body' parameter cannot use property '{0}', instead, the 'schema' property should be used to define the type used by the parameter.",
    checks: 'A body describes its value in `schema` only, not with `type`, `default` and the like beside it.',
    *check({ document }) {
      for (const { source, pointer } of of(document, 'body')) {
        for (const name of valueKeywords) {
          if (own(source, name) !== undefined) yield { pointer: below(pointer, name), at: 'key', values: [name] };
        }
      }
    },
  },
  {
    name: 'BodyParameterSchemaRequired',
    severity: 'error',
    message: "The 'body' parameter must define a 'schema' property.",
    checks: 'Every body has a `schema`.',
    *check({ document }) {
      for (const { source, pointer } of of(document, 'body'))
        if (own(source, 'schema') === undefined) yield { pointer };
    },
  },
  {
    name: 'NonBodyParameterSchemaNotValid',
    severity: 'error',
    message: "The parameter cannot define a schema as it is not in the 'body'.",
    checks: 'Only a body has a `schema`.',
    *check({ document }) {
      for (const parameter of document.parameters) {
        if (parameter.in === 'body' || own(parameter.source, 'schema') === undefined) continue;
        yield { pointer: below(parameter.pointer, 'schema'), at: 'key' };
      }
    },
  },
  {
    name: 'AllowEmptyValueOnlyValidForQueryFormData',
    severity: 'error',
    message:
      "The parameter cannot use the 'allowEmptyValue' keyword as it is not in the 'query' or 'formData' location.",
    checks: 'Only query parameters and form fields have `allowEmptyValue: true`.',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location === 'query' || location === 'formData' || own(source, 'allowEmptyValue') !== true) continue;
        yield { pointer: below(pointer, 'allowEmptyValue'), at: 'key' };
      }
    },
  },
];

function of({ parameters }: Document, location: string): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === location);
}

function* duplicates(parameters: readonly Parameter[], owner: string): Generator<Hit> {
  for (const at of repeats(parameters.map(({ name, in: location }) => [name, location]))) {
    const { pointer = '', name = '', in: location = '' } = parameters[at] ?? {};
    yield { pointer, values: [owner, name, location] };
  }
}

function subscription(source: Parameter['source']): string {
  return textIn(objectIn(source, 'x-ms-notification'), 'operationId') ?? '';
}

function kindOf({ source }: Parameter): string {
  return stringifyJson([
    own(source, 'type') ?? null,
    own(source, 'format') ?? null,
    textIn(source, 'x-ms-visibility') ?? 'none',
  ]);
}
