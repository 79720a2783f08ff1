// Swagger 2.0 as connectors use it: a document's operations, requests built from arguments and matched back to them.
export { arrange, missing, NO_ARGUMENTS, type Arguments, type Misplaced } from './arguments.js';
export { boundsOf, rangeText, type Bounds } from './bounds.js';
export { asBytes, asText } from './content.js';
export { withDefaults } from './defaults.js';
export { DocumentError, openApi3, readDocument, readJsonObject, resolve, textOf } from './document.js';
export { fieldsOf } from './form.js';
export { hold, holdArguments, holdParameter, type InputFault } from './inputs.js';
export { keyOf, leavesOf } from './leaves.js';
export { build, match, type Match, type Message, type Request } from './message.js';
export {
  callsBack,
  notificationName,
  notificationUrlIn,
  takesNotificationUrl,
  withNotificationUrl,
} from './notification.js';
export { isNotificationUrl } from './notification-url.js';
export {
  findOperation,
  lostPaths,
  operationsOf,
  slashed,
  outputOf,
  responseOf,
  type Answer,
  type Body,
  type Location,
  type Operation,
  type Parameter,
} from './operation.js';
export { byName, flattened, namesOf, type Naming, type Place } from './place.js';
export { inputRefusal } from './refusal.js';
export { isClosed, itemsOf, propertiesOf, schemaAt, type Property } from './schema.js';
export { secretsInArguments, secretsInNotification, secretsInResponse } from './secrets.js';
export { typeFault } from './type-fault.js';
export { validate, type Violation } from './validate.js';
export { type Visibility } from './visibility.js';
