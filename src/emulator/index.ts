// Azure Communication Services Identity, offline.
export { signatureOf, type ServiceRequest } from './hmac.js';
export { openDataFolder, type DataFolder } from './data-folder.js';
export { authorityIn, loadCertificate, type DevelopmentCertificate } from './certificate.js';
export { errorSchema, type ServiceError } from './errors.js';
export { handlers, previewHandlers } from './handlers/list.js';
export { decodeToken, type DecodedToken, type TokenState } from './inspect.js';
export {
  createResources,
  WELL_KNOWN_KEY,
  WELL_KNOWN_RESOURCE,
  type ResourceOptions,
  type Resources,
} from './resources.js';
export { WELL_KNOWN_PORT } from './ports.js';
export { startEmulator, type Emulator, type EmulatorOptions, type HttpsOptions, type RequestLog } from './server.js';
export { createService, type Service, type ServiceParts } from './service.js';
export { loadSigningKey, type SigningKey } from './signing-key.js';
export { memoryStore, type Identity, type Store } from './store.js';
export { sqliteStore, StoreError, type FileStore } from './sqlite-store.js';
export { previewDefinition } from './preview.js';
export { API_VERSIONS, type ApiVersion } from './versions.js';
export { parseFault } from './faults.js';
