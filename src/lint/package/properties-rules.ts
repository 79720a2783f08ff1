// Rules about apiProperties.json: its structure, its brand colour, and how a connection is made.
import { isObject, own, type JsonObject } from '../../json.js';
import { didYouMean } from '../advice.js';
import type { Connector } from '../connector.js';
import { idsOf } from '../document.js';
import { below, listIn, objectIn, textIn } from '../json.js';
import type { Rule } from '../rule.js';
import { meant, misfits, type Misfit } from '../structure.js';
import { parametersOf, setsOf } from './connection.js';
import { propertiesFile } from './shapes.js';

export const propertiesRules: readonly Rule[] = [
  {
    name: 'PropertiesTypeIncorrect',
    severity: 'error',
    message: "The type of the property is incorrect. Expected type '{0}', but value is of type '{1}'.",
    checks: 'Everything in the file is of the type that it should be.',
    *check(connector) {
      for (const { pointer, what, found = '' } of misfitsOf(connector, 'type'))
        yield { pointer, values: [what, found] };
    },
  },
  {
    name: 'PropertiesValueNotAllowed',
    severity: 'error',
    message: 'The property value must be one of the following: {0}.',
    checks: 'The type of a connection parameter and the `redirectMode` of OAuth are among those that there are.',
    *check(connector) {
      for (const misfit of misfitsOf(connector, 'value'))
        yield { pointer: misfit.pointer, values: [misfit.what], ...meant(misfit) };
    },
  },
  {
    name: 'PropertiesMissing',
    severity: 'error',
    message: "The '{0}' property is required.",
    checks:
      'The file has `properties` with an `iconBrandColor`, a connection parameter its type, OAuth settings their identity provider, a parameter set its name and parameters, a policy its template.',
    *check(connector) {
      for (const { pointer, what } of misfitsOf(connector, 'missing')) yield { pointer, at: 'key', values: [what] };
    },
  },
  {
    name: 'PropertiesUnknown',
    severity: 'warning',
    message: "The property '{0}' is not known to the platform.",
    checks: 'There is nothing in the file that neither its JSON schema nor published connectors know.',
    *check(connector) {
      for (const misfit of misfitsOf(connector, 'unknown'))
        yield { pointer: misfit.pointer, at: 'key', values: [misfit.what], ...meant(misfit) };
    },
  },
  {
    name: 'BrandColorNotValid',
    severity: 'error',
    message: "The brand colour '{0}' is not a colour like #3c1d6e.",
    checks: '`iconBrandColor` is `#` and six hexadecimal digits.',
    *check({ properties }) {
      const color = textIn(properties ?? {}, 'iconBrandColor');
      if (color === undefined || isColor(color)) return;
      yield { pointer: brandColor, values: [color], ...(isColor(`#${color}`) && { advice: `Write '#${color}'.` }) };
    },
  },
  {
    name: 'BrandColorNotAllowed',
    severity: 'warning',
    message: "The brand colour '{0}' is the platform's own or white, which verified publishers may not have.",
    checks:
      '`iconBrandColor` is neither `#007ee5` nor `#ffffff`. (Independent publishers have `#da3b01`; whether one is that is not in the files.)',
    *check({ properties }) {
      const color = textIn(properties ?? {}, 'iconBrandColor') ?? '';
      if (['#007ee5', '#ffffff'].includes(color.toLowerCase())) yield { pointer: brandColor, values: [color] };
    },
  },
  {
    name: 'PublisherMissing',
    severity: 'warning',
    message: "There is no '{0}', which certification asks for.",
    checks: '`publisher` and `stackOwner` are there.',
    *check({ properties }) {
      for (const name of properties ? ['publisher', 'stackOwner'] : []) {
        if (!textIn(properties ?? {}, name)?.trim()) yield { pointer: '/properties', at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ScriptOperationNotFound',
    severity: 'error',
    message: "The script is for the operation '{0}', which is not in the definition.",
    checks: 'Every name in `scriptOperations` is the `operationId` of an operation.',
    *check({ properties, document }) {
      for (const [at, id] of listIn(properties ?? {}, 'scriptOperations').entries()) {
        if (typeof id !== 'string' || document.operation(id)) continue;
        const pointer = below('/properties/scriptOperations', at);
        yield { pointer, values: [id], ...didYouMean(id, idsOf(document)) };
      }
    },
  },
  {
    name: 'ConnectionParametersMissing',
    severity: 'warning',
    message: 'The definition asks for authentication, and there is no connection parameter to give it with.',
    checks: 'A definition with security definitions comes with connection parameters or parameter sets.',
    *check({ properties, document }) {
      const asks = Object.keys(objectIn(document.root, 'securityDefinitions')).length > 0;
      if (properties && asks && parametersOf(properties).length === 0) yield { pointer: '/properties', at: 'key' };
    },
  },
  {
    name: 'ConnectionParameterNameNotValid',
    severity: 'error',
    message:
      "The connection parameter '{0}' must be named with letters, digits and underscores, or be 'token:' and such a name.",
    checks: 'Names of connection parameters are letters, digits and underscores; `token:` before them is for OAuth.',
    *check({ properties }) {
      for (const { name, pointer } of parametersOf(properties ?? {})) {
        if (!/^(token:)?\w+$/.test(name)) yield { pointer, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ConnectionParameterDisplayNameMissing',
    severity: 'warning',
    message: "The connection parameter '{0}' has no display name.",
    checks: '`uiDefinition.displayName` is there for every connection parameter that makers see and fill in.',
    *check({ properties }) {
      for (const { name, pointer, value } of parametersOf(properties ?? {})) {
        const ui = objectIn(value, 'uiDefinition');
        const hidden = String(
          own(objectIn(ui, 'constraints'), 'hidden') === true ||
            textIn(objectIn(ui, 'constraints'), 'hidden') === 'true',
        );
        if (isFilledIn(value) && hidden === 'false' && !textIn(ui, 'displayName')?.trim())
          yield { pointer, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'SecretNotSecure',
    severity: 'warning',
    message: "The connection parameter '{0}' looks like a secret, and its type shows it in the clear.",
    checks: 'A connection parameter of type `string` is not named like a password, secret, token or key.',
    *check({ properties }) {
      for (const { name, pointer, value } of parametersOf(properties ?? {})) {
        const secret = /(password|secret|api_?key|access_?key|token|connection_?string)$/i.test(name);
        if (secret && own(value, 'type') === 'string') yield { pointer: below(pointer, 'type'), values: [name] };
      }
    },
  },
  {
    name: 'SecretInFile',
    severity: 'error',
    message: 'A client secret stands in the file. Secrets are entered where the connector is uploaded.',
    checks:
      '`clientSecret` of OAuth settings is not there, or a placeholder: in brackets, or with a word such as `your`, `enter` or `dummy` in it.',
    *check({ properties }) {
      for (const { pointer, settings } of oAuthOf(properties ?? {})) {
        const secret = textIn(settings, 'clientSecret')?.trim() ?? '';
        if (secret !== '' && !isPlaceholder(secret)) yield { pointer: below(pointer, 'clientSecret') };
      }
    },
  },
  {
    name: 'RedirectModeGlobal',
    severity: 'warning',
    message: 'OAuth with the shared redirect address is no longer accepted for new connectors.',
    checks:
      '`redirectMode` is `GlobalPerConnector`. (Documented since 2024; older published connectors have `Global`.)',
    *check({ properties }) {
      for (const { pointer, settings } of oAuthOf(properties ?? {})) {
        if (textIn(settings, 'redirectMode') !== 'Global') continue;
        yield { pointer: below(pointer, 'redirectMode'), advice: "Write 'GlobalPerConnector'." };
      }
    },
  },
  {
    name: 'ParameterSetRepeated',
    severity: 'error',
    message: "There are two parameter sets named '{0}'.",
    checks: 'The sets in `connectionParameterSets` have different names.',
    *check({ properties }) {
      const seen = new Set<string>();
      for (const { name, pointer } of setsOf(properties ?? {})) {
        if (seen.has(name.toLowerCase())) yield { pointer: below(pointer, 'name'), values: [name] };
        seen.add(name.toLowerCase());
      }
    },
  },
];

function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

function isPlaceholder(text: string): boolean {
  return /^[<[{].*[>\]}]$|your|enter|dummy|placeholder|secret/i.test(text);
}

const brandColor = '/properties/iconBrandColor';

const known = new WeakMap<Connector, readonly Misfit[]>();

function misfitsOf(connector: Connector, kind: Misfit['kind']): readonly Misfit[] {
  const { properties } = connector.files;
  if (properties === undefined) return [];
  const all = known.get(connector) ?? [...misfits(propertiesFile, 'file', properties)];
  known.set(connector, all);
  return all.filter((misfit) => misfit.kind === kind);
}

/** A sign-in and the tenant of a token need no field. */
function isFilledIn(value: JsonObject): boolean {
  return (
    ['string', 'securestring', 'int', 'bool'].includes(textIn(value, 'type') ?? '') &&
    own(value, 'metadata') === undefined
  );
}

function oAuthOf(properties: JsonObject) {
  return parametersOf(properties).flatMap(({ value, pointer }) =>
    ['oAuthSettings', 'oauthSettings'].flatMap((name) => {
      const settings = own(value, name);
      return isObject(settings) ? [{ settings, pointer: below(pointer, name) }] : [];
    }),
  );
}
