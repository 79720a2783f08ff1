// What the expressions of one template see: its parameters and its variables.
import { isArray, isObject, keyAnyCase, own, type Json, type JsonObject } from '../../json.js';
import { child } from '../../pointer.js';
import { objectAt } from '../fields.js';
import { evaluateDeep, evaluateText } from './expression.js';
import { settled, Unknown, type ArmScope, type Assumed, type Value } from './value.js';

/** The scope of a template that stands at a place of a file; `given` are the values that a deployment around it hands in. */
export function scopeOf(template: JsonObject, pointer: string, given: JsonObject = {}): ArmScope {
  const assumed: Assumed[] = [];
  const scope: ArmScope = {
    parameter: once(objectAt(template, 'parameters'), (declared, name) => {
      const value = own(given, keyAnyCase(given, name) ?? name);
      const standard = isObject(declared) ? own(declared, 'defaultValue') : undefined;
      if (value !== undefined) return value;
      if (standard !== undefined) return valueOf(standard, scope);
      const standIn = assume(name, declared);
      assumed.push({ name, standIn, pointer: child(`${pointer}/parameters`, name) });
      return standIn;
    }),
    variable: once(objectAt(template, 'variables'), (value) => valueOf(value, scope)),
    assumed,
  };
  return scope;
}

/** The scope of a template inside another that shares the names of the one around it, as ARM has it unless told otherwise. */
export function sharedScope(around: ArmScope, inside: ArmScope): ArmScope {
  return {
    parameter: (name) => around.parameter(name) ?? inside.parameter(name),
    variable: (name) => around.variable(name) ?? inside.variable(name),
    get assumed() {
      return [...around.assumed, ...inside.assumed];
    },
  };
}

function valueOf(value: Json, scope: ArmScope): Value {
  return typeof value === 'string' ? evaluateText(value, scope) : evaluateDeep(value, scope);
}

/** Looks names up in any case and makes each value once; one that needs itself is not known. */
function once(all: JsonObject, make: (declared: Json, name: string) => Value): (name: string) => Value | undefined {
  const made = new Map<string, Value>();
  return (wanted) => {
    const name = keyAnyCase(all, wanted);
    if (name === undefined) return undefined;
    const known = made.get(name);
    if (known !== undefined) return known;
    made.set(name, new Unknown(name));
    const value = make(all[name] ?? null, name);
    made.set(name, value);
    return value;
  };
}

/** What stands in for a parameter without a value: the first that is allowed, or something of its type. */
function assume(name: string, declared: Json): Json {
  const body = isObject(declared) ? declared : {};
  const allowed = own(body, 'allowedValues');
  const [first] = isArray(allowed) ? allowed : [];
  if (first !== undefined) return first;
  const type = own(body, 'type');
  switch (typeof type === 'string' ? type.toLowerCase() : '') {
    case 'int':
      return 0;
    case 'bool':
      return false;
    case 'array':
      return [];
    case 'object':
    case 'secureobject':
      return {};
    default:
      return settled(new Unknown(name));
  }
}
