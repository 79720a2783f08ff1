import type { Planned } from './plan.js';
import type { Frame } from './state.js';

/** One action in one frame: what is being executed. */
export interface Execution {
  readonly planned: Planned;
  readonly frame: Frame;
  /** The execution's identity (invariant 3). */
  readonly path: string;
}
