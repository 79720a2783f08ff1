// Logic Apps Consumption: what the portal's code view, `az logic workflow show` and the gallery give.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Document, Format, Found } from './document.js';
import { objectAt, objectsIn, textAt } from './fields.js';
import { outsideParameters } from './outside-parameters.js';
import { fromConnectionsValue, fromReferences } from './references.js';
import { diagnose, type FileConnection } from './source.js';

/** `{ definition, parameters }` */
export const codeView: Format = (document) => {
  const { value } = document;
  const definition = own(value, 'definition');
  if (!isObject(definition) || own(value, 'actions') !== undefined) return undefined;
  const parameters = own(value, 'parameters');
  return [
    {
      kind: 'Logic Apps workflow',
      definition,
      pointer: '/definition',
      ...parametersOf(parameters, definition, document),
      connections: connectionsOf(value, parameters),
    },
  ];
};

/** Values of the definition's parameters; one with a type of its own is declared here, as the designer's own files have it. */
function parametersOf(all: Json | undefined, definition: JsonObject, { file, locate }: Document): Partial<Found> {
  const typed = objectsIn(all).filter(([, body]) => own(body, 'type') !== undefined);
  const { declared, values, problems } = outsideParameters(Object.fromEntries(typed), '/parameters', definition);
  const others = objectsIn(all).filter(([, body]) => own(body, 'type') === undefined);
  return {
    parameters: { file, locate, declared, mayBeMore: false },
    parameterValues: { ...valuesOf(Object.fromEntries(others)), ...values },
    diagnostics: problems.map((problem) => diagnose({ file, locate }, problem)),
  };
}

/** `{ properties: { definition }, type: Microsoft.Logic/… }` */
export const resource: Format = ({ value }) => {
  const properties = objectAt(value, 'properties');
  const definition = own(properties, 'definition');
  if (!isObject(definition) || !/^Microsoft\.Logic\//i.test(textAt(value, 'type') ?? '')) return undefined;
  const isWorkflow = /\/workflows$/i.test(textAt(value, 'type') ?? '');
  const parameters = own(properties, 'parameters');
  return [
    {
      kind: 'Logic Apps workflow',
      definition,
      pointer: '/properties/definition',
      name: textAt(properties, 'displayName') ?? (isWorkflow ? textAt(value, 'name') : undefined),
      dialect: 'logic-apps',
      parameterValues: valuesOf(parameters),
      connections: connectionsOf(properties, parameters),
    },
  ];
};

/** `{ name: { value } }` by name. */
export function valuesOf(parameters: Json | undefined): JsonObject {
  const given = objectsIn(parameters).flatMap(([name, body]) => {
    const value = own(body, 'value');
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

function connectionsOf(owner: JsonObject, parameters: Json | undefined): readonly FileConnection[] {
  const all = isObject(parameters) ? objectAt(parameters, '$connections') : {};
  return [...fromConnectionsValue(own(all, 'value')), ...fromReferences(own(owner, 'connectionReferences'))];
}
