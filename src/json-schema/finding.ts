import { withIndex, withProperty } from '../expressions/index.js';
import { isArray, isObject, type Json } from '../json.js';
import type { Schema } from './schema.js';

/** One way in which a value does not satisfy a schema, as the service tells it. It checks values, which have no lines. */
export type ValidationError = {
  readonly message: string;
  readonly lineNumber: 0;
  readonly linePosition: 0;
  readonly path: string;
  readonly value?: Json;
  readonly schemaId: string;
  /** The keyword. */
  readonly errorType: string;
  readonly childErrors: readonly ValidationError[];
};

/** A value where it stands in the document. */
export interface Here {
  readonly value: Json;
  readonly key: string | number;
  /** How many stand before it in the same container. */
  readonly index: number;
  readonly outer: Here | undefined;
}

/** An error and the moment at which a reader of the text meets it. */
export interface Finding {
  readonly error: ValidationError;
  readonly order: readonly number[];
}

/** Collects what is found. */
export type Report = Finding[];

/** Checks a value in its place against a schema. */
export type Check = (here: Here, schema: Schema, report: Report, trail?: Trail) => void;

/** The schemas that are being checked for one and the same value, the innermost first. */
export interface Trail {
  readonly schema: Schema;
  readonly outer: Trail | undefined;
}

export function member(outer: Here, key: string | number, index: number, value: Json): Here {
  return { value, key, index, outer };
}

interface Details {
  readonly value?: Json | undefined;
  readonly children?: readonly Finding[];
  /** Left out: where the value begins. */
  readonly moment?: 'end' | 'name';
}

/** Notes an error of a value. */
export function raise(
  report: Report,
  here: Here,
  { id }: Schema,
  errorType: string,
  message: string,
  { value, children = [], moment }: Details = {},
): void {
  const error = {
    message,
    lineNumber: 0,
    linePosition: 0,
    path: pathOf(here),
    ...(value !== undefined && { value }),
    schemaId: id,
    errorType,
    childErrors: children.map((child) => child.error),
  } as const;
  report.push({ error, order: orderOf(here, moment) });
}

/** The value that an error repeats: null, arrays and objects it does not (measured in Power Automate). */
export function bare({ value }: Here): Json | undefined {
  return value === null || isContainer(value) ? undefined : value;
}

/** What several schemas found in one value, as one reader meets it; of two at one moment the last schema's is first. */
export function inOrder(results: readonly Report[]): Finding[] {
  return results.toReversed().flat().toSorted(compare);
}

function compare(a: Finding, b: Finding): number {
  const at = a.order.findIndex((part, index) => part !== b.order[index]);
  return at < 0 ? a.order.length - b.order.length : (a.order[at] ?? -1) - (b.order[at] ?? -1);
}

function orderOf(here: Here, moment: Details['moment']): readonly number[] {
  if (moment === 'name' && here.outer) return [...stepsTo(here.outer), 2 * here.index];
  return [...stepsTo(here), moment === 'end' && isContainer(here.value) ? Infinity : -1];
}

function stepsTo({ outer, index }: Here): readonly number[] {
  return outer ? [...stepsTo(outer), 2 * index + 1] : [];
}

function pathOf({ outer, key }: Here): string {
  if (!outer) return '';
  return typeof key === 'number' ? withIndex(pathOf(outer), key) : withProperty(pathOf(outer), key);
}

function isContainer(value: Json): boolean {
  return isArray(value) || isObject(value);
}
