import { compile, stringOf, type Compiled } from '../../expressions/index.js';
import { isArray, isObject, own, ownAnyCase, type Json, type JsonObject } from '../../json.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import { failed, invalidInputs, type Settlement } from '../settlement.js';
import type { Inline } from './inline.js';
import { arrayFrom, isList, itemScopes, itemTemplate, withBody } from './items.js';
import { writeCsv, writeHtml, type TableText } from './table-text.js';

const formats = new Map([
  ['csv', writeCsv],
  ['html', writeHtml],
]);

/** Table: an array as CSV or HTML, with the given columns or those of its objects. */
export const table: Inline = (inputs, x, machine) => {
  const from = arrayFrom(inputs, "of type 'Array'", x); // measured in Power Automate
  if (!isList(from)) return from;
  const format = isObject(inputs) ? ownAnyCase(inputs, 'format') : undefined;
  const write = typeof format === 'string' ? formats.get(format.toLowerCase()) : undefined;
  if (!write) return invalidInputs(x, "The 'format' must be 'CSV' or 'HTML'.");
  const columns = itemTemplate(x) ?? null;
  const text = columns === null ? allProperties(from) : givenColumns(columns, from, x, machine);
  if ('status' in text) return { ...text, inputs };
  return withBody(inputs, write(text));
};

/** A column for every property that an object has, in the order in which they appear. */
function allProperties(from: readonly Json[]): TableText | Settlement {
  if (!from.every(isObject))
    return failed(
      'BadRequest',
      "The property 'columns' must be specified unless the 'from' property value is an array of objects.",
    );
  const headers = [...new Set(from.flatMap((row) => Object.keys(row)))];
  return { headers, rows: from.map((row) => headers.map((name) => stringOf(own(row, name) ?? null))) };
}

interface Column {
  readonly header: Json;
  readonly cell: Compiled;
}

function givenColumns(given: Json, from: readonly Json[], x: Execution, machine: Machine): TableText | Settlement {
  const columns = columnsOf(given, x, machine);
  if (!columns) return invalidInputs(x, "The 'columns' must be a list of { header, value }.");
  const headers = columns.map(({ header }) => stringOf(header));
  const scopeOf = itemScopes(x, machine);
  const rows = from.map((item) => {
    const scope = scopeOf(item);
    return columns.map(({ cell }) => stringOf(cell(scope)));
  });
  return { headers, rows };
}

/** A list in the definition has templates; one that an expression gives has values, which are no templates any more. */
function columnsOf(given: Json, x: Execution, machine: Machine): Column[] | undefined {
  const list = isArray(given) ? given : machine.evaluate(x, given);
  if (!isArray(list) || !list.every(isObject)) return undefined;
  const part = (column: JsonObject, name: string) => ownAnyCase(column, name) ?? null;
  if (list !== given)
    return list.map((column) => ({ header: part(column, 'header'), cell: () => part(column, 'value') }));
  return list.map((column) => ({
    header: machine.evaluate(x, part(column, 'header')),
    cell: compile(part(column, 'value')),
  }));
}
