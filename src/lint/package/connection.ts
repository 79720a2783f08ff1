// How a connection is made, as apiProperties.json has it: its parameters, and sets of them to choose from.
import { isObject, type JsonObject } from '../../json.js';
import { below, listIn, objectIn, objectsOf, textIn } from '../json.js';

/** A set of connection parameters, of which a maker chooses one. */
export interface ParameterSet {
  readonly name: string;
  readonly pointer: string;
  readonly set: JsonObject;
}

/** The parameter sets of a connector. */
export function setsOf(properties: JsonObject): readonly ParameterSet[] {
  return listIn(objectIn(properties, 'connectionParameterSets'), 'values').flatMap((set, at) =>
    isObject(set)
      ? [{ set, name: textIn(set, 'name') ?? '', pointer: below('/properties/connectionParameterSets/values', at) }]
      : [],
  );
}

/** What a connection asks for. */
export interface ConnectionParameter {
  readonly name: string;
  readonly value: JsonObject;
  readonly pointer: string;
  /** The name of the set it is in, in lower case; none for one of the connector itself. */
  readonly set?: string;
}

/** The connection parameters of the connector and of its sets. */
export function parametersOf(properties: JsonObject): readonly ConnectionParameter[] {
  const owners = [
    { parameters: objectIn(properties, 'connectionParameters'), pointer: '/properties/connectionParameters' },
    ...setsOf(properties).map(({ set, name, pointer }) => ({
      parameters: objectIn(set, 'parameters'),
      pointer: below(pointer, 'parameters'),
      set: name.toLowerCase(),
    })),
  ];
  return owners.flatMap(({ parameters, pointer, ...owner }) =>
    objectsOf(parameters).map(([name, value]) => ({ name, value, pointer: below(pointer, name), ...owner })),
  );
}
