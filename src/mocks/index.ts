// Answers without a service.
export { answeredIn, mocked, mockedNames, type FindAction, type Mock, type Mocks } from './mocks.js';
