// Files in, definitions with places out.
export { readConnections, type ConnectionEntry, type ReadConnectionsResult } from './connections.js';
export { decode } from './decode.js';
export { read } from './read.js';
export { render, type RenderOptions } from './snippet.js';
export {
  diagnose,
  diagnoseAll,
  inOrder,
  parseOptionsOf,
  type Beside,
  positionIn,
  type Diagnostic,
  type FileConnection,
  type GivenValue,
  type Locate,
  type Position,
  type Range,
  type ReadResult,
  type Source,
} from './source.js';
export { readText, type ReadText } from './yaml.js';
