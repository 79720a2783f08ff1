// Rules about policy templates in apiProperties.json.
import { isObject, own, type JsonObject } from '../../json.js';
import { didYouMean } from '../advice.js';
import type { Connector } from '../connector.js';
import { idsOf } from '../document.js';
import { below, listIn, objectIn, textIn } from '../json.js';
import type { Hit, Rule } from '../rule.js';
import { parametersOf } from './connection.js';
import { policyTemplates, type PolicyTemplate } from './policies.js';

const prefix = 'x-ms-apimTemplateParameter.';
const operationName = 'x-ms-apimTemplate-operationName';
const policySection = 'x-ms-apimTemplate-policySection';

export const policyRules: readonly Rule[] = [
  {
    name: 'PolicyTemplateUnknown',
    severity: 'warning',
    message: "The policy template '{0}' is not known.",
    checks: `\`templateId\` is one of ${Object.keys(policyTemplates).join(', ')}, in any case.`,
    *check(connector) {
      for (const { id, pointer, template } of policiesOf(connector)) {
        if (template) continue;
        const advice = didYouMean(id, Object.keys(policyTemplates));
        yield { pointer: below(pointer, 'templateId'), values: [id], ...advice };
      }
    },
  },
  {
    name: 'PolicyParameterMissing',
    severity: 'error',
    message: "The policy template '{0}' needs the parameter '{1}'.",
    checks: 'A policy has every parameter that its template requires.',
    *check(connector) {
      for (const { id, pointer, template, parameters } of policiesOf(connector)) {
        for (const name of template?.required ?? []) {
          if (own(parameters, prefix + name) === undefined) yield { pointer, values: [id, prefix + name] };
        }
      }
    },
  },
  {
    name: 'PolicyParameterUnknown',
    severity: 'error',
    message: "The policy template '{0}' has no parameter '{1}'.",
    checks: 'A policy has no parameter that its template does not know.',
    *check(connector) {
      for (const { id, pointer, template, parameters } of policiesOf(connector)) {
        if (!template) continue;
        for (const name of Object.keys(parameters)) {
          if (!namesOf(template).includes(name)) yield unknown(id, below(pointer, 'parameters', name), name, template);
        }
      }
    },
  },
  {
    name: 'PolicyParameterValueNotAllowed',
    severity: 'error',
    message: "The parameter '{0}' must be one of: {1}.",
    checks:
      'Where a template allows only some values, it is one of them: `existsAction`, `httpMethod`, `retainKey` and the section of the policy.',
    *check(connector) {
      for (const { pointer, template, parameters } of policiesOf(connector)) {
        const limited = Object.entries(template?.values ?? {}).map(
          ([name, values]) => [prefix + name, values] as const,
        );
        for (const [name, values] of [...limited, [policySection, template?.sections ?? []] as const]) {
          const value = own(parameters, name);
          if (value === undefined || values.length === 0 || values.includes(String(textIn(parameters, name)))) continue;
          yield { pointer: below(pointer, 'parameters', name), values: [name, values.join(', ')] };
        }
      }
    },
  },
  {
    name: 'PolicyOperationNotFound',
    severity: 'error',
    message: "The policy is for the operation '{0}', which is not in the definition.",
    checks: `Every name in \`${operationName}\` is the \`operationId\` of an operation.`,
    *check(connector) {
      for (const { pointer, parameters } of policiesOf(connector)) {
        for (const [at, id] of listIn(parameters, operationName).entries()) {
          if (typeof id !== 'string' || connector.document.operation(id)) continue;
          const advice = didYouMean(id, idsOf(connector.document));
          yield { pointer: below(pointer, 'parameters', operationName, at), values: [id], ...advice };
        }
      }
    },
  },
  {
    name: 'PolicyConnectionParameterNotFound',
    severity: 'error',
    message: "The policy reads the connection parameter '{0}', which there is not.",
    checks:
      "What `@connectionParameters('name')` reads without a value to fall back on is a connection parameter, of the connector or of one of its parameter sets.",
    *check(connector) {
      const names = parametersOf(connector.properties ?? {}).map(({ name }) => name);
      const known = new Set(names.map((name) => name.toLowerCase()));
      for (const { pointer, parameters } of policiesOf(connector)) {
        for (const [name, value] of Object.entries(parameters)) {
          const read = (typeof value === 'string' ? value : '').matchAll(/@\{?connectionParameters\('([^']+)'\)/gi);
          const missing = [...read].map(([, found = '']) => found).find((found) => !known.has(found.toLowerCase()));
          if (missing === undefined) continue;
          yield { pointer: below(pointer, 'parameters', name), values: [missing], ...didYouMean(missing, names) };
        }
      }
    },
  },
];

interface Policy {
  readonly id: string;
  readonly pointer: string;
  readonly template: PolicyTemplate | undefined;
  readonly parameters: JsonObject;
}

function policiesOf({ properties }: Connector): readonly Policy[] {
  return listIn(properties ?? {}, 'policyTemplateInstances').flatMap((policy, at) => {
    const id = isObject(policy) ? textIn(policy, 'templateId') : undefined;
    if (id === undefined || !isObject(policy)) return [];
    const template = Object.hasOwn(policyTemplates, id.toLowerCase()) ? policyTemplates[id.toLowerCase()] : undefined;
    const pointer = below('/properties/policyTemplateInstances', at);
    return [{ id, pointer, template, parameters: objectIn(policy, 'parameters') }];
  });
}

function namesOf({ required, optional = [], sections }: PolicyTemplate): readonly string[] {
  return [
    ...[...required, ...optional].map((name) => prefix + name),
    operationName,
    ...(sections ? [policySection] : []),
  ];
}

function unknown(id: string, pointer: string, name: string, template: PolicyTemplate): Hit {
  return { pointer, at: 'key', values: [id, name], ...didYouMean(name, namesOf(template)) };
}
