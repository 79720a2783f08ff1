// The only door to the network.
export { refusingHost, SendError, type SendErrorCode } from './error.js';
export { createSend, type ClientCertificate, type HttpRequest, type HttpResponse, type Send } from './send.js';
