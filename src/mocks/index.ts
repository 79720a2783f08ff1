// Answers without a service.
export { mocked, type Mock, type Mocks } from './mocks.js';
