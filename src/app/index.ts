// Where the parts meet.
export { configFolder } from './folders.js';
export { signingKeyPath } from './emulator.js';
export { defaultHistory, existingHistory } from './history.js';
export { isPrepared, prepare, type Prepared, type RunOptions, type Unprepared } from './prepare.js';
