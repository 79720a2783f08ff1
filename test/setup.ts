// No test may ever reach a real resource, whatever the environment of the machine holds.
for (const name of [
  'COMMUNICATION_SERVICES_CONNECTION_STRING',
  'AZURE_COMMUNICATION_CONNECTION_STRING',
  'COMMUNICATION_SERVICES_ENDPOINT',
  'COMMUNICATION_SERVICES_ACCESSKEY',
]) {
  delete process.env[name];
}
