import type { Json } from '../../json.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import type { Settlement } from '../settlement.js';

/** A data operation: computed inside the interpreter from its evaluated inputs. Undefined: it has ended the run itself. */
export type Inline = (inputs: Json, x: Execution, machine: Machine) => Settlement | undefined;
