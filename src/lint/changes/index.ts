// Changes against the version that is published: what breaks flows that were built on it. Additions that are optional are
// welcome. (Documented: such a change needs a new revision of the operation, and the old one is kept, deprecated.)
import type { Rule } from '../rule.js';
import { operationChangeRules } from './operation-rules.js';
import { parameterChangeRules } from './parameter-rules.js';
import { propertyChangeRules } from './property-rules.js';
import { valueChangeRules } from './value-rules.js';

/** The rules that compare two versions of a definition. */
export const changeRules: readonly Rule[] = [
  ...operationChangeRules,
  ...parameterChangeRules,
  ...propertyChangeRules,
  ...valueChangeRules,
];
