import { isArray, isObject, type Json } from '../json.js';

const maps = new Set(['properties', 'definitions', '$defs', 'dependencies']);

/** Whether a schema, or one inside it, has `pattern` or `patternProperties`: the service takes neither. */
export function usesPatterns(schema: Json): boolean {
  if (isArray(schema)) return schema.some(usesPatterns);
  if (!isObject(schema)) return false;
  return Object.entries(schema).some(([name, value]) => {
    if (name === 'pattern' || name === 'patternProperties') return true;
    if (name === 'enum' || name === 'const' || name === 'default' || name === 'examples') return false; // values
    // A property may have any name, `pattern` too.
    return maps.has(name) && isObject(value) ? Object.values(value).some(usesPatterns) : usesPatterns(value);
  });
}
