// What carries runs.
export { systemClock, virtualClock, type Clock } from './clock.js';
export {
  SuspendedError,
  type Callee,
  type Engine,
  type ResumeRequest,
  type Run,
  type StartRequest,
  type Startable,
} from './engine.js';
export { childRunId, isChildRun, localEngine, newRunId, type LocalParts } from './local.js';
