// What the expressions of an ARM template give: values, and what only Azure knows.
import { isArray, isObject, type Json } from '../../json.js';

/** What cannot be known on this machine, as a template asks for it: `reference(x).outputs.y`. */
export class Unknown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Json | Unknown;

/** What the expressions of a template see. */
export interface ArmScope {
  /** Undefined: there is no such parameter. */
  parameter(name: string): Value | undefined;
  variable(name: string): Value | undefined;
  /** The parameters without a value that were asked for. */
  readonly assumed: readonly Assumed[];
}

/** A parameter without a value, what stands in for it, and where it is declared. */
export interface Assumed {
  readonly name: string;
  readonly standIn: Json;
  readonly pointer: string;
}

/** A readable text in the place of what is not known; it may end up inside an expression of a definition. */
function placeholder(text: string): string {
  return `<${text.replace(/[@{}<>'"]/g, '').slice(0, 120)}>`;
}

/** A value for a definition. */
export function settled(value: Value): Json {
  return value instanceof Unknown ? placeholder(value.text) : value;
}

/** What one expression may give: a template that grows beyond is no template of a workflow. */
const largest = { nodes: 100_000, characters: 2_000_000 } as const;

/** Whether a value has grown too large; templates can double values in every line. */
export function isTooLarge(value: Value): boolean {
  if (value instanceof Unknown) return false;
  return count(value, { nodes: largest.nodes, characters: largest.characters });
}

function count(value: Json, left: { nodes: number; characters: number }): boolean {
  left.nodes--;
  if (typeof value === 'string') left.characters -= value.length;
  if (left.nodes < 0 || left.characters < 0) return true;
  if (isArray(value)) return value.some((item) => count(item, left));
  return isObject(value) && Object.values(value).some((item) => count(item, left));
}
