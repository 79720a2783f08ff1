import { compareNumbers, kindOf, numberText, primitive, stringifyJson, type JsonNumber } from '../json.js';
import { raise, type Here, type Report } from './finding.js';
import { hasFormat } from './formats.js';
import { isMultiple } from './numbers.js';
import type { Schema } from './schema.js';

/** Checks the lengths and the format of a text. */
export function checkString(text: string, here: Here, schema: Schema, report: Report): void {
  const { maxLength, minLength, format } = schema;
  const say = (type: string, problem: string) =>
    raise(report, here, schema, type, `String '${text}' ${problem}.`, { value: text });
  const length = maxLength === undefined && minLength === undefined ? 0 : lengthOf(text);
  if (maxLength !== undefined && length > maxLength) say('maxLength', `exceeds maximum length of ${maxLength}`);
  if (minLength !== undefined && length < minLength) say('minLength', `is less than minimum length of ${minLength}`);
  if (format !== undefined && !hasFormat(text, format)) say('format', `does not validate against format '${format}'`);
}

let segmenter: Intl.Segmenter | undefined; // made when it is needed: that costs milliseconds

/** The length in what people take for characters, as .NET's StringInfo counts them. */
function lengthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text)
    ? text.length
    : [...(segmenter ??= new Intl.Segmenter('und')).segment(text)].length;
}

/** Checks the bounds of a number, and of what it is a multiple. */
export function checkNumber(value: JsonNumber, here: Here, schema: Schema, report: Report): void {
  const subject = kindOf(value) === 'Integer' ? `Integer ${stringifyJson(value)}` : `Float ${stringifyJson(value)}`;
  const say = (type: string, problem: string) => raise(report, here, schema, type, `${subject} ${problem}.`, { value });
  const { maximum, minimum, multipleOf } = schema;
  if (maximum !== undefined) {
    const order = compareNumbers(value, maximum);
    if (order > 0) say('maximum', `exceeds maximum value of ${numberOf(maximum)}`);
    if (order === 0 && schema.exclusiveMaximum)
      say('maximum', `equals maximum value of ${numberOf(maximum)} and exclusive maximum is true`);
  }
  if (minimum !== undefined) {
    const order = compareNumbers(value, minimum);
    if (order < 0) say('minimum', `is less than minimum value of ${numberOf(minimum)}`);
    if (order === 0 && schema.exclusiveMinimum)
      say('minimum', `equals minimum value of ${numberOf(minimum)} and exclusive minimum is true`);
  }
  if (multipleOf !== undefined && !isMultiple(value, multipleOf))
    say('multipleOf', `is not a multiple of ${numberOf(multipleOf)}`);
}

/** Newtonsoft keeps a schema's numbers as doubles. */
function numberOf(bound: JsonNumber): string {
  return numberText(Number(primitive(bound)));
}
