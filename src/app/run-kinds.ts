import { FLAG, RECORD, TEXT, type OptionKinds } from '../options.js';
import type { RunOptions } from './options.js';

/** What the options of a run take. */
export const runKinds: OptionKinds<RunOptions> = {
  trigger: { ...RECORD, what: 'an object such as { body: { n: 1 } }' },
  parameters: { ...RECORD, what: 'an object of values by the names of parameters' },
  parameterTexts: { ...RECORD, what: 'an object of texts by the names of parameters' },
  workflow: { ...TEXT, what: 'the name of a workflow' },
  appSettings: { ...RECORD, what: 'an object of texts by the names of settings' },
  now: { ...TEXT, what: "an instant such as '2026-01-01T00:00:00Z'" },
  history: { ...RECORD, what: "an object such as { file: 'history.db' }" },
  connections: { ...TEXT, what: 'the path of a connections file' },
  onlyEmulator: FLAG,
  mocks: { ...RECORD, what: 'an object of answers by the names of actions' },
  replay: FLAG,
  mockConnectors: { ...RECORD, what: "an object such as { seed: 'dryflow' }" },
  dryRun: FLAG,
  strict: FLAG,
  fastForward: FLAG,
  env: { ...RECORD, what: 'an object of texts by the names of variables' },
};
