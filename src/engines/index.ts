// What carries runs.
export { systemClock, type Clock } from './clock.js';
export type { Engine, Run, StartRequest } from './engine.js';
export { localEngine, type LocalParts } from './local.js';
