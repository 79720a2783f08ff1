// Every schema of a document that is written out, once, with its place and what it is part of. References are not
// followed here: what they lead to is a site of its own.
import { isArray, isObject, own, type JsonObject } from '../json.js';
import type { Document, Parameter, PathItem } from './document.js';
import { below, objectIn, objectsOf } from './json.js';

/** What a schema describes. `parameter` is one of path, query, header or form, whose keywords are those of a schema. */
export type Role = 'definition' | 'body' | 'response' | 'notification' | 'parameter' | 'header';

export interface Site {
  readonly pointer: string;
  readonly schema: JsonObject;
  readonly role: Role;
  /** The schema it is part of; none for a root. */
  readonly parent?: Site;
  /** Its name, where it is a property. */
  readonly property?: string;
  /** The parameter it describes or is part of. */
  readonly parameter?: Parameter;
}

type Parts = Pick<Document, 'parameters' | 'responses'> & { readonly paths: readonly PathItem[] };

export function sitesOf(root: JsonObject, { paths, parameters, responses }: Parts): readonly Site[] {
  const roots: readonly Site[] = [
    ...objectsOf(objectIn(root, 'definitions')).map(([name, schema]) =>
      rootOf(below('/definitions', name), schema, 'definition'),
    ),
    ...parameters.flatMap(sitesOfParameter),
    ...responses.flatMap(({ pointer, source }) => [
      ...schemaIn(source, pointer, 'response'),
      ...objectsOf(objectIn(source, 'headers')).map(([name, header]) =>
        rootOf(below(pointer, 'headers', name), header, 'header'),
      ),
    ]),
    ...paths.flatMap(notifications),
  ];
  return roots.flatMap(descend);
}

function rootOf(pointer: string, schema: JsonObject, role: Role, parameter?: Parameter): Site {
  return { pointer, schema, role, ...(parameter && { parameter }) };
}

function schemaIn(source: JsonObject, pointer: string, role: Role, parameter?: Parameter): readonly Site[] {
  const schema = own(source, 'schema');
  return isObject(schema) ? [rootOf(below(pointer, 'schema'), schema, role, parameter)] : [];
}

function sitesOfParameter(parameter: Parameter): readonly Site[] {
  const { pointer, source } = parameter;
  if (parameter.in === 'body') return schemaIn(source, pointer, 'body', parameter);
  return [rootOf(pointer, source, 'parameter', parameter)];
}

/** Notification contents stand beside the operations of a path; some published connectors have them in the operation. */
function notifications({ source, pointer, operations }: PathItem): readonly Site[] {
  const owners = [{ source, pointer }, ...operations];
  return owners.flatMap((owner) =>
    schemaIn(
      objectIn(owner.source, 'x-ms-notification-content'),
      below(owner.pointer, 'x-ms-notification-content'),
      'notification',
    ),
  );
}

/** A schema and all that is written inside it. */
function descend(site: Site): readonly Site[] {
  return [site, ...partsOf(site).flatMap(descend)];
}

function partsOf(site: Site): readonly Site[] {
  const { pointer, schema, role, parameter } = site;
  const part = (at: string, value: JsonObject, property?: string): Site => ({
    pointer: at,
    schema: value,
    role,
    parent: site,
    ...(property !== undefined && { property }),
    ...(parameter && { parameter }),
  });
  const properties = objectsOf(objectIn(schema, 'properties')).map(([name, value]) =>
    part(below(pointer, 'properties', name), value, name),
  );
  const nested = ['items', 'additionalProperties', 'allOf'].flatMap((keyword) => {
    const value = own(schema, keyword);
    if (isObject(value)) return [part(below(pointer, keyword), value)];
    if (!isArray(value)) return [];
    return value.flatMap((item, at) => (isObject(item) ? [part(below(pointer, keyword, at), item)] : []));
  });
  return [...properties, ...nested];
}
