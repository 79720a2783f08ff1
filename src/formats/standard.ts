// Logic Apps Standard: `<workflow>/workflow.json`, and the files of the project above its folder (reference, section 9.3).
import { isObject, own, type JsonObject } from '../json.js';
import { companion, type Companion, type Format, type Found } from './document.js';
import { objectAt } from './fields.js';
import { outsideParameters } from './outside-parameters.js';
import { fromProject } from './references.js';
import { diagnose } from './source.js';

const projectFiles = ['host.json', 'connections.json', 'parameters.json', 'local.settings.json'];

/** `{ definition, kind: Stateful | Stateless | Agent }` */
export const standard: Format = (document) => {
  const { value } = document;
  const definition = own(value, 'definition');
  if (!isObject(definition) || typeof own(value, 'kind') !== 'string') return undefined;
  const above = projectFiles.some((name) => document.beside(`../${name}`)) ? '../' : '';
  const connections = companion(document, `${above}connections.json`);
  const parameters = companion(document, `${above}parameters.json`);
  const settings = companion(document, `${above}local.settings.json`, 'secret');
  const outside = parametersOf(parameters, definition);
  return [
    {
      kind: 'Logic Apps Standard workflow',
      definition,
      pointer: '/definition',
      dialect: 'logic-apps',
      ...outside,
      connections: isRead(connections) ? fromProject(connections.value) : [],
      appSettings: isRead(settings) ? appSettings(objectAt(settings.value, 'Values')) : {},
      diagnostics: [connections, parameters, settings, outside].flatMap((each) => each?.diagnostics ?? []),
    },
  ];
};

function isRead(each: Companion | undefined): each is Extract<Companion, { file: string }> {
  return each !== undefined && 'file' in each;
}

/** The Functions host reads `a__b` as `a:b`; definitions use either. */
function appSettings(values: JsonObject): { readonly [name: string]: string } {
  const texts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(
    texts.flatMap(([name, value]) => [
      [name.replaceAll('__', ':'), value],
      [name, value],
    ]),
  );
}

/** What parameters.json says; an ARM template's parameters file has the same name and another shape. */
function parametersOf(file: Companion | undefined, definition: JsonObject): Partial<Found> {
  if (!isRead(file) || own(file.value, '$schema') !== undefined) {
    return { parameters: { file: '', locate: () => undefined, declared: [], mayBeMore: true } };
  }
  const { declared, values, problems } = outsideParameters(file.value, '', definition);
  return {
    parameters: { file: file.file, locate: file.locate, declared, mayBeMore: false },
    parameterValues: values,
    diagnostics: problems.map((problem) => diagnose(file, problem)),
  };
}
