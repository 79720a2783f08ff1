// Where the parts meet.
export { entraKeys } from './entra-keys.js';
export { configFolder } from './folders.js';
export { certificateFolder, signingKeyPath } from './emulator.js';
export { isPrepared, prepare, type Prepared, type RunOptions, type Unprepared } from './prepare.js';
