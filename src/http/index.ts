// The only door to the network.
export { SendError, type SendErrorCode } from './error.js';
export { createSend, type ClientCertificate, type HttpRequest, type HttpResponse, type Send } from './send.js';
