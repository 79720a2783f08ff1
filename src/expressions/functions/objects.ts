import { type Json, type JsonObject, keyAnyCase, stringifyJson } from '../../json.js';
import { functionError, type FunctionRow, pure } from '../function.js';

/** Appends a property, which must not be there in any case. */
function addProperty(object: JsonObject, name: string, value: Json): Json {
  if (keyAnyCase(object, name) !== undefined) {
    throw functionError(
      'addProperty',
      `expects the property to not exist in the object. Unable to add property '${name}' to ` +
        `'${stringifyJson(object)}' as it already exists.`,
      false,
    );
  }
  return withProperty(object, name, value);
}

/** Removes a property that is there in any case, and appends it: the order changes (recorded). */
function setProperty(object: JsonObject, name: string, value: Json): Json {
  return withProperty(removeProperty(object, name), name, value);
}

function removeProperty(object: JsonObject, name: string): JsonObject {
  const key = keyAnyCase(object, name);
  return key === undefined ? object : Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
}

/** Not `{ ...object, [name]: value }` by assignment: `__proto__` is a name like any other. */
function withProperty(object: JsonObject, name: string, value: Json): JsonObject {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

/** The properties of objects. None changes its argument. */
export const objects: readonly FunctionRow[] = [
  pure('addProperty(object: object, name: string, value: any): object', addProperty, {
    expects:
      'expects three parameters: the object as the first parameter, the name of the property to add as the second ' +
      'parameter, and the value as the third parameter',
    link: false,
  }),
  pure('removeProperty(object: object, name: string): object', removeProperty, {
    expects:
      'expects two parameters: the object as the first parameter and the name of the property to remove as the second parameter',
    link: false,
  }),
  pure('setProperty(object: object, name: string, value: any): object', setProperty, {
    expects:
      'expects three parameters: the object as the first parameter, the name of the property to set as the second ' +
      'parameter, and the value as the third parameter',
    link: false,
  }),
];
