// What people name by mistake, by its content: the file that is meant is often beside it.
import { isArray, isObject, own, type JsonObject } from '../json.js';
import { isTemplate, resourceTypes } from './arm/template.js';
import { objectAt, objectsIn, textAt } from './fields.js';
import { connectionGroups } from './references.js';

/** What a file is, and what to do about it. */
export interface Mistaken {
  readonly what: string;
  readonly advice: string;
}

interface Kind {
  readonly is: (file: JsonObject) => boolean;
  readonly say: (file: JsonObject) => Mistaken;
}

const has = (file: JsonObject, ...names: readonly string[]) => names.every((name) => own(file, name) !== undefined);
const schemaIs = (file: JsonObject, pattern: RegExp) => pattern.test(textAt(file, '$schema') ?? '');
const kind = (what: string, is: Kind['is'], advice: string): Kind => ({ is, say: () => ({ what, advice }) });
const projectAdvice = 'Name the workflow.json of a workflow, or the folder of the project.';
const packageAdvice = 'Name the package (.zip), or the definition.json in it.';

const kinds: readonly Kind[] = [
  { is: isTemplate, say: templateWithout },
  kind(
    'a parameters file of an ARM template',
    (file) => schemaIs(file, /deploymentParameters/i),
    'Name the template itself.',
  ),
  kind(
    'a connector (swagger)',
    (file) => has(file, 'swagger') || has(file, 'openapi'),
    "A workflow uses it as a connection: connections: { name: { connector: this file } }. 'dryflow call' calls one operation.",
  ),
  kind(
    "a connector's apiProperties.json",
    (file) =>
      has(objectAt(file, 'properties'), 'connectionParameters') || has(objectAt(file, 'properties'), 'iconBrandColor'),
    'Name a workflow.',
  ),
  kind(
    "a project's package.json",
    (file) => has(file, 'name') && (has(file, 'dependencies') || has(file, 'scripts')),
    'Name a workflow.',
  ),
  kind(
    'connections.json of a Logic Apps project',
    (file) => connectionGroups.some((name) => has(file, name)),
    projectAdvice,
  ),
  kind(
    'host.json of a Logic Apps project',
    (file) => own(file, 'version') === '2.0' && !has(file, 'definition'),
    projectAdvice,
  ),
  kind(
    'local.settings.json of a Logic Apps project',
    (file) => has(file, 'IsEncrypted') && has(file, 'Values'),
    projectAdvice,
  ),
  kind(
    'the manifest of a Power Automate package',
    (file) =>
      has(file, 'packageTelemetryId') ||
      has(file, 'packageSchemaVersion') ||
      has(objectAt(file, 'details'), 'packageTelemetryId'),
    packageAdvice,
  ),
  kind('apisMap.json or connectionsMap.json of a Power Automate package', isMapOfIds, packageAdvice),
  kind(
    'parameters.json of a Logic Apps project',
    (file) => all(file, (body) => has(body, 'type', 'value')),
    projectAdvice,
  ),
  kind(
    'a connections file (connections.yaml)',
    (file) => all(file, (body) => has(body, 'connector')),
    'Name a workflow; the connections beside it are found.',
  ),
  kind('a JSON schema', (file) => schemaIs(file, /json-schema\.org/i), 'Name a workflow.'),
];

/** What a file is that is no workflow; undefined where that cannot be told. */
export function mistakenFor(file: JsonObject): Mistaken | undefined {
  if (Object.keys(file).some((key) => ['actions', 'triggers'].includes(key.toLowerCase()))) return undefined;
  return kinds.find(({ is }) => is(file))?.say(file);
}

/** The same for a text that is neither JSON nor YAML. */
export function mistakenText(text: string): Mistaken | undefined {
  if (/^\s*<\?xml|^\s*<(?!<)[a-z!]/i.test(text))
    return {
      what: 'XML or HTML',
      advice: 'A workflow is YAML or JSON; of an unpacked solution, name Workflows/….json.',
    };
  if (/^\s*(?:resource|targetScope|param)\s+\w+/m.test(text) && /^\s*resource\s+\w+\s+'/m.test(text))
    return { what: 'a Bicep file', advice: 'Make an ARM template of it: az bicep build --file FILE' };
  return undefined;
}

function templateWithout(template: JsonObject): Mistaken {
  const types = resourceTypes(template).filter((type) => type !== '');
  const linked = objectsIn(own(template, 'resources')).some(([, body]) =>
    has(objectAt(body, 'properties'), 'templateLink'),
  );
  const list =
    isArray(own(template, 'resources')) && types.length > 0
      ? ` It deploys ${types.slice(0, 5).join(', ')}${types.length > 5 ? ', …' : ''}.`
      : '';
  const links =
    linked || types.includes('Microsoft.Resources/deployments')
      ? ' Workflows in linked templates: name the file of that template.'
      : '';
  return {
    what: 'an ARM template without a workflow',
    advice: `A workflow in it is a resource of type Microsoft.Logic/workflows.${list}${links}`,
  };
}

function all(file: JsonObject, is: (body: JsonObject) => boolean): boolean {
  const bodies = Object.values(file);
  return bodies.length > 0 && bodies.every((body) => isObject(body) && is(body));
}

function isMapOfIds(file: JsonObject): boolean {
  const values = Object.values(file);
  return (
    values.length > 0 &&
    values.every((value) => typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value))
  );
}
