// Answers without a service.
export { madeAnswer, madeNotification, notificationFrom, standIn } from './answer.js';
export { callToTry, type CallToTry } from './call-to-try.js';
export { faultsOfMocks, faultsOfRecording, type MockFault } from './faults.js';
export { answeredIn, mocked, mockedNames, unrecorded, type FindAction, type Mock, type Mocks } from './mocks.js';
export { answerToReads, statusToRead } from './reads/answer.js';
export { readsOf } from './reads/reads.js';
export { gatherAttempts, noService, recordingsOf, replay, type Recording } from './recording.js';
export { sampleOf } from './sample.js';
export { madeTrigger, type MadeTrigger } from './trigger.js';
export { startMockServer, type MockCall, type MockRequest, type MockServer, type MockServerOptions } from './server.js';
