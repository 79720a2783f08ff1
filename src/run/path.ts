import type { Frame } from './state.js';

/** The path of an action's execution in a frame (invariant 3): `Foreach_1[3]/HTTP_2`. */
export function pathOf(frame: Frame, name: string): string {
  return frame.path === '' ? name : `${frame.path}/${name}`;
}

/** The path of a loop's iteration: `Foreach_1[3]`. */
export function iterationPath(frame: Frame, loop: string, index: number): string {
  return `${pathOf(frame, loop)}[${index}]`;
}
