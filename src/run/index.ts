// The run: a pure interpreter that decides, and one loop that drives it.
export { drive, JournalError, type DriveOptions, type Recorder } from './drive.js';
export type { ActionStatus, RetryRecord, RunEvent, RunResult, RunStatus, StartRecord, TriggerRecord } from './event.js';
export { cancelKey, interpreter, restore, type Interpreter } from './interpreter.js';
export { callbackPath, callbackSignature, callbackUrl } from './callback.js';
export { workflowName } from './child.js';
export { inlineTypes } from './kinds.js';
export type { Turn } from './machine.js';
export { generator, uuid } from './random.js';
export { stepKey } from './steps.js';
export { webhookTypes } from './webhook-types.js';
export { bindParameters, type ParameterProblem } from './parameters.js';
export type {
  Action,
  ActionError,
  Again,
  ChildTrigger,
  Command,
  Done,
  Host,
  Outcome,
  Response,
  RunIdentity,
  StepContext,
  StepSettings,
  Woken,
} from './ports.js';
