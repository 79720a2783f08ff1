// JSON Schema as the service applies it: Newtonsoft's keywords, words and order of errors.
export { SchemaError } from './keywords.js';
export { usesPatterns } from './patterns.js';
export { readSchema } from './read.js';
export type { Schema } from './schema.js';
export type { ValidationError } from './finding.js';
export { validate } from './validate.js';
