// Where the parts meet.
export { configFolder } from './folders.js';
export { signingKeyPath } from './emulator.js';
export { lintConnectorFile, type LintDiagnostic, type LintReport } from './lint-connector.js';
export { isPrepared, prepare, type Prepared, type RunOptions, type Unprepared } from './prepare.js';
