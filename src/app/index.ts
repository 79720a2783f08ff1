// Where the parts meet.
export { entraKeys, entraKeysFault, isAddress } from './entra-keys.js';
export { AddressInUseError } from './callbacks.js';
export { forgetEmulator } from './emulator.js';
export { identityService, type IdentityAnswer, type IdentityArguments, type IdentityService } from './identity.js';
export { askEmulator, type Inspected } from './inspect.js';
export { defaultHistory, existingHistory, type HistoryOptions } from './history.js';
export { lintConnectorFile, type LintDiagnostic, type LintReport, type Looked } from './lint-connector.js';
export { mocksIn, type ReadMocks } from './mocks.js';
export { mockConnector } from './mock-connector.js';
export { runsNamed } from './named-runs.js';
export { isPrepared, type Prepared, type RunOptions, type Unprepared } from './options.js';
export { prepare } from './prepare.js';
export { readRecordings, record, RecordingError } from './recordings.js';
export { prepareResubmit } from './resubmit.js';
export { prepareResume, type ResumeOptions } from './resume.js';
export { runKinds } from './run-kinds.js';
export { notRunning } from './unreached.js';
export { startEmulator, type EmulatorSettings } from './start-emulator.js';
