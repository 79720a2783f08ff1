// What a document says about itself: title, description, contact, host, and the metadata of the connector.
import { isArray, isObject, own, type Json } from '../../json.js';
import type { Document } from '../document.js';
import { below, listIn, objectIn, objectsWithin, textIn, textsIn } from '../json.js';
import { longest } from '../limits.js';
import type { Rule } from '../rule.js';

/** Documented. */
// prettier-ignore
const categories = [
  'AI', 'Business Management', 'Business Intelligence', 'Collaboration', 'Commerce', 'Communication', 'Content and Files', 'Finance',
  'Data', 'Human Resources', 'Internet of Things', 'IT Operations', 'Lifestyle and Entertainment', 'Marketing', 'Productivity',
  'Sales and CRM', 'Security', 'Social Media', 'Website',
];

function isHost(text: string): boolean {
  return /^[^{}/ :\\]+(:\d+)?$/.test(text);
}

const wanted = ['Website', 'Privacy policy', 'Categories'];

export const aboutRules: readonly Rule[] = [
  {
    name: 'SpecificationVersionIncorrect',
    severity: 'error',
    message: 'The \'swagger\' property must have the string value "2.0".',
    checks: '`swagger` is the text `2.0`.',
    *check({ document }) {
      const version = own(document.root, 'swagger');
      if (version !== undefined && version !== '2.0') yield { pointer: '/swagger' };
    },
  },
  {
    name: 'HostNameNotValid',
    severity: 'error',
    message: "The 'host' property, if present, must be a valid URI host without a scheme or path.",
    checks: '`host` is a host, perhaps with a port: no scheme, no path, no braces.',
    *check({ document }) {
      const host = textIn(document.root, 'host');
      if (host === undefined || isHost(host)) return;
      const [, inner = ''] = /^\w+:\/\/([^/]+)/.exec(host) ?? [];
      yield { pointer: '/host', ...(isHost(inner) && { advice: `Write '${inner}'.` }) };
    },
  },
  {
    name: 'BasePathNotValid',
    severity: 'error',
    message: "The 'basePath' property, if present, must start with a '/' character.",
    checks: '`basePath` begins with `/`.',
    *check({ document }) {
      const path = textIn(document.root, 'basePath');
      if (path !== undefined && !path.startsWith('/')) yield { pointer: '/basePath' };
    },
  },
  {
    name: 'SchemeNotValid',
    severity: 'error',
    message: "The 'schemes' property must only contain transfer protocols from the list: {0}.",
    checks: '`schemes` has `http` and `https` only.',
    *check({ document }) {
      for (const { scheme, pointer } of schemesIn(document)) {
        if (!['http', 'https', 'ws', 'wss'].includes(scheme)) yield { pointer, values: ['http, https'] };
      }
    },
  },
  {
    name: 'ContactEmailNotValid',
    severity: 'error',
    message: "The contact 'email' property, if present, must be a valid email address.",
    checks: '`email` of the contact is an address, in ASCII.',
    *check({ document }) {
      const email = textIn(objectIn(infoOf(document), 'contact'), 'email');
      if (email !== undefined && !/^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(email)) {
        yield { pointer: '/info/contact/email' };
      }
    },
  },
  {
    name: 'UrlNotValid',
    severity: 'error',
    message: "The 'url' property must be a valid absolute URL.",
    checks:
      '`url` of contact, licence and external documentation, and the website and privacy policy in the metadata, are http or https URLs.',
    *check({ document }) {
      for (const { url, pointer } of urlsIn(document)) {
        if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) yield { pointer };
      }
    },
  },
  {
    name: 'TagRedefined',
    severity: 'error',
    message: "The 'tags' property defines tag '{0}' multiple times.",
    checks: 'No two tags of the document have the same name.',
    *check({ document }) {
      const seen = new Set<Json>();
      for (const [at, tag] of listIn(document.root, 'tags').entries()) {
        const name = isObject(tag) ? textIn(tag, 'name') : undefined;
        if (name !== undefined && seen.has(name)) yield { pointer: below('/tags', at), values: [name] };
        if (name !== undefined) seen.add(name);
      }
    },
  },
  {
    name: 'ConnectorMetadataPropertiesMissing',
    severity: 'error',
    message: "The connector metadata property '{0}' is required.",
    checks: '`x-ms-connector-metadata`, where it is there, has Website, Privacy policy and Categories.',
    *check({ document }) {
      if (own(document.root, 'x-ms-connector-metadata') === undefined) return;
      const names = new Set(metadataOf(document).map(({ name }) => name.toLowerCase()));
      const pointer = '/x-ms-connector-metadata';
      for (const name of wanted) if (!names.has(name.toLowerCase())) yield { pointer, at: 'key', values: [name] };
    },
  },
  {
    name: 'InvalidConnectorCategory',
    severity: 'error',
    message: 'The connector category is invalid. Available categories are: [{0}].',
    checks: `Every category in the metadata is one of: ${categories.join(', ')}.`,
    *check({ document }) {
      for (const { names, pointer } of categoriesOf(document)) {
        if (names.some((name) => !categories.includes(name))) yield { pointer, values: [categories.join(', ')] };
      }
    },
  },
  {
    name: 'TooManyConnectorCategories',
    severity: 'error',
    message: "The maximum allowed number of categories for the connector is '{0}'.",
    checks: `The metadata has ${longest.categories} categories at most.`,
    *check({ document }) {
      for (const { names, pointer } of categoriesOf(document)) {
        if (names.length > longest.categories) yield { pointer, values: [longest.categories] };
      }
    },
  },
  {
    name: 'ProductionStatusOnBetaService',
    severity: 'error',
    message: 'The connector cannot be in Production status on a beta service.',
    checks:
      'A connector that says it is in Production has no `beta` in its host or base path. (What the service takes for a beta is not published.)',
    *check({ document }) {
      const isProduction = textIn(objectIn(infoOf(document), 'x-ms-api-annotation'), 'status') === 'Production';
      const address = `${textIn(document.root, 'host') ?? ''}${textIn(document.root, 'basePath') ?? ''}`;
      if (isProduction && /\bbeta\b/i.test(address)) yield { pointer: '/info/x-ms-api-annotation/status' };
    },
  },
  {
    name: 'SchemesArrayEmpty',
    severity: 'error',
    message: "The 'schemes' array requires at least one value.",
    checks: '`schemes` is not empty.',
    *check({ document }) {
      for (const { source, pointer } of [{ source: document.root, pointer: '' }, ...document.operations]) {
        const schemes = own(source, 'schemes');
        if (isArray(schemes) && schemes.length === 0) yield { pointer: below(pointer, 'schemes') };
      }
    },
  },
  {
    name: 'SchemeNotSupported',
    severity: 'error',
    message: 'The WebSocket transfer protocol schemes are not supported.',
    checks: '`schemes` has neither `ws` nor `wss`.',
    *check({ document }) {
      for (const { scheme, pointer } of schemesIn(document)) if (/^wss?$/.test(scheme)) yield { pointer };
    },
  },
];

