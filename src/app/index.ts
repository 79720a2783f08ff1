// Where the parts meet.
export { signingKeyPath } from './emulator.js';
export { readTextFile, type Texts } from './files.js';
export { isPrepared, prepare, type Prepared, type RunOptions, type Unprepared } from './prepare.js';
