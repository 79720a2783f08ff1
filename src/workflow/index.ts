// Workflow definitions: their shape, and how a definition becomes one or a list of what is wrong with it.
export { actionTypes, isUnknownExpression, type ActionType, type Family } from './action-types.js';
export type * from './definition.js';
export { dependenciesOf, type CodeDependencies } from './inline-code.js';
export { findCycle, inOrder, successorsOf, type GraphNode } from './graph.js';
export {
  actionKeywords,
  callKeywords,
  connectionKeywords,
  orTemplate,
  parameterKeywords,
  parameterTypes,
  schemaOf,
  triggerKeywords,
  workflowKeywords,
  type Keyword,
  type Keywords,
} from './keywords.js';
export { deepest } from './limits.js';
export { didYouMean, fold } from './names.js';
export { madeUpAdvice } from './mock-advice.js';
export { parseWorkflow, type ParseOptions, type ParseResult } from './parse.js';
export { isTemplate } from './reading.js';
export type { ProblemCode } from './report.js';
export { triggerTypes, type TriggerType } from './trigger-types.js';
export { actionsOf, branchesOf } from './walk.js';
