// The services that workflows call.
export { acsIdentity } from './acs-identity.js';
export { entraCredential } from './acs-credential.js';
export {
  apiName,
  bind,
  connectionName,
  connectorAdvice,
  isConnectorAction,
  operationId,
  type FindConnector,
} from './bind.js';
export { swaggerConnector } from './client.js';
export {
  isFault,
  type Connection,
  type ConnectionFault,
  type Connector,
  type FaultPlace,
  type Refused,
  type SignInDoubt,
} from './connection.js';
export { functionConnector } from './function.js';
export { noConnectorFile, noSwaggerIn, swaggerAt } from './load.js';
export { inputType, type InputType } from './input-type.js';
export { openApi3, rangeText } from '../swagger/index.js';
export { makerView, type MakerInput, type MakerOperation } from './maker.js';
export {
  acsVariables,
  builtInFor,
  connectorId,
  findConnector,
  isUnmade,
  makeConnection,
  type Made,
  type Origin,
  type StandIn,
  type Unmade,
  type Wanted,
} from './resolve.js';
