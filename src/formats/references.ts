// The connections that files of the platforms list: each platform, and each of its exports, writes them in its own way.
import { own, type Json, type JsonObject } from '../json.js';
import { objectAt, objectsIn, textAt } from './fields.js';
import type { ConnectionGroup, FileConnection } from './source.js';

/** `parameters.$connections.value` of Logic Apps: by name `{ connectionId, connectionName, id }`. */
export function fromConnectionsValue(value: Json | undefined): readonly FileConnection[] {
  return objectsIn(value).map(([name, body]) =>
    connection(name, textAt(body, 'id'), [lastPart(textAt(body, 'connectionId')), textAt(body, 'connectionName')]),
  );
}

/** `connectionReferences`, of Power Automate and of Logic Apps' templates: the API is in `id`, `api.id` or `api.name`. */
export function fromReferences(references: Json | undefined): readonly FileConnection[] {
  return objectsIn(references).map(([name, body]) => {
    const [api, of] = [objectAt(body, 'api'), objectAt(body, 'connection')];
    const id = textAt(api, 'name') ?? textAt(api, 'id') ?? textAt(body, 'id') ?? textAt(body, 'apiId');
    return connection(name, id, [
      textAt(of, 'connectionReferenceLogicalName') ?? textAt(body, 'connectionReferenceLogicalName'),
      textAt(body, 'connectionName'),
      lastPart(textAt(of, 'id') ?? textAt(of, 'name')),
    ]);
  });
}

/** connections.json of Logic Apps Standard: the groups, and where the connections of one say what they are for. */
const groups: {
  readonly [key: string]: { readonly group: ConnectionGroup; readonly api: (body: JsonObject) => string | undefined };
} = {
  managedApiConnections: { group: 'managed', api: (body) => textAt(objectAt(body, 'api'), 'id') },
  serviceProviderConnections: {
    group: 'serviceProvider',
    api: (body) => textAt(objectAt(body, 'serviceProvider'), 'id'),
  },
  functionConnections: { group: 'function', api: (body) => textAt(objectAt(body, 'function'), 'id') },
  apiManagementConnections: { group: 'apiManagement', api: (body) => textAt(body, 'apiId') },
  agentConnections: { group: 'agent', api: (body) => textAt(body, 'type') },
};

/** The keys of connections.json. */
export const connectionGroups: readonly string[] = Object.keys(groups);

/** All connections of a connections.json. */
export function fromProject(file: JsonObject): readonly FileConnection[] {
  return Object.entries(groups).flatMap(([key, { group, api }]) =>
    objectsIn(own(file, key)).map(([name, body]) => ({
      ...connection(name, api(body), [lastPart(textAt(objectAt(body, 'connection'), 'id'))]),
      group,
    })),
  );
}

function connection(name: string, api: string | undefined, aliases: readonly (string | undefined)[]): FileConnection {
  const id = lastPart(api);
  return {
    name,
    group: 'managed',
    ...(id !== undefined && { api: id }),
    aliases: [...new Set(aliases.filter((alias) => alias !== undefined && alias !== name))] as string[],
  };
}

/** `/providers/Microsoft.PowerApps/apis/shared_office365` is shared_office365. */
function lastPart(id: string | undefined): string | undefined {
  return id?.split('/').at(-1) || undefined;
}
