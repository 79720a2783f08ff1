// What is kept of runs, and how it is looked at.
export { HistoryError, type History, type RunQuery, type RunSummary } from './history.js';
export { historyKey } from './key.js';
export { learnRecord, learnSecrets } from './mask.js';
export { memoryHistory } from './memory.js';
export { sqliteHistory, type SqliteHistoryParts } from './sqlite.js';
export { treeOf, type Iteration, type TreeNode } from './tree.js';
export { view, type ActionView, type ExecutionView, type RunView } from './view.js';
