import type { Problem } from './definition.js';

/** A problem before its severity is said; absent advice may be undefined. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  readonly advice?: string | undefined;
  readonly pointer: string;
  readonly at?: 'key' | undefined;
  readonly span?: { readonly start: number; readonly end: number } | undefined;
}

/** What can be wrong with a definition, by a name that does not change between versions. */
export type ProblemCode =
  | 'ActionNotBefore' // a template refers to an action that has not finished when it is evaluated
  | 'BodyNotIndented' // the body of an action or trigger stands beside its name
  | 'DuplicateName'
  | 'InvalidActionBody'
  | 'InvalidCall'
  | 'InvalidListItem'
  | 'InvalidName' // an action's name that the designers do not take
  | 'InvalidProperty' // a value of the wrong type, or not one of those allowed
  | 'InvalidTemplate' // the service's own code
  | 'InvalidWorkflow' // not a map, or nested without end
  | 'LimitExceeded'
  | 'MissingDependency' // code that refers to an action in a way that the service does not find
  | 'MissingProperty'
  | 'NotAllowedHere' // an action that cannot stand in this container
  | 'NotSupported' // the service can, dryflow cannot yet
  | 'RunAfterCycle'
  | 'RunAfterInList'
  | 'SelfReference' // SetVariable whose value reads the variable it sets
  | 'UnknownAction'
  | 'UnknownKeyword'
  | 'InvalidParameter'
  | 'UnknownParameter'
  | 'UnknownType'
  | 'UnknownVariable'
  | 'UnsupportedActionKind'
  | 'UnsupportedActionType';

/** Collects what is wrong with one definition. */
export interface Report {
  readonly problems: readonly Problem[];
  error(finding: Finding): void;
  warn(finding: Finding): void;
}

export function createReport(): Report {
  const problems: Problem[] = [];
  return {
    problems,
    error: (finding) => problems.push(problem('error', finding)),
    warn: (finding) => problems.push(problem('warning', finding)),
  };
}

function problem(severity: Problem['severity'], finding: Finding): Problem {
  const { advice, at, span, ...rest } = finding;
  return {
    severity,
    ...rest,
    ...(advice === undefined ? {} : { advice }),
    ...(at === undefined ? {} : { at }),
    ...(span === undefined ? {} : { span }),
  };
}
