// What a linter is given: the files of a connector as values and texts. Nothing is read from disk here.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import { documentOf, type Document } from './document.js';

/** The files of a connector. What is left out is not looked at. */
export interface ConnectorFiles {
  /** apiDefinition.swagger.json as a value. */
  readonly definition: Json;
  /** Its text: for its size, and whether it is JSON to the letter. */
  readonly definitionText?: string;
  /** apiProperties.json as a value. */
  readonly properties?: Json;
  readonly readme?: string;
  /** icon.png */
  readonly icon?: Uint8Array;
  /** script.csx */
  readonly script?: string;
  /** The definition of the version that is published now: changes that break flows built on it are found. */
  readonly against?: Json;
  /** The apiProperties.json of that version. */
  readonly againstProperties?: Json;
}

/** A connector as the rules see it. */
export interface Connector {
  readonly files: ConnectorFiles;
  readonly document: Document;
  /** The content of apiProperties.json; undefined where there is no such file. */
  readonly properties: JsonObject | undefined;
  readonly against: Document | undefined;
  readonly againstProperties: JsonObject | undefined;
}

export function connectorOf(files: ConnectorFiles): Connector {
  const { definition, properties, against, againstProperties } = files;
  return {
    files,
    document: documentOf(isObject(definition) ? definition : {}),
    properties: isObject(properties) ? propertiesIn(properties) : undefined,
    against: isObject(against) ? documentOf(against) : undefined,
    againstProperties: isObject(againstProperties) ? propertiesIn(againstProperties) : undefined,
  };
}

function propertiesIn(file: JsonObject): JsonObject {
  const inner = own(file, 'properties');
  return isObject(inner) ? inner : {};
}
