// Power Automate: definition.json of a package, Workflows/<Name>-<GUID>.json of a solution (reference, section 9.1).
import { isObject, own } from '../json.js';
import { companion, type Document, type Format } from './document.js';
import { objectAt, textAt } from './fields.js';
import { valuesOf } from './logic-apps.js';
import { fromConnectionsValue, fromReferences } from './references.js';
import type { FileConnection } from './source.js';

/** `{ properties: { definition, connectionReferences } }` */
export const flow: Format = (document) => {
  const { value } = document;
  const properties = objectAt(value, 'properties');
  const definition = own(properties, 'definition');
  if (!isObject(definition)) return undefined;
  const marks = [own(properties, 'connectionReferences'), own(properties, 'apiId'), own(value, 'schemaVersion')];
  const automate =
    marks.some((mark) => mark !== undefined) || /^Microsoft\.(Flow|ProcessSimple)\//i.test(textAt(value, 'type') ?? '');
  const connections = objectAt(objectAt(properties, 'parameters'), '$connections');
  return [
    {
      kind: automate ? 'Power Automate flow' : 'Logic Apps workflow',
      definition,
      pointer: '/properties/definition',
      ...identity(document),
      ...(automate && { dialect: 'power-automate' as const }),
      parameterValues: valuesOf(own(properties, 'parameters')),
      connections: [
        ...fromReferences(own(properties, 'connectionReferences')),
        ...fromConnectionsValue(own(connections, 'value')),
        ...fromMaps(document),
      ],
    },
  ];
};

const guid = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/i;

/** Its name for people, and the GUID by which other flows call it: in the file, or in the name that a solution gives it. */
function identity({ value, name }: Document): { name?: string | undefined; id?: string | undefined } {
  const properties = objectAt(value, 'properties');
  const inName = new RegExp(`^(.*?)-?(${guid.source})$`, 'i').exec(name);
  const entity = textAt(properties, 'workflowEntityId');
  const itself = guid.exec(textAt(value, 'name') ?? '')?.[0];
  const id = (inName?.[2] ?? entity ?? itself)?.toLowerCase();
  return { name: textAt(properties, 'displayName') ?? (inName?.[1] || undefined), id };
}

/** The flows of Power Automate by their GUIDs, as customizations.xml of a solution names them. */
export function namesInSolution(xml: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [tag] of xml.matchAll(/<Workflow\s[^>]*>/g)) {
    const [id, name] = [/WorkflowId="\{?([^"{}]*)\}?"/.exec(tag)?.[1], /\sName="([^"]*)"/.exec(tag)?.[1]];
    if (id && name) names.set(id.toLowerCase(), unescapeXml(name));
  }
  return names;
}

function unescapeXml(text: string): string {
  const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all);
}

/** The connectors of a legacy package's connections: apisMap.json points into the manifest of the package. */
function fromMaps(document: Document): readonly FileConnection[] {
  const map = companion(document, 'apisMap.json');
  if (!map || !('value' in map)) return [];
  const manifest = companion(document, '../../../manifest.json');
  const resources = manifest && 'value' in manifest ? objectAt(manifest.value, 'resources') : {};
  return Object.entries(map.value).map(([name, key]) => {
    const resource = typeof key === 'string' ? objectAt(resources, key) : {};
    const api = textAt(resource, 'name') ?? textAt(resource, 'id')?.split('/').at(-1);
    return { name, group: 'managed', ...(api !== undefined && { api }), aliases: [] };
  });
}
