// Answers without a service.
export { mocked, mockedNames, type FindAction, type Mock, type Mocks } from './mocks.js';
