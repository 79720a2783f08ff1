import type { Planned } from './plan.js';
import type { Frame } from './state.js';

/**
 * The status of a set of actions taken together: that of its leaves, where a skipped leaf stands for its predecessors.
 * So a handled failure is a success, and "on success A, on failure B" without a join fails when B runs.
 */
export function rollUp(frame: Frame, actions: readonly Planned[]): 'Succeeded' | 'Failed' | 'TimedOut' {
  const seen = new Set<string>();
  const open = actions.filter((action) => action.successors.length === 0);
  let timedOut = false;
  for (let action = open.pop(); action; action = open.pop()) {
    if (seen.has(action.node.name)) continue;
    seen.add(action.node.name);
    const status = frame.records[action.node.name]?.status;
    if (status === 'Failed' || status === 'Cancelled') return 'Failed';
    if (status === 'TimedOut') timedOut = true;
    if (status === 'Skipped') open.push(...action.predecessors);
  }
  return timedOut ? 'TimedOut' : 'Succeeded';
}
