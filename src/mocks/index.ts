// Answers without a service.
export { madeAnswer, standIn } from './answer.js';
export { answeredIn, mocked, mockedNames, unrecorded, type FindAction, type Mock, type Mocks } from './mocks.js';
export { gatherAttempts, readRecording, recordingsOf, replay, type Recording } from './recording.js';
export { sampleOf } from './sample.js';
export { startMockServer, type MockRequest } from './server.js';
