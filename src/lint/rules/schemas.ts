// Schemas: what may be required of what, where types may stand, and how large and deep they may be.
import { isObject, own, type JsonObject } from '../../json.js';
import { propertiesOf, resolve } from '../../swagger/index.js';
import { didYouMean } from '../advice.js';
import type { Document } from '../document.js';
import { below, listIn, textIn, textsIn } from '../json.js';
import { longest } from '../limits.js';
import { bodyOf, dynamic, inputSchemas, partsOf } from '../reach.js';
import type { Rule } from '../rule.js';
import type { Site } from '../sites.js';

export const schemaRules: readonly Rule[] = [
  {
    name: 'RequiredPropertyArrayEmpty',
    severity: 'error',
    message:
      "The 'required' array requires at least one value. If no properties are required in the schema, remove the 'required' property.",
    checks: '`required` of a schema is not empty.',
    *check({ document }) {
      for (const { schema, pointer } of written(document)) {
        const required = own(schema, 'required');
        if (Array.isArray(required) && required.length === 0) yield { pointer: below(pointer, 'required') };
      }
    },
  },
  {
    name: 'RequiredPropertyDefinitionMissing',
    severity: 'error',
    message: "The required property '{0}' is not defined in the object schema.",
    checks:
      'Every name in `required` is a property of the schema, of its `allOf`, or of the schema that it is part of by `allOf`.',
    *check({ document }) {
      for (const site of written(document)) {
        // The properties of such a schema are known when it is used.
        if (dynamic.some((name) => own(site.schema, name) !== undefined)) continue;
        const known = propertiesOf(document.root, whole(site).schema);
        for (const [at, name] of listIn(site.schema, 'required').entries()) {
          if (typeof name !== 'string' || known.has(name)) continue;
          yield {
            pointer: below(site.pointer, 'required', at),
            values: [name],
            ...didYouMean(name, [...known.keys()]),
          };
        }
      }
    },
  },
  {
    name: 'RequiredPropertyNotOnObject',
    severity: 'error',
    message: "The property 'required' is applicable to schemas with 'object' type only and should be removed.",
    checks: 'Only schemas of type `object`, or of no type, have `required`.',
    *check({ document }) {
      for (const { schema, pointer } of written(document)) {
        const type = textIn(schema, 'type') ?? 'object';
        if (type !== 'object' && own(schema, 'required') !== undefined)
          yield { pointer: below(pointer, 'required'), at: 'key' };
      }
    },
  },
  {
    name: 'RequiredReadOnlyPropertyNotAllowedAsInput',
    severity: 'error',
    message: "An input property cannot be 'readonly' and required.",
    checks: 'No property of a body is both `readOnly` and required.',
    *check({ document }) {
      for (const { schema, pointer, property, parent } of written(document)) {
        if (property === undefined || !parent || own(resolve(document.root, schema), 'readOnly') !== true) continue;
        if (!textsIn(parent.schema, 'required').includes(property)) continue;
        if (inputSchemas(document).has(parent.schema)) yield { pointer };
      }
    },
  },
  {
    name: 'RequiredLoopInSchemaNotAllowed',
    severity: 'error',
    message: 'Loops of required schema properties are not allowed.',
    checks: 'No schema requires, through its required properties, itself.',
    *check({ document }) {
      const loops = loopsIn(document);
      for (const { schema, pointer } of written(document)) if (loops.has(schema)) yield { pointer, at: 'key' };
    },
  },
  {
    name: 'DiscriminatorMustBeARequiredStringProperty',
    severity: 'error',
    message: "The 'discriminator' value must be the name of a required string property.",
    checks: '`discriminator` names a property of the schema that is required and of type `string`.',
    *check({ document }) {
      for (const { schema, pointer } of written(document)) {
        const name = textIn(schema, 'discriminator');
        if (name === undefined) continue;
        const property = propertiesOf(document.root, schema).get(name);
        const type = property && textIn(resolve(document.root, property.schema), 'type');
        if (type !== 'string' || !property?.required) yield { pointer: below(pointer, 'discriminator') };
      }
    },
  },
  {
    name: 'InvalidStringBinaryProperty',
    severity: 'error',
    message: "A schema with type/format 'string/binary' can only be at the top level of a body or formData parameter.",
    checks: 'Within a body, only the body as a whole is `string/binary`; within an answer, only the answer as a whole.',
    *check({ document }) {
      for (const { schema, pointer, parent, role } of document.sites) {
        if (!isBinary(schema) || !(parent || role === 'header')) continue;
        if (role === 'definition' && !parent) continue;
        yield { pointer: below(pointer, 'format') };
      }
    },
  },
  {
    name: 'SchemaTypeFileNotValid',
    severity: 'error',
    message:
      "The schema type 'file' is not valid. Only parameters in 'formData' and the root response schema may be of type 'file'.",
    checks: 'Only the schema of a response as a whole is of type `file`.',
    *check({ document }) {
      for (const { schema, pointer, parent, role } of written(document)) {
        if (own(schema, 'type') === 'file' && (parent || role !== 'response'))
          yield { pointer: below(pointer, 'type') };
      }
    },
  },
  {
    name: 'InvalidCustomEditorExtensionDictionaryValue',
    severity: 'error',
    message:
      "The 'x-ms-editor' extension can be specified as 'dictionary' only for schema with type object and additional properties allowed.",
    checks:
      '`x-ms-editor: dictionary` stands on an `object` that has `additionalProperties`, and does not forbid them.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        if (own(schema, 'x-ms-editor') !== 'dictionary') continue;
        const open = own(schema, 'type') === 'object' && (own(schema, 'additionalProperties') ?? false) !== false;
        if (!open) yield { pointer: below(pointer, 'x-ms-editor') };
      }
    },
  },
  {
    name: 'SchemaTooDeep',
    severity: 'warning',
    message:
      "The schema exceeds the maximum allowed depth. Schemas must not exceed a depth of '{0}', including referenced ('$ref') schemas. ",
    checks: `A schema is at most ${longest.depth} levels deep, references followed until they repeat. The service's own limit is not published; this one is beyond every published connector that was looked at.`,
    *check({ document }) {
      const known = new Map<JsonObject, number>();
      for (const { schema, pointer, parent } of written(document)) {
        if (!parent && depthOf(document.root, schema, known) > longest.depth)
          yield { pointer, at: 'key', values: [longest.depth] };
      }
    },
  },
  {
    name: 'BodySchemaCountExceedsMaxAllowed',
    severity: 'error',
    message:
      "The total number of schemas in the object exceeds the max schema count allowed value of '{0}'. Please remove any unnecessary property or item definitions.",
    checks: `A body, and each definition, consists of ${longest.schemasOfBody} schemas at most: properties and items, references followed. (Of definitions a publisher was told so.)`,
    *check({ document }) {
      const known = new Map<JsonObject, number>();
      for (const { schema, pointer, role, parent } of document.sites) {
        // A body that is a reference is told of where it leads.
        if (parent || !['body', 'definition'].includes(role) || own(schema, '$ref') !== undefined) continue;
        if (countOf(document.root, schema, known) > longest.schemasOfBody)
          yield { pointer, at: 'key', values: [longest.schemasOfBody] };
      }
    },
  },
  {
    name: 'OperationSchemaCountExceedsMaxAllowed',
    severity: 'error',
    message:
      "The total number of schemas in the operation has exceeded the maximum allowed value of '{0}'. Please remove any unnecessary property or item definitions.",
    checks: `An operation's body and answers consist of ${longest.schemasOfOperation} schemas at most.`,
    *check({ document }) {
      const known = new Map<JsonObject, number>();
      for (const operation of document.operations) {
        const roots = [bodyOf(operation), ...operation.responses.map(({ source }) => own(source, 'schema'))].filter(
          isObject,
        );
        const count = roots.reduce((sum, schema) => sum + countOf(document.root, schema, known), 0);
        if (count > longest.schemasOfOperation) {
          yield { pointer: operation.pointer, at: 'key', values: [longest.schemasOfOperation] };
        }
      }
    },
  },
  {
    name: 'TotalSchemaCountExceedsMaxAllowed',
    severity: 'warning',
    message:
      "The maximum allowed number of schemas in the swagger is '{0}'. Please remove any unnecessary property or item definitions.",
    checks: `The file has ${longest.schemas} schemas at most. The service's own limit is not published.`,
    *check({ document }) {
      if (document.sites.length > longest.schemas) yield { pointer: '', values: [longest.schemas] };
    },
  },
];

