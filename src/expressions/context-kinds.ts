import { callback, RECORD, TEXT, type OptionKind, type OptionKinds } from '../options.js';
import type { Context } from './context.js';

const VALUE: OptionKind = { what: 'a value', is: () => true };

/** What the parts of a context take. */
export const contextKinds: OptionKinds<Context> = {
  dialect: {
    what: "'logic-apps' or 'power-automate'",
    is: (value) => value === 'logic-apps' || value === 'power-automate',
  },
  parameters: RECORD,
  variables: RECORD,
  trigger: RECORD,
  actions: RECORD,
  currentAction: { ...TEXT, what: 'the name of an action' },
  results: RECORD,
  item: VALUE,
  items: RECORD,
  iterationIndexes: RECORD,
  workflow: RECORD,
  appSettings: RECORD,
  callbackUrl: { ...TEXT, what: 'an address' },
  now: { ...TEXT, what: "an instant such as '2026-01-01T00:00:00Z'" },
  random: callback('that gives a number in [0, 1)'),
};
