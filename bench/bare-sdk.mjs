// What bench/startup.ts compares with: the sample's four calls, written by hand with the SDK.
import { CommunicationIdentityClient } from '@azure/communication-identity';

const client = new CommunicationIdentityClient(process.env.COMMUNICATION_SERVICES_CONNECTION_STRING, {
  allowInsecureConnection: true,
});
const user = await client.createUser();
await client.getToken(user, ['chat']);
await client.revokeTokens(user);
await client.deleteUser(user);
