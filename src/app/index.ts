// Where the parts meet.
export { signingKeyPath } from './emulator.js';
export { isPrepared, prepare, type Prepared, type RunOptions, type Unprepared } from './prepare.js';
