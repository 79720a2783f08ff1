// Changes of operations against the version that is published, and of what all operations share.
import { own, type JsonObject } from '../../json.js';
import type { Connector } from '../connector.js';
import type { Operation } from '../document.js';
import { below, objectIn, objectsOf, textIn, textsIn } from '../json.js';
import { isInternal } from '../reach.js';
import type { Rule } from '../rule.js';
import { anotherRevision } from './advice.js';
import { operationPairs } from './pairs.js';

/** What may change in operations, in the address of the service and in how it is signed in to. */
export const operationChangeRules: readonly Rule[] = [
  {
    name: 'OperationRemoved',
    severity: 'error',
    message: "The operation '{0}' was removed.",
    advice: "Keep it while flows use it, with 'deprecated' where another takes its place.",
    checks: 'Every operation of the published version is still there, by its `operationId`.',
    *check({ document, against }) {
      for (const { id, method, path } of against?.operations ?? []) {
        if (id === '' || document.operation(id)) continue;
        const renamed = document.operations.find((one) => one.method === method && shape(one.path) === shape(path));
        if (!renamed) yield { pointer: '/paths', at: 'key', values: [id] };
        else yield { pointer: below(renamed.pointer, 'operationId'), values: [id], advice: `Call it '${id}' again.` };
      }
    },
  },
  {
    name: 'OperationMoved',
    severity: 'error',
    message: "The operation '{0}' was '{1}' and is '{2}'.",
    advice: anotherRevision,
    checks: 'An operation has the method and path that it had. Names of variables in a path count as inputs only.',
    *check(connector) {
      for (const { old, now } of operationPairs(connector)) {
        const [before, after] = [old, now].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
        const isSame = old.method === now.method && shape(old.path) === shape(now.path);
        if (!isSame) yield { pointer: now.pointer, at: 'key', values: [now.id, before ?? '', after ?? ''] };
      }
    },
  },
  {
    name: 'OperationHidden',
    severity: 'warning',
    message: "The operation '{0}' is internal now: makers no longer find it.",
    advice: "Take 'internal' away; 'deprecated' says that another takes its place.",
    checks: 'An operation that makers could see is not internal now.',
    *check(connector) {
      for (const { old, now } of operationPairs(connector)) {
        if (!isInternal(old.source) && isInternal(now.source))
          yield { pointer: below(now.pointer, 'x-ms-visibility'), values: [now.id] };
      }
    },
  },
  {
    name: 'TriggerChanged',
    severity: 'error',
    message: "The operation '{0}' was {1} and is {2}.",
    advice: anotherRevision,
    checks: 'An action stays an action, and a trigger the kind of trigger that it was.',
    *check(connector) {
      const kindOf = (source: JsonObject) =>
        ({ single: 'a webhook trigger', batch: 'a polling trigger' })[textIn(source, 'x-ms-trigger') ?? ''] ??
        'an action';
      for (const { old, now } of operationPairs(connector)) {
        const [before, after] = [kindOf(old.source), kindOf(now.source)];
        if (before !== after) yield { pointer: now.pointer, at: 'key', values: [now.id, before, after] };
      }
    },
  },
  {
    name: 'PagingRemoved',
    severity: 'error',
    message: "The operation '{0}' no longer gives its next page: flows get the first one only.",
    advice: "Give it its 'x-ms-pageable' back.",
    checks: 'An operation with `x-ms-pageable` still has it.',
    *check(connector) {
      for (const { now, before, after } of pagings(connector)) {
        if (before !== undefined && after === undefined) yield { pointer: now.pointer, at: 'key', values: [now.id] };
      }
    },
  },
  {
    name: 'PagingChanged',
    severity: 'warning',
    message:
      "The operation '{0}' named its next page in '{1}' and does so in '{2}': flows get the first page only while the service still answers with the old name.",
    advice: 'Keep the old name, or let the service give both.',
    checks: '`nextLinkName` of an operation is the same.',
    *check(connector) {
      for (const { now, before, after } of pagings(connector)) {
        if (before === undefined || after === undefined || before === after) continue;
        yield { pointer: below(now.pointer, 'x-ms-pageable', 'nextLinkName'), values: [now.id, before, after] };
      }
    },
  },
  {
    name: 'AddressChanged',
    severity: 'warning',
    message: "'{0}' was '{1}' and is '{2}': every flow calls the new address.",
    advice: 'Publish it when the new address answers as the old one does.',
    checks: '`host` and `basePath` are the same, but for slashes at the end, and no scheme is gone.',
    *check({ document, against }) {
      for (const { name, before, after } of against ? addresses(against.root, document.root) : []) {
        const isThere = own(document.root, name) !== undefined;
        yield { pointer: isThere ? below('', name) : '', values: [name, before, after] };
      }
    },
  },
  {
    name: 'AuthenticationChanged',
    severity: 'error',
    message: "The authentication '{0}' was '{1}' and is '{2}'.",
    advice: 'Keep it as it was: an update may not change how people sign in.',
    checks: 'The types of the security definitions are the same: connections that people have made go on working.',
    *check({ document, against }) {
      const typesOf = (root: JsonObject) =>
        objectsOf(objectIn(root, 'securityDefinitions')).map(([, scheme]) => textIn(scheme, 'type') ?? '');
      if (!against) return;
      const [before, after] = [
        typesOf(against.root).toSorted().join(', '),
        typesOf(document.root).toSorted().join(', '),
      ];
      const [name = ''] = Object.keys(objectIn(document.root, 'securityDefinitions'));
      if (before !== after)
        yield { pointer: '/securityDefinitions', at: 'key', values: [name, before || 'none', after || 'none'] };
    },
  },
];

/** The property in which an operation names its next page, in both versions. */
function pagings(connector: Connector) {
  const nextLink = ({ source }: Operation) => textIn(objectIn(source, 'x-ms-pageable'), 'nextLinkName');
  return operationPairs(connector).map(({ old, now }) => ({ now, before: nextLink(old), after: nextLink(now) }));
}

interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The parts of the service's address that are not what they were. */
function addresses(old: JsonObject, now: JsonObject): readonly Change[] {
  const hosts = { name: 'host', before: textIn(old, 'host') ?? '', after: textIn(now, 'host') ?? '' };
  const bases = { name: 'basePath', before: basePathOf(old), after: basePathOf(now) };
  const [before, after] = [textsIn(old, 'schemes'), textsIn(now, 'schemes')];
  const schemes = { name: 'schemes', before: before.join(', '), after: after.join(', ') };
  const isSchemeGone = after.length > 0 && before.some((scheme) => !after.includes(scheme));
  return [...[hosts, bases].filter((one) => one.before !== one.after), ...(isSchemeGone ? [schemes] : [])];
}

function basePathOf(root: JsonObject): string {
  return (textIn(root, 'basePath') ?? '').replace(/\/+$/, '') || '/';
}

/** A path without the names of its variables. */
function shape(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}');
}
