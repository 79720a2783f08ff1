// Code that is not ours, kept from everything of this machine.
export { runScript, type Script, type ScriptError, type ScriptLimits, type ScriptResult } from './script.js';
