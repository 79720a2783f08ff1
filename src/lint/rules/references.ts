// References: what a `$ref` may say, and whether it leads anywhere.
import { isObject, own, type Json, type JsonObject } from '../../json.js';
import { didYouMean } from '../advice.js';
import type { Document } from '../document.js';
import { below, listIn, objectIn, objectsOf, shown } from '../json.js';
import type { Hit, Rule } from '../rule.js';

type Of = 'schema' | 'parameter' | 'response';

const folders = { schema: 'definitions', parameter: 'parameters', response: 'responses' } as const;

export const referenceRules: readonly Rule[] = [
  {
    name: 'JsonPointerNotValid',
    severity: 'error',
    message: 'The JSON Pointer path is not valid.',
    checks:
      'Every `$ref` is text, and where it begins with `#` a JSON Pointer: names after slashes, with `~0` and `~1` for `~` and `/`.',
    *check({ document }) {
      for (const { pointer, target } of referencesOf(document)) if (isBroken(target)) yield { pointer };
    },
  },
  ...(['schema', 'parameter', 'response'] as const).flatMap(rulesOf),
  {
    name: 'AdditionalPropertyNotAllowedAdjacentToRef',
    severity: 'error',
    message: "When '$ref' is defined, no other properties may be specified.",
    checks: 'Nothing stands beside a `$ref`.',
    *check({ document }) {
      for (const { holder, pointer } of referencesOf(document)) {
        const other = Object.keys(holder).find((name) => name !== '$ref');
        if (other !== undefined) yield { pointer: below(pointer.slice(0, -'/$ref'.length), other), at: 'key' };
      }
    },
  },
];

/** The three rules about references to one kind of thing, which differ in a word. */
function rulesOf(of: Of): readonly Rule[] {
  const folder = folders[of];
  const Name = of.charAt(0).toUpperCase() + of.slice(1);
  return [
    {
      name: `${Name}ReferenceNotValid`,
      severity: 'error',
      message: `The ${of} reference '{0}' is not valid. ${Name} references must start with '#/${folder}/' and be valid JSON Pointers.`,
      checks: `The \`$ref\` of a ${of} begins with \`#/${folder}/\` and names something directly below.`,
      *check({ document }) {
        for (const { pointer, target } of ofKind(document, of)) {
          if (isIn(folder, target) || isBroken(target)) continue;
          yield { pointer, values: [shown(target)], ...meant(document, folder, shown(target)) };
        }
      },
    },
    {
      name: `${Name}ReferenceNotFound`,
      severity: 'error',
      message: `The ${of} reference '{0}' could not be found in the swagger document.`,
      checks: `What the \`$ref\` of a ${of} names is there.`,
      *check({ document }) {
        for (const { pointer, target } of ofKind(document, of)) {
          const there = objectIn(document.root, folder);
          if (!isIn(folder, target) || isObject(own(there, nameIn(target)))) continue;
          yield { pointer, values: [target], ...meant(document, folder, target) };
        }
      },
    },
    {
      name: `${Name}RefLoopNotAllowed`,
      severity: 'error',
      message: `The ${of} definition may not use a '$ref' to point to another definition.`,
      checks: `Nothing directly in \`${folder}\` is itself a \`$ref\`.`,
      check: ({ document }) => aliases(document, folder),
    },
  ];
}

function meant({ root }: Document, folder: string, target: string) {
  return didYouMean(
    target,
    Object.keys(objectIn(root, folder)).map((name) => `#${below('', folder, name)}`),
  );
}

function* aliases({ root }: Document, folder: string): Generator<Hit> {
  for (const [name, value] of objectsOf(objectIn(root, folder))) {
    if (own(value, '$ref') !== undefined) yield { pointer: below('', folder, name, '$ref') };
  }
}

interface Reference {
  readonly of: Of;
  readonly pointer: string;
  readonly target: Json;
  readonly holder: JsonObject;
}

function referencesOf({ root, sites, paths, operations }: Document): readonly Reference[] {
  const holders = [
    ...sites
      .filter(({ role }) => role !== 'parameter')
      .map(({ pointer, schema }) => ({ of: 'schema' as const, pointer, holder: schema })),
    ...[...paths, ...operations].flatMap(({ pointer, source }) =>
      listIn(source, 'parameters').flatMap((holder, at) =>
        isObject(holder) ? [{ of: 'parameter' as const, pointer: below(pointer, 'parameters', at), holder }] : [],
      ),
    ),
    ...operations.flatMap(({ responses }) =>
      responses.map(({ pointer, written }) => ({ of: 'response' as const, pointer, holder: written })),
    ),
    ...(['parameter', 'response'] as const).flatMap((of) =>
      objectsOf(objectIn(root, folders[of])).map(([name, holder]) => ({
        of,
        pointer: below('', folders[of], name),
        holder,
      })),
    ),
  ];
  return holders.flatMap(({ of, pointer, holder }) => {
    const target = own(holder, '$ref');
    return target === undefined ? [] : [{ of, pointer: below(pointer, '$ref'), target, holder }];
  });
}

function ofKind(document: Document, of: Of): readonly Reference[] {
  return referencesOf(document).filter((reference) => reference.of === of);
}

/** Whether it is no reference, or no pointer; what leads to other files is told of as a reference. */
function isBroken(target: Json): boolean {
  return typeof target !== 'string' || (target.startsWith('#') && !/^#(\/([^~]|~[01])*)?$/.test(target));
}

function isIn(folder: string, target: Json): target is string {
  return typeof target === 'string' && target.startsWith(`#/${folder}/`) && target.split('/').length === 3;
}

/** The name that a reference ends in. Slashes within names are written `~1`, and some published files percent-encode. */
function nameIn(target: string): string {
  return decoded(target.slice(target.lastIndexOf('/') + 1))
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
