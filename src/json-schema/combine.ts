// The keywords that combine other schemas. They are told at the end of a value, what the others found as their children.
import { isObject } from '../json.js';
import { inOrder, raise, type Check, type Finding, type Here, type Report, type Trail } from './finding.js';
import type { Schema } from './schema.js';

/** Checks a value against the schemas that are combined in one. */
export function checkCombined(here: Here, schema: Schema, report: Report, check: Check, trail: Trail): void {
  const { allOf, anyOf, oneOf, not } = schema;
  if (!(allOf ?? anyOf ?? oneOf ?? not ?? schema.condition ?? schema.dependencies)) return;
  const say = (type: string, message: string, children: readonly Finding[] = [], of = schema) =>
    raise(report, here, of, type, message, { children, moment: 'end' });
  const attempt = (type: string, schemas: readonly Schema[]): Report[] | undefined => {
    if (!schemas.some((each) => isOn(each, trail))) return schemas.map((each) => found(here, each, check, trail));
    say(type, "Conditional schema has a circular dependency and can't be evaluated.");
    return undefined;
  };

  const all = allOf && attempt('allOf', allOf);
  const invalid = all ? indexes(all, false) : [];
  if (all && invalid.length > 0)
    say(
      'allOf',
      `JSON does not match all schemas from 'allOf'. Invalid schema indexes: ${invalid.join(', ')}.`,
      inOrder(all),
    );

  const any = anyOf && attempt('anyOf', anyOf);
  if (any && any.length > 0 && indexes(any, true).length === 0)
    say('anyOf', "JSON does not match any schemas from 'anyOf'.", inOrder(any));

  const one = oneOf && attempt('oneOf', oneOf);
  if (one && one.length > 0) checkOne(one, say);

  const none = not && attempt('not', [not]);
  if (none?.[0]?.length === 0) say('not', "JSON is valid against schema from 'not'.");

  checkIf(schema, attempt, say);
  for (const [name, needs] of schema.dependencies ?? []) {
    if (!isSchema(needs) || !isObject(here.value) || !Object.hasOwn(here.value, name)) continue;
    const lacks = attempt('dependencies', [needs])?.flat() ?? [];
    if (lacks.length > 0) say('dependencies', `Dependencies for property '${name}' failed.`, lacks);
  }
}

type Say = (type: string, message: string, children?: readonly Finding[], of?: Schema) => void;

function checkOne(results: readonly Report[], say: Say): void {
  const valid = indexes(results, true);
  if (valid.length === 1) return;
  const message =
    valid.length === 0
      ? "JSON is valid against no schemas from 'oneOf'."
      : `JSON is valid against more than one schema from 'oneOf'. Valid schema indexes: ${valid.join(', ')}.`;
  say('oneOf', message, inOrder(results));
}

function checkIf(
  schema: Schema,
  attempt: (type: string, schemas: readonly Schema[]) => Report[] | undefined,
  say: Say,
): void {
  const condition = schema.condition && attempt('if', [schema.condition])?.[0];
  if (!condition) return;
  const met = condition.length === 0;
  const [branch, taken] = [met ? 'then' : 'else', met ? schema.whenTrue : schema.whenFalse];
  const problems = taken && attempt(branch, [taken])?.[0];
  if (problems && problems.length > 0) say(branch, `JSON does not match schema from '${branch}'.`, problems, taken);
}

function found(here: Here, schema: Schema, check: Check, trail: Trail): Report {
  const report: Report = [];
  check(here, schema, report, trail);
  return report;
}

function indexes(results: readonly Report[], valid: boolean): number[] {
  return results.flatMap((report, index) => ((report.length === 0) === valid ? [index] : []));
}

/** Whether a schema is being checked already for this value, so that checking it again would never end. */
function isOn(schema: Schema, trail: Trail): boolean {
  const wanted = targetOf(schema);
  for (let at: Trail | undefined = trail; at; at = at.outer) if (at.schema === wanted) return true;
  return false;
}

/** The schema that a `$ref` leads to. */
export function targetOf(schema: Schema): Schema {
  return schema.ref ? targetOf(schema.ref) : schema;
}

function isSchema(needs: Schema | readonly string[]): needs is Schema {
  return !Array.isArray(needs);
}
