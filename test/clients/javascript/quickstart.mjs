// What the quickstart of the JavaScript SDK does, signed in each of the three ways. Prints what it was given as JSON.
import { AzureKeyCredential } from '@azure/core-auth';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { ClientSecretCredential } from '@azure/identity';

const { CONNECTION_STRING, ENDPOINT, ACCESS_KEY, AUTHORITY, TEAMS_TOKEN, TEAMS_APP, TEAMS_USER } = process.env;

const entra = new ClientSecretCredential('any-tenant', 'any-client', 'any-secret', {
  authorityHost: AUTHORITY,
  disableInstanceDiscovery: true,
});

const clients = {
  connectionString: new CommunicationIdentityClient(CONNECTION_STRING),
  key: new CommunicationIdentityClient(ENDPOINT, new AzureKeyCredential(ACCESS_KEY)),
  entra: new CommunicationIdentityClient(ENDPOINT, entra),
};

async function quickstart(client) {
  const user = await client.createUser();
  const chat = await client.getToken(user, ['chat']);
  const both = await client.getToken(user, ['chat', 'voip']);
  const hour = await client.getToken(user, ['chat.join'], { tokenExpiresInMinutes: 60 });
  const created = await client.createUserAndToken(['voip.join'], { tokenExpiresInMinutes: 90 });
  await client.revokeTokens(user);
  const refreshed = await client.getToken({ communicationUserId: user.communicationUserId }, ['chat']);
  await client.deleteUser(created.user);
  const teams = await client.getTokenForTeamsUser({
    teamsUserAadToken: TEAMS_TOKEN,
    clientId: TEAMS_APP,
    userObjectId: TEAMS_USER,
  });
  const refusals = [
    await refusal(client.getToken(user, ['chat'], { tokenExpiresInMinutes: 59 })),
    await refusal(client.getToken(created.user, ['chat'])),
  ];
  return {
    user: user.communicationUserId,
    createdUser: created.user.communicationUserId,
    tokens: {
      chat: seen(chat),
      both: seen(both),
      hour: seen(hour),
      created: seen(created),
      refreshed: seen(refreshed),
      teams: seen(teams),
    },
    refusals,
  };
}

const seen = ({ token, expiresOn }) => ({ token, expiresOn: expiresOn.toISOString() });

async function refusal(asked) {
  try {
    await asked;
    return { status: 0, message: 'It was not refused.' };
  } catch ({ statusCode, message }) {
    return { status: statusCode, message };
  }
}

const report = {};
for (const [way, client] of Object.entries(clients)) report[way] = await quickstart(client);
process.stdout.write(JSON.stringify(report));