function infoOf({ root }: Document) {
  return objectIn(root, 'info');
}

function schemesIn({ root, operations }: Document) {
  return [{ source: root, pointer: '' }, ...operations].flatMap(({ source, pointer }) =>
    textsIn(source, 'schemes').map((scheme, at) => ({ scheme, pointer: below(pointer, 'schemes', at) })),
  );
}

function metadataOf({ root }: Document) {
  return listIn(root, 'x-ms-connector-metadata').flatMap((item, at) => {
    const [name, value] = isObject(item) ? [textIn(item, 'propertyName'), textIn(item, 'propertyValue')] : [];
    return name === undefined
      ? []
      : [{ name, value: value ?? '', pointer: below('/x-ms-connector-metadata', at, 'propertyValue') }];
  });
}

function categoriesOf(document: Document) {
  return metadataOf(document)
    .filter(({ name }) => name.toLowerCase() === 'categories')
    .map(({ value, pointer }) => ({
      names: value
        .split(';')
        .map((name) => name.trim())
        .filter(Boolean),
      pointer,
    }));
}

function urlsIn(document: Document) {
  const places = [...objectsWithin(infoOf(document), '/info'), ...externalDocs(document)];
  const urls = places.flatMap(([pointer, object]) => {
    const url = textIn(object, 'url');
    return url === undefined ? [] : [{ url, pointer: below(pointer, 'url') }];
  });
  const addresses = metadataOf(document).filter(({ name }) => /^(website|privacy policy)$/i.test(name));
  return [...urls, ...addresses.map(({ value, pointer }) => ({ url: value, pointer }))];
}

function externalDocs({ root, operations, sites }: Document) {
  const owners = [
    { source: root, pointer: '' },
    ...operations,
    ...sites.map(({ schema, pointer }) => ({ source: schema, pointer })),
  ];
  return owners.flatMap(({ source, pointer }) => {
    const docs = own(source, 'externalDocs');
    return isObject(docs) ? [[below(pointer, 'externalDocs'), docs] as const] : [];
  });
}
