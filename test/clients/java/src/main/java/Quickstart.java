import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.communication.identity.models.CommunicationUserIdentifierAndToken;
import com.azure.communication.identity.models.GetTokenForTeamsUserOptions;
import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the quickstart of the Java SDK does, signed in each of the three ways. Prints what it was given as JSON. */
public final class Quickstart {
    public static void main(String[] args) {
        Map<String, String> report = new TreeMap<>();
        report.put(
            "connectionString",
            quickstart(new CommunicationIdentityClientBuilder().connectionString(env("CONNECTION_STRING"))));
        report.put(
            "key",
            quickstart(
                new CommunicationIdentityClientBuilder()
                    .endpoint(env("ENDPOINT"))
                    .credential(new AzureKeyCredential(env("ACCESS_KEY")))));
        report.put(
            "entra",
            quickstart(
                new CommunicationIdentityClientBuilder()
                    .endpoint(env("ENDPOINT"))
                    .credential(
                        new ClientSecretCredentialBuilder()
                            .tenantId("any-tenant")
                            .clientId("any-client")
                            .clientSecret("any-secret")
                            .authorityHost(env("AUTHORITY"))
                            .disableInstanceDiscovery()
                            .build())));
        System.out.println(object(report));
        System.exit(0);
    }

    private static String quickstart(CommunicationIdentityClientBuilder builder) {
        CommunicationIdentityClient client = builder.buildClient();
        Map<String, String> tokens = new TreeMap<>();
        CommunicationUserIdentifier user = client.createUser();
        tokens.put("chat", seen(client.getToken(user, List.of(CommunicationTokenScope.CHAT))));
        tokens.put(
            "both", seen(client.getToken(user, List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP))));
        tokens.put(
            "hour", seen(client.getToken(user, List.of(CommunicationTokenScope.CHAT), Duration.ofHours(1))));
        CommunicationUserIdentifierAndToken created =
            client.createUserAndToken(List.of(CommunicationTokenScope.VOIP), Duration.ofMinutes(90));
        tokens.put("created", seen(created.getUserToken()));
        client.revokeTokens(user);
        CommunicationUserIdentifier known = new CommunicationUserIdentifier(user.getId());
        tokens.put("refreshed", seen(client.getToken(known, List.of(CommunicationTokenScope.CHAT))));
        client.deleteUser(created.getUser());
        tokens.put(
            "teams",
            seen(
                client.getTokenForTeamsUser(
                    new GetTokenForTeamsUserOptions(env("TEAMS_TOKEN"), env("TEAMS_APP"), env("TEAMS_USER")))));
        List<String> refusals = new ArrayList<>();
        refusals.add(
            refusal(() -> client.getToken(user, List.of(CommunicationTokenScope.CHAT), Duration.ofMinutes(59))));
        refusals.add(refusal(() -> client.getToken(created.getUser(), List.of(CommunicationTokenScope.CHAT))));
        return object(
            Map.of(
                "user", text(user.getId()),
                "createdUser", text(created.getUser().getId()),
                "tokens", object(tokens),
                "refusals", "[" + String.join(",", refusals) + "]"));
    }

    private static String seen(AccessToken token) {
        return object(Map.of("token", text(token.getToken()), "expiresOn", text(token.getExpiresAt().toString())));
    }

    private static String refusal(Runnable ask) {
        try {
            ask.run();
            return object(Map.of("status", "0", "message", text("It was not refused.")));
        } catch (HttpResponseException error) {
            String status = Integer.toString(error.getResponse().getStatusCode());
            return object(Map.of("status", status, "message", text(error.getMessage())));
        }
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
            .map(member -> text(member.getKey()) + ":" + member.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "");
        return "\"" + escaped + "\"";
    }

    private static String env(String name) {
        return System.getenv(name);
    }
}
