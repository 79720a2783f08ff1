// Security: definitions of schemes by their type, and requirements that name them.
import { isArray, isObject, own, type JsonObject } from '../../json.js';
import type { Document } from '../document.js';
import { below, listIn, objectIn, objectsOf, shown, textIn } from '../json.js';
import type { Rule } from '../rule.js';

interface Scheme {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const common = ['type', 'description'];

/** The properties of a scheme by its type, and for OAuth by its flow. */
const schemes: { readonly [kind: string]: Scheme } = {
  basic: { required: [], optional: common },
  apiKey: { required: ['name', 'in'], optional: common },
  implicit: { required: ['flow', 'authorizationUrl'], optional: [...common, 'scopes'] },
  password: { required: ['flow', 'tokenUrl'], optional: [...common, 'scopes'] },
  application: { required: ['flow', 'tokenUrl'], optional: [...common, 'scopes'] },
  accessCode: { required: ['flow', 'authorizationUrl', 'tokenUrl'], optional: [...common, 'scopes'] },
};

export const securityRules: readonly Rule[] = [
  {
    name: 'SecuritySchemePropertyRequired',
    severity: 'error',
    message: "The security definition property '{0}' is required for definitions of type '{1}'.",
    checks:
      'A security definition has what its type needs: `apiKey` a `name` and an `in`, `oauth2` a `flow` and the URLs of that flow.',
    *check({ document }) {
      for (const { source, pointer } of definitionsIn(document)) {
        const type = textIn(source, 'type') ?? '';
        for (const name of kindOf(source)?.required ?? (type === 'oauth2' ? ['flow'] : [])) {
          if (own(source, name) === undefined) yield { pointer, at: 'key', values: [name, type] };
        }
      }
    },
  },
  {
    name: 'SecuritySchemePropertyNotValid',
    severity: 'error',
    message: "The security definition property '{0}' is not valid for definitions of type '{1}'.",
    checks:
      'A security definition has no property that its type does not have, and one of the types `basic`, `apiKey` and `oauth2`.',
    *check({ document }) {
      for (const { source, pointer } of definitionsIn(document)) {
        const type = textIn(source, 'type') ?? '';
        const kind = kindOf(source);
        if (!kind && type !== 'oauth2') yield { pointer: below(pointer, 'type'), values: ['type', type] };
        for (const name of kind ? Object.keys(source) : []) {
          if (name.startsWith('x-') || kind?.required.includes(name) || kind?.optional.includes(name)) continue;
          yield { pointer: below(pointer, name), at: 'key', values: [name, type] };
        }
      }
    },
  },
  {
    name: 'SecurityRequirementMustBeDefined',
    severity: 'error',
    message: "The security requirement '{0}' is not defined in the 'securityDefinitions' object.",
    checks: 'Every name in `security` is in `securityDefinitions`.',
    *check({ document }) {
      for (const { name, pointer, definition } of requirementsIn(document)) {
        if (!definition) yield { pointer, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'SecurityRequirementMustHaveValue',
    severity: 'error',
    message:
      "The security requirement '{0}' must have have a value. Provide an empty array if no OAuth scopes are required.",
    checks: 'What a requirement in `security` says is a list.',
    *check({ document }) {
      for (const { name, pointer, value } of requirementsIn(document)) {
        if (!isArray(value)) yield { pointer, values: [name] };
      }
    },
  },
  {
    name: 'SecurityRequirementMustHaveEmptyValue',
    severity: 'error',
    message: "The security requirement '{0}' cannot specify any scopes, an empty array should be provided.",
    checks: 'Only a requirement of OAuth has scopes.',
    *check({ document }) {
      for (const { name, pointer, value, definition } of requirementsIn(document)) {
        if (!definition || textIn(definition, 'type') === 'oauth2') continue;
        if (isArray(value) && value.length > 0) yield { pointer, values: [name] };
      }
    },
  },
  {
    name: 'OAuthSecurityRequirementValueMustBeScopeName',
    severity: 'error',
    message:
      "The OAuth security requirement '{0}' refers to scope name '{1}', but this is not defined in the 'securityDefinitions' object.",
    checks: 'The scopes of a requirement of OAuth are in the `scopes` of its definition.',
    *check({ document }) {
      for (const { name, pointer, value, definition } of requirementsIn(document)) {
        if (!definition || textIn(definition, 'type') !== 'oauth2' || !isArray(value)) continue;
        for (const [at, scope] of value.entries()) {
          if (typeof scope === 'string' && own(objectIn(definition, 'scopes'), scope) !== undefined) continue;
          yield { pointer: below(pointer, at), values: [name, shown(scope)] };
        }
      }
    },
  },
];

function definitionsIn({ root }: Document) {
  return objectsOf(objectIn(root, 'securityDefinitions')).map(([name, source]) => ({
    source,
    pointer: below('/securityDefinitions', name),
  }));
}

function kindOf(source: JsonObject): Scheme | undefined {
  const type = textIn(source, 'type') ?? '';
  const kind = type === 'oauth2' ? (textIn(source, 'flow') ?? '') : type;
  const isKind = type === 'oauth2' || type === 'basic' || type === 'apiKey';
  return isKind && Object.hasOwn(schemes, kind) ? schemes[kind] : undefined;
}

function requirementsIn({ root, operations }: Document) {
  const definitions = objectIn(root, 'securityDefinitions');
  return [{ source: root, pointer: '' }, ...operations].flatMap(({ source, pointer }) =>
    listIn(source, 'security').flatMap((requirement, at) =>
      Object.entries(isObject(requirement) ? requirement : {}).map(([name, value]) => {
        const definition = own(definitions, name);
        return {
          name,
          value,
          pointer: below(pointer, 'security', at, name),
          definition: isObject(definition) ? definition : undefined,
        };
      }),
    ),
  );
}