/** The schemas of a document: parameters outside of bodies and headers have their own rules about `required` and `file`. */
function written({ sites }: Document): readonly Site[] {
  return sites.filter(({ role }) => role !== 'parameter' && role !== 'header');
}

/** The schema that a part of an `allOf` belongs to. */
function whole(site: Site): Site {
  return site.parent && /\/allOf\/\d+$/.test(site.pointer) ? whole(site.parent) : site;
}

function isBinary(schema: JsonObject): boolean {
  return own(schema, 'type') === 'string' && own(schema, 'format') === 'binary';
}

/** The schemas that required properties lead back to, one for each loop. */
function loopsIn({ root, sites }: Document): ReadonlySet<JsonObject> {
  const loops = new Set<JsonObject>();
  const seen = new Set<JsonObject>();
  const above: { readonly schema: JsonObject; readonly targets: JsonObject[] }[] = [];
  const inside = new Set<JsonObject>();
  const enter = (schema: JsonObject) => {
    seen.add(schema);
    inside.add(schema);
    above.push({ schema, targets: requiredBy(root, schema) });
  };
  for (const { schema } of sites) {
    if (!seen.has(schema)) enter(schema);
    for (let top = above.at(-1); top; top = above.at(-1)) {
      const target = top.targets.pop();
      if (!target) inside.delete(above.pop()?.schema ?? top.schema);
      else if (inside.has(target)) loops.add(target);
      else if (!seen.has(target)) enter(target);
    }
  }
  return loops;
}

function requiredBy(root: JsonObject, schema: JsonObject): JsonObject[] {
  const needed = [...propertiesOf(root, schema).values()].filter(({ required }) => required);
  return needed.map((property) => resolve(root, property.schema));
}

/** Beyond so many levels nobody looks: references can make chains as long as a file. */
const mostLevels = 500;

/** How many levels a schema has. What it is part of itself counts once, so that circles end. */
function depthOf(root: JsonObject, schema: JsonObject, known: Map<JsonObject, number>, level = 0): number {
  const target = resolve(root, schema);
  const before = level > mostLevels ? 0 : known.get(target);
  if (before !== undefined) return before;
  known.set(target, 0);
  const depths = partsOf(target).map((part) => 1 + depthOf(root, part, known, level + 1));
  const depth = depths.reduce((most, each) => Math.max(most, each), 0);
  known.set(target, depth);
  return depth;
}

/** How many schemas a schema consists of, each place counted: what two properties share counts twice, a circle once. */
function countOf(root: JsonObject, schema: JsonObject, known: Map<JsonObject, number>, level = 0): number {
  const target = resolve(root, schema);
  const before = level > mostLevels ? 1 : known.get(target);
  if (before !== undefined) return before;
  known.set(target, 1);
  const count = partsOf(target).reduce((sum, part) => sum + countOf(root, part, known, level + 1), 1);
  known.set(target, count);
  return count;
}
