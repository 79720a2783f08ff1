// ARM templates with workflows of Logic Apps Consumption (reference, section 9.2).
import { own, stringifyJson } from '../json.js';
import { valueAt } from '../secrets.js';
import { isExpression } from './arm/expression.js';
import { givenTo, type Given } from './arm/given.js';
import { isTemplate, workflowsOf, type ArmWorkflow } from './arm/template.js';
import type { Assumed } from './arm/value.js';
import type { Document, Format, Found } from './document.js';
import { objectAt } from './fields.js';
import { valuesOf } from './logic-apps.js';
import { fromConnectionsValue } from './references.js';
import { diagnose, type Diagnostic, type Locate } from './source.js';

/** `{ resources: […] }` with workflows among them. */
export const armTemplate: Format = (document) => {
  if (!isTemplate(document.value)) return undefined;
  const given = givenTo(document);
  const found = workflowsOf(document.value, given.values).map((workflow) => foundIn(workflow, document, given));
  return found.length > 0 ? found : undefined;
};

function foundIn({ name, properties, pointer, assumed }: ArmWorkflow, document: Document, given: Given): Found {
  const at = `${pointer}/properties/definition`;
  const connections = objectAt(objectAt(properties, 'parameters'), '$connections');
  return {
    kind: 'ARM template',
    definition: own(properties, 'definition') ?? null,
    pointer: at,
    name,
    dialect: 'logic-apps',
    parameterValues: valuesOf(own(properties, 'parameters')),
    templateParameters: given.names,
    secrets: given.secrets,
    connections: fromConnectionsValue(own(connections, 'value')),
    diagnostics: [...given.diagnostics, ...assumed.map((each) => standsIn(each, document))],
    locate: locateIn(document, at),
  };
}

/** The characters of an evaluated expression are not those of the text, so such a value is shown as a whole. */
function locateIn({ value, locate }: Document, base: string): Locate {
  return (pointer, at, span) => {
    const written = span && valueAt(value, base + pointer);
    return locate(base + pointer, at, typeof written === 'string' && !isExpression(written) ? span : undefined);
  };
}

function standsIn({ name, standIn, pointer }: Assumed, document: Document): Diagnostic {
  return diagnose(document, {
    severity: 'warning',
    code: 'TemplateParameter',
    message: `The template's parameter '${name}' has no value here; ${stringifyJson(standIn)} stands in for it.`,
    advice: `Give it a value: --param ${name}=…, a file of parameters beside the template, or a 'defaultValue' in it.`,
    pointer,
    at: 'key',
  });
}
