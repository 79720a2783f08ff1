// What is kept of runs, and how it is looked at.
export type { History, RunQuery, RunSummary } from './history.js';
export { memoryHistory } from './memory.js';
export { view, type ActionView, type ExecutionView, type RunView } from './view.js';
