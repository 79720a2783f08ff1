import { isObject, ownAnyCase } from '../json.js';
import type { Action, Outcome } from '../run/index.js';
import type { ScriptError, ScriptLimits } from '../sandbox/index.js';
import { refused } from './outcome.js';

/**
 * How long code may run: 15 seconds in Logic Apps Standard, 5 in Consumption (documented). Here it is the longer one for
 * both, because QuickJS compiles nothing and so needs more time than Node for the same. The memory is for the 50 MB of data
 * that the service handles (documented).
 */
const limits: ScriptLimits = { time: 15_000, memory: 512 * 1024 * 1024 };

/** JavaScriptCode: runs the body of a function, which sees the run so far as `workflowContext`. */
export function javaScriptCode(limit: ScriptLimits = limits): Action {
  return {
    type: 'JavaScriptCode',
    async step(inputs, { path, signal }) {
      const code = isObject(inputs) ? ownAnyCase(inputs, 'code') : undefined;
      if (!isObject(inputs) || typeof code !== 'string') return refused('BadRequest', "The inputs need a 'code'.");
      const workflowContext = ownAnyCase(inputs, 'workflowContext') ?? {};
      const { runScript } = await import('../sandbox/index.js'); // most flows have no code
      const result = await runScript({ code, globals: { workflowContext }, prelude }, limit, signal);
      if ('error' in result) return failed(result.error, path.split('/').at(-1) ?? '');
      // That nothing is null is a guess: nobody has written down what the service does.
      return { status: 'Succeeded', code: 'OK', outputs: { body: result.value ?? null } };
    },
  };
}

/** The sentence was seen in the service for code that threw; that it is the same for the rest is a guess. */
function failed(error: ScriptError, action: string): Outcome {
  const sentence = `The inline code action '${action}' execution failed, with error '${error.message}'.`;
  return refused(codeOf(error), error.line === undefined ? sentence : `${sentence} (Line ${error.line} of the code.)`);
}

/** The service's own codes, from its sources. */
function codeOf({ kind, code = '' }: ScriptError): string {
  if (kind === 'syntax') return 'InlineCodeParsingFailure';
  if (kind === 'timeout') return 'InlineCodeExecutionTimeout';
  return ownCodes.has(code) ? code : 'InlineCodeScriptRuntimeFailure';
}

const ownCodes = new Set([
  'InlineCodeCannotModifyWorkflowContext',
  'InlineCodeInvalidProperty',
  'InlineCodeOperationMissing',
]);

/**
 * What the service puts around `workflowContext`, with its codes and words: it and its `actions` cannot be changed, and
 * what is not there is an error rather than undefined. What the actions gave is the code's own copy.
 */
const prelude = String.raw`(() => {
  const fail = (code, message) => { throw Object.assign(new Error(message), { code }); };
  const refuse = () => fail('InlineCodeCannotModifyWorkflowContext', 'Cannot modify workflowContext');
  const guard = (object, read) => new Proxy(object, {
    get: (_, name) => (typeof name === 'symbol' ? undefined : read(name)),
    set: refuse,
    defineProperty: refuse,
  });
  const isMap = (value) => typeof value === 'object' && value !== null;
  const missing = (what) => fail('InlineCodeOperationMissing', what);
  const hint = 'Try including the action by adding it to explicitDependency.actions.';
  const context = isMap(workflowContext) ? workflowContext : {};
  const actionOf = (name) => name in context.actions
    ? context.actions[name]
    : missing('The specified action \'' + name + '\' is not in the provided workflowContext. ' + hint);
  const read = {
    workflow: () => context.workflow,
    actions: () => isMap(context.actions)
      ? guard(context.actions, actionOf)
      : missing('Actions are not in the provided workflowContext. ' + hint),
    trigger: () => isMap(context.trigger)
      ? context.trigger
      : missing('The trigger is not in the provided workflowContext. Try including the trigger by setting the actions explicitDependency.includeTrigger input property to true.'),
  };
  globalThis.workflowContext = guard(context, (name) => Object.hasOwn(read, name)
    ? read[name]()
    : fail('InlineCodeInvalidProperty', 'The specified property \'' + name + '\' is not in the provided workflowContext, only workflowContext.workflow, workflowContext.actions and workflowContext.trigger are accessible.'));
  const quiet = () => {};
  globalThis.console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet };
})()`;
