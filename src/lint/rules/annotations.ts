// Versions of operations: families, revisions and replacements (`x-ms-api-annotation`).
import { isNumber, own, primitive } from '../../json.js';
import type { Document, Operation } from '../document.js';
import { below, objectIn, textIn } from '../json.js';
import type { Hit, Rule } from '../rule.js';

export const annotationRules: readonly Rule[] = [
  {
    name: 'ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations',
    severity: 'error',
    message:
      "The 'x-ms-api-annotation' extension for operation '{0}' is invalid. The replacement property should be specified for deprecated operations only.",
    checks: 'Only a deprecated operation has a `replacement`.',
    *check({ document }) {
      for (const { id, source, pointer } of replaced(document)) {
        if (own(source, 'deprecated') !== true) yield { pointer: replacementOf(pointer), at: 'key', values: [id] };
      }
    },
  },
  replacementHas('api', 'ApiAnnotationExtensionReplacementInfoMissingApiProperty'),
  replacementHas('operationId', 'ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty'),
  {
    name: 'OperationFamilyHasDuplicateRevisions',
    severity: 'error',
    message: "The operation family '{0}' has operations with duplicate revision.",
    checks: 'The operations of a family have different revisions.',
    *check({ document }) {
      for (const [family, members] of familiesOf(document)) {
        const seen = new Set<number>();
        for (const { operation, revision } of members) {
          if (revision !== undefined && seen.has(revision)) yield at(operation, family);
          if (revision !== undefined) seen.add(revision);
        }
      }
    },
  },
  {
    name: 'OperationFamilyHasManyActiveOperations',
    severity: 'error',
    message: "The operation family '{0}' has more than two active operations. Extra operations must be deprecated.",
    checks: 'At most two operations of a family are not deprecated.',
    check: ({ document }) => beyond(document, 2, isActive),
  },
  {
    name: 'OperationFamilyHasManyActiveProductionOperations',
    severity: 'warning',
    message:
      "The operation family '{0}' has several active operations in Production status. Previous revisions should be deprecated.",
    checks: 'At most one operation of a family is in Production and not deprecated.',
    check: ({ document }) => beyond(document, 1, (member) => isActive(member) && member.status === 'Production'),
  },
  {
    name: 'OperationFamilyHasManyEmptyRevisions',
    severity: 'error',
    message:
      "The operation family '{0}' has several operations with empty revision. Only one operation can have empty revision.",
    checks: 'At most one operation of a family has no revision.',
    check: ({ document }) => beyond(document, 1, ({ revision }) => revision === undefined),
  },
  {
    name: 'OperationRevisionEmpty',
    severity: 'warning',
    message: "The operation '{0}' does not specify a revision in api annotation.",
    checks: 'An operation that names its family names its revision.',
    *check({ document }) {
      for (const { id, source, pointer } of document.operations) {
        const annotation = objectIn(source, 'x-ms-api-annotation');
        if (own(annotation, 'family') === undefined || own(annotation, 'revision') !== undefined) continue;
        yield { pointer: below(pointer, 'x-ms-api-annotation'), at: 'key', values: [id] };
      }
    },
  },
  {
    name: 'OperationIdShouldEndWithRevision',
    severity: 'warning',
    message: "The operation Id '{0}' should end with revision suffix '{1}'.",
    checks: 'The `operationId` of a second or later revision ends in `_V2`, `_V3` and so on.',
    *check({ document }) {
      for (const { operation, revision } of membersOf(document)) {
        const suffix = `_V${revision}`;
        if (revision === undefined || revision < 2 || operation.id.endsWith(suffix)) continue;
        yield { pointer: below(operation.pointer, 'operationId'), values: [operation.id, suffix] };
      }
    },
  },
  {
    name: 'OperationStatusAheadOfConnector',
    severity: 'error',
    message: "The operation '{0}' cannot be in a Production status ahead of the connector.",
    checks:
      'No operation is in Production while the connector is in Preview, which it is where it does not say (documented).',
    *check({ document }) {
      if ((statusOf(objectIn(document.root, 'info')) ?? 'Preview') !== 'Preview') return;
      for (const { id, source, pointer } of document.operations) {
        if (statusOf(source) === 'Production')
          yield { pointer: below(pointer, 'x-ms-api-annotation', 'status'), values: [id] };
      }
    },
  },
];

function statusOf(source: Operation['source']): string | undefined {
  return textIn(objectIn(source, 'x-ms-api-annotation'), 'status');
}

interface Member {
  readonly operation: Operation;
  readonly family: string;
  readonly revision: number | undefined;
  readonly status: string | undefined;
}

/**
 * An operation without an annotation is a family of its own, by the name of its id (documented). Of several with one id,
 * which OperationIdNotUnique tells of, the first stands for all.
 */
function membersOf(document: Document): readonly Member[] {
  const operations = document.operations.filter((one) => one.id === '' || document.operation(one.id) === one);
  return operations.map((operation) => {
    const annotation = objectIn(operation.source, 'x-ms-api-annotation');
    const revision = own(annotation, 'revision');
    return {
      operation,
      family: textIn(annotation, 'family') ?? operation.id,
      revision: revision !== undefined && isNumber(revision) ? Number(primitive(revision)) : undefined,
      status: textIn(annotation, 'status'),
    };
  });
}

function familiesOf(document: Document): ReadonlyMap<string, readonly Member[]> {
  const families = new Map<string, Member[]>();
  for (const member of membersOf(document)) {
    const family = families.get(member.family);
    if (family) family.push(member);
    else if (member.family !== '') families.set(member.family, [member]);
  }
  return families;
}

function isActive({ operation }: Member): boolean {
  return own(operation.source, 'deprecated') !== true;
}

/** The members of a family that are like this, beyond the first few. */
function* beyond(document: Document, most: number, isLike: (member: Member) => boolean): Generator<Hit> {
  for (const [family, members] of familiesOf(document)) {
    for (const { operation } of members.filter(isLike).slice(most)) yield at(operation, family);
  }
}

function at({ pointer }: Operation, family: string): Hit {
  return { pointer, at: 'key', values: [family] };
}

function replaced({ operations }: Document): readonly Operation[] {
  return operations.filter(({ source }) => own(objectIn(source, 'x-ms-api-annotation'), 'replacement') !== undefined);
}

function replacementOf(pointer: string): string {
  return below(pointer, 'x-ms-api-annotation', 'replacement');
}

function replacementHas(property: string, name: string): Rule {
  return {
    name,
    severity: 'error',
    message: `The 'x-ms-api-annotation' extension for operation '{0}' is invalid. The replacement property must specify '${property}' property.`,
    checks: `A \`replacement\` has \`${property}\`.`,
    *check({ document }) {
      for (const { id, source, pointer } of replaced(document)) {
        const replacement = objectIn(objectIn(source, 'x-ms-api-annotation'), 'replacement');
        if (textIn(replacement, property) === undefined)
          yield { pointer: replacementOf(pointer), at: 'key', values: [id] };
      }
    },
  };
}
