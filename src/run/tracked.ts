import { ExpressionError } from '../expressions/index.js';
import { isObject, ownAnyCase, type JsonObject } from '../json.js';
import type { SecuredPart } from './event.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';

/** What the definition says about an execution's end: the values it can be found by, and the parts nobody may see. */
export function tracked(
  machine: Machine,
  x: Execution,
): { readonly trackedProperties?: JsonObject; readonly secured?: readonly SecuredPart[] } {
  const properties = propertiesOf(machine, x);
  const secured = securedOf(x);
  return { ...(properties && { trackedProperties: properties }), ...(secured.length > 0 && { secured }) };
}

/** Evaluated when the action has ended, so that `action()` sees its outputs; a value that cannot be had is left out. */
function propertiesOf(machine: Machine, x: Execution): JsonObject | undefined {
  const { trackedProperties } = x.planned.node;
  if (!isObject(trackedProperties) || x.frame.records[x.planned.node.name]?.status === 'Skipped') return undefined;
  const values = Object.entries(trackedProperties).flatMap(([name, template]) => {
    try {
      return [[name, machine.evaluate(x, template)] as const];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return [];
    }
  });
  return values.length > 0 ? Object.fromEntries(values) : undefined;
}

/** The parts that nobody may see: `runtimeConfiguration.secureData.properties`. */
export function securedOf({ planned }: Execution): readonly SecuredPart[] {
  const secure = ownAnyCase(planned.node.runtimeConfiguration, 'secureData');
  const named = isObject(secure) ? ownAnyCase(secure, 'properties') : undefined;
  const names = new Set([named].flat().map((name) => (typeof name === 'string' ? name.toLowerCase() : '')));
  return (['inputs', 'outputs'] as const).filter((part) => names.has(part));
}
