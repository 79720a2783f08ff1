// What the quickstart of the .NET SDK does, signed in each of the three ways. Prints what it was given as JSON.
using System.Text.Json;
using Azure;
using Azure.Communication;
using Azure.Communication.Identity;
using Azure.Core;
using Azure.Identity;

var entra = new ClientSecretCredential(
    "any-tenant",
    "any-client",
    "any-secret",
    new ClientSecretCredentialOptions { AuthorityHost = new Uri(Env("AUTHORITY")), DisableInstanceDiscovery = true });
var endpoint = new Uri(Env("ENDPOINT"));

var report = new Dictionary<string, object>
{
    ["connectionString"] = await Quickstart(new CommunicationIdentityClient(Env("CONNECTION_STRING"))),
    ["key"] = await Quickstart(new CommunicationIdentityClient(endpoint, new AzureKeyCredential(Env("ACCESS_KEY")))),
    ["entra"] = await Quickstart(new CommunicationIdentityClient(endpoint, entra)),
};
Console.WriteLine(JsonSerializer.Serialize(report));

static async Task<object> Quickstart(CommunicationIdentityClient client)
{
    CommunicationUserIdentifier user = await client.CreateUserAsync();
    AccessToken chat = await client.GetTokenAsync(user, new[] { CommunicationTokenScope.Chat });
    AccessToken both = await client.GetTokenAsync(
        user, new[] { CommunicationTokenScope.Chat, CommunicationTokenScope.VoIP });
    AccessToken hour = await client.GetTokenAsync(
        user, new[] { CommunicationTokenScope.ChatJoin }, TimeSpan.FromHours(1));
    CommunicationUserIdentifierAndToken created = await client.CreateUserAndTokenAsync(
        new[] { CommunicationTokenScope.VoIPJoin }, TimeSpan.FromMinutes(90));
    await client.RevokeTokensAsync(user);
    AccessToken refreshed = await client.GetTokenAsync(
        new CommunicationUserIdentifier(user.Id), new[] { CommunicationTokenScope.Chat });
    await client.DeleteUserAsync(created.User);
    AccessToken teams = await client.GetTokenForTeamsUserAsync(
        new GetTokenForTeamsUserOptions(Env("TEAMS_TOKEN"), Env("TEAMS_APP"), Env("TEAMS_USER")));
    return new
    {
        user = user.Id,
        createdUser = created.User.Id,
        tokens = new
        {
            chat = Seen(chat),
            both = Seen(both),
            hour = Seen(hour),
            created = Seen(created.AccessToken),
            refreshed = Seen(refreshed),
            teams = Seen(teams),
        },
        refusals = new[]
        {
            await Refusal(() => client.GetTokenAsync(
                user, new[] { CommunicationTokenScope.Chat }, TimeSpan.FromMinutes(59))),
            await Refusal(() => client.GetTokenAsync(created.User, new[] { CommunicationTokenScope.Chat })),
        },
    };
}

static object Seen(AccessToken token) => new { token = token.Token, expiresOn = token.ExpiresOn.ToString("o") };

static async Task<object> Refusal(Func<Task> ask)
{
    try
    {
        await ask();
        return new { status = 0, message = "It was not refused." };
    }
    catch (RequestFailedException error)
    {
        return new { status = error.Status, message = error.Message };
    }
}

static string Env(string name) => Environment.GetEnvironmentVariable(name) ?? "";
