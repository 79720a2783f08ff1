import type { Action } from '../run/index.js';
import { actionTypes, madeUpAdvice } from '../workflow/index.js';
import { refused } from './outcome.js';

/** A type of action that is known by its name and cannot run here; a mock can answer in its place. */
function foreign(type: string): Action {
  return {
    type,
    step(_inputs, { path }) {
      const message = `Actions of type '${type}' cannot run on this machine.`;
      const advice = `Give it a mock (${path.split('/').at(-1)}: { body: … }), ${madeUpAdvice}.`;
      return Promise.resolve(refused('NotSupported', `${message} ${advice}`));
    },
  };
}

/** One for every type that needs something outside this machine. */
export const foreignActions: readonly Action[] = actionTypes
  .filter(({ runs, family }) => !runs && family === 'leaf')
  .map(({ type }) => foreign(type));
