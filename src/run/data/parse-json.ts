import { ExpressionError, isEnvelope, JsonReadError, readJson } from '../../expressions/index.js';
import { readSchema, SchemaError, usesPatterns, validate } from '../../json-schema/index.js';
import { isObject, ownAnyCase, type Json } from '../../json.js';
import { failed, type Settlement } from '../settlement.js';
import type { Inline } from './inline.js';
import { withBody } from './items.js';

/** ParseJson: text is read, any other value taken as it is; what the schema does not allow fails with all its errors. */
export const parseJson: Inline = (inputs) => {
  const [content, schema] = isObject(inputs)
    ? [ownAnyCase(inputs, 'content') ?? null, ownAnyCase(inputs, 'schema') ?? null]
    : [null, null];
  // Measured in Power Automate, as the other failures here save that of a schema that is none.
  if (content === null || content === '')
    throw new ExpressionError('InvalidArgument', "Required property 'content' expects a value but got null. Path ''.");
  if (usesPatterns(schema)) return { ...patternsRefused, inputs };
  const value = valueIn(content);
  if ('failure' in value) return { ...value.failure, inputs };
  return check(value.value, schema, inputs);
};

const patternsRefused = failed(
  'ActionSchemaNotSupported',
  "The 'schema' property of action 'ParseJson' inputs contains 'pattern' or 'patternProperties' properties. 'Pattern' or 'patternProperties' properties are not supported in the action json schema.",
);

function valueIn(content: Json): { readonly value: Json } | { readonly failure: Settlement } {
  if (isEnvelope(content)) {
    const type = content['$content-type'];
    const message = `The property 'content' must be of type JSON in the 'ParseJson' action inputs, but was of type '${type}'.`;
    return { failure: failed('BadRequest', message) };
  }
  if (typeof content !== 'string') return { value: content };
  try {
    return { value: readJson(content) };
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    const message = `The 'content' property of actions of type 'ParseJson' must be valid JSON. The provided value cannot be parsed: '${error.message}'.`;
    return { failure: failed('InvalidJSON', message) };
  }
}

function check(value: Json, schema: Json, inputs: Json): Settlement {
  try {
    const errors = schema === null ? [] : validate(value, readSchema(schema));
    if (errors.length === 0) return withBody(inputs, value);
    return { ...failed('ValidationFailed', 'The schema validation failed.'), inputs, outputs: { errors } };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    // Guessed: the service refuses most of these when a workflow is saved.
    const message = `The 'schema' property of actions of type 'ParseJson' must be a valid JSON schema. The provided value cannot be read: '${error.message}'.`;
    return { ...failed('ActionSchemaInvalid', message), inputs };
  }
}
