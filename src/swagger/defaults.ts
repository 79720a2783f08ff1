// The values that are sent although nobody gave them. The platform promises this only for what is required, internal or
// not (documented: InternalPropertyWithDefaultOptional and PropertyMustBeRequired of the validator; from source: the
// designer falls back on required defaults alone). An optional default is a suggestion of the designer, which a flow holds
// once it is taken.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Arguments } from './arguments.js';
import { resolve } from './document.js';
import type { Location, Operation } from './operation.js';
import { defaultOf, propertiesOf } from './schema.js';

/** The arguments with the defaults of all required inputs filled in. */
export function withDefaults(operation: Operation, given: Arguments): Arguments {
  const { body, document } = operation;
  const filled = body && (body.required || isObject(given.body));
  return {
    path: parametersWithDefaults(operation, given, 'path'),
    query: parametersWithDefaults(operation, given, 'query'),
    header: parametersWithDefaults(operation, given, 'header'),
    formData: parametersWithDefaults(operation, given, 'formData'),
    body: filled ? fill(document, body.schema, given.body, new Set()) : given.body,
  };
}

function parametersWithDefaults(operation: Operation, given: Arguments, location: Location): JsonObject {
  const missing = operation.parameters
    .filter((one) => one.in === location && one.required)
    .filter((one) => !isGiven(given[location], one.name))
    .flatMap((one): [string, Json][] => (one.default === undefined ? [] : [[one.name, one.default]]));
  return missing.length === 0 ? given[location] : { ...given[location], ...Object.fromEntries(missing) };
}

/** A null counts as not given: an expression that found nothing. */
function isGiven(values: JsonObject, name: string): boolean {
  return (own(values, name) ?? null) !== null;
}

/** Required objects are entered also when absent, because they may hold a default; `open` stops at a circle of those. */
function fill(
  document: JsonObject,
  schema: JsonObject,
  value: Json | undefined,
  open: ReadonlySet<JsonObject>,
): Json | undefined {
  if (value === undefined) {
    const preset = defaultOf(document, schema);
    if (preset !== undefined) return preset;
  }
  const resolved = resolve(document, schema);
  if ((value !== undefined && !isObject(value)) || open.has(resolved)) return value;
  const inner = new Set([...open, resolved]);
  const added = [...propertiesOf(document, schema).values()].flatMap((property): [string, Json][] => {
    const old = value && own(value, property.name);
    const due = property.required || isObject(old);
    const now = due ? fill(document, property.schema, old, inner) : old;
    return now === undefined || now === old ? [] : [[property.name, now]];
  });
  return added.length === 0 ? value : { ...value, ...Object.fromEntries(added) };
}
