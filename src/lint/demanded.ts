// What certification demands beyond the JSON schema, so that makers can read what they see. The documentation does not
// list it; the validator's output in pull requests of published connectors does (microsoft/PowerPlatformConnectors 683,
// 1095, 3407, 3408, 3841, 4160), and no connector of certification's time that was looked at lacks any of it.
import { isObject, own, type JsonObject } from '../json.js';
import type { Document } from './document.js';
import { isInternal } from './reach.js';

/** An object, and the texts that it must have. */
export interface Demand {
  readonly source: JsonObject;
  readonly pointer: string;
  readonly names: readonly string[];
}

/** The texts about the connector, its operations and their parameters that must be there. */
export function demandsOn(document: Document): readonly Demand[] {
  const operations = document.operations.filter(({ source }) => !isInternal(source));
  const info = own(document.root, 'info');
  return [
    ...(isObject(info) ? [{ source: info, pointer: '/info', names: ['description'] }] : []),
    ...operations.map(({ source, pointer }) => ({ source, pointer, names: ['summary', 'description'] })),
    ...parametersOf(document, operations).map(({ source, pointer }) => ({
      source,
      pointer,
      names: ['x-ms-summary', 'description'],
    })),
  ];
}

/** What makers fill in, each once, where it is written. A body needs no texts: its properties are shown. */
function parametersOf({ parameters }: Document, operations: Document['operations']): Document['parameters'] {
  const used = new Set(operations.flatMap((operation) => operation.parameters.map(({ source }) => source)));
  return parameters.filter((one) => one.in !== 'body' && used.has(one.source) && !isInternal(one.source));
}
