import type { Json } from '../json.js';
import { inOrder, member, raise, bare, type Check, type Here, type Report } from './finding.js';
import { canonical } from './numbers.js';
import type { Schema } from './schema.js';

/** Checks the items of an array, one after another. */
export function checkItems(items: readonly Json[], here: Here, schema: Schema, report: Report, check: Check): void {
  const seen = new Set<string>();
  items.forEach((value, index) => {
    const inner = member(here, index, index, value);
    const known = schemaFor(index, schema);
    if (known) check(inner, known, report);
    else if (known === false)
      raise(report, inner, schema, 'additionalItems', undefinedItem(index), { value: bare(inner) });
    if (!schema.uniqueItems) return;
    const text = canonical(value);
    if (seen.has(text))
      raise(report, inner, schema, 'uniqueItems', `Non-unique array item at index ${index}.`, { value, moment: 'end' });
    seen.add(text);
  });
}

/** The schema for an item; false where the list of schemas has ended and no more items may follow. */
function schemaFor(index: number, { items, additionalItems }: Schema): Schema | false | undefined {
  if (!isList(items)) return items;
  return items[index] ?? additionalItems;
}

function isList(items: Schema | readonly Schema[] | undefined): items is readonly Schema[] {
  return Array.isArray(items);
}

/** Newtonsoft counts from 1 here (measured in Power Automate). */
function undefinedItem(index: number): string {
  return `Index ${index + 1} has not been defined and the schema does not allow additional items.`;
}

/** Checks what can be told at the end of an array. */
export function checkArrayEnd(items: readonly Json[], here: Here, schema: Schema, report: Report, check: Check): void {
  const { maxItems: most, minItems: least, contains } = schema;
  const count = items.length;
  if (most !== undefined && count > most)
    raise(report, here, schema, 'maxItems', `Array item count ${count} exceeds maximum count of ${most}.`, {
      value: count,
      moment: 'end',
    });
  if (least !== undefined && count < least)
    raise(report, here, schema, 'minItems', `Array item count ${count} is less than minimum count of ${least}.`, {
      value: count,
      moment: 'end',
    });
  if (contains) checkContains(items, here, schema, contains, report, check);
}

function checkContains(
  items: readonly Json[],
  here: Here,
  schema: Schema,
  contains: Schema,
  report: Report,
  check: Check,
): void {
  const results: Report[] = [];
  for (const [index, value] of items.entries()) {
    const found: Report = [];
    check(member(here, index, index, value), contains, found);
    if (found.length === 0) return;
    results.push(found);
  }
  raise(report, here, schema, 'contains', 'No items match contains.', { children: inOrder(results), moment: 'end' });
}
