// `filterFunctions` of `x-ms-capabilities`: the filters that a column of a table can be searched by.
import { isArray, own } from '../../json.js';
import type { Document } from '../document.js';
import { below, objectIn, repeats, shown } from '../json.js';
import type { Rule } from '../rule.js';

/** The operators that Power Fx knows (from its source; the documentation does not list them). */
// prettier-ignore
const operators = [
  'lt', 'le', 'eq', 'ne', 'gt', 'ge', 'and', 'or', 'contains', 'indexof', 'substringof', 'not', 'year', 'month', 'day', 'hour',
  'minute', 'second', 'tolower', 'toupper', 'trim', 'null', 'date', 'length', 'sum', 'min', 'max', 'average', 'count', 'add', 'sub',
  'startswith', 'mul', 'div', 'endswith', 'countdistinct', 'cdsin', 'top', 'astype', 'arraylookup', 'distinct', 'joininner',
];

export const filterFunctionRules: readonly Rule[] = [
  {
    name: 'FilterFunctionsPropertyEmpty',
    severity: 'error',
    message: "The 'filterFunctions' property must have at least one element.",
    checks: '`filterFunctions` is not empty.',
    *check({ document }) {
      for (const { value, pointer } of filtersIn(document)) if (isArray(value) && value.length === 0) yield { pointer };
    },
  },
  {
    name: 'FilterFunctionsPropertyHasDuplicates',
    severity: 'error',
    message: "The 'filterFunctions' property cannot contain duplicates.",
    checks: 'No value of `filterFunctions` comes twice.',
    *check({ document }) {
      for (const { value, pointer } of filtersIn(document)) {
        for (const at of repeats(isArray(value) ? value : [])) yield { pointer: below(pointer, at) };
      }
    },
  },
  {
    name: 'FilterFunctionsPropertyInInputSchema',
    severity: 'error',
    message: "The 'filterFunctions' property has to be in the response schema.",
    checks: '`filterFunctions` does not stand in a parameter or body.',
    *check({ document }) {
      for (const { pointer, role } of filtersIn(document)) {
        if (role === 'body' || role === 'parameter') yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'FilterFunctionsPropertyInvalidValue',
    severity: 'error',
    message: "The 'filterFunctions' property supports only these values: {0}\".",
    checks:
      'Every value of `filterFunctions` is an operator that Power Fx can hand over to a service. (The list is from its source; the documentation has none.)',
    *check({ document }) {
      for (const { value, pointer } of filtersIn(document)) {
        for (const [at, item] of (isArray(value) ? value : []).entries()) {
          if (!operators.includes(shown(item))) yield { pointer: below(pointer, at), values: [operators.join(', ')] };
        }
      }
    },
  },
];

function filtersIn({ sites }: Document) {
  return sites.flatMap(({ schema, pointer, role }) => {
    const value = own(objectIn(schema, 'x-ms-capabilities'), 'filterFunctions');
    return value === undefined
      ? []
      : [{ value, role, pointer: below(pointer, 'x-ms-capabilities', 'filterFunctions') }];
  });
}
