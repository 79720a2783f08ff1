// Prepares every request of the connector for Azure Communication Services Identity: it goes to the endpoint of the
// connection, signed with the access key of the connection string (HMAC-SHA256) or with the token of a service principal.
// Written for the oldest compiler in reach: nothing beyond C# 7.3, only the namespaces that custom code may use.
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

public class Script : ScriptBase
{
    private static readonly string[] OperationIds =
    {
        "CreateCommunicationIdentity",
        "DeleteCommunicationIdentity",
        "IssueIdentityAccessToken",
        "RevokeIdentityAccessTokens",
        "ExchangeTeamsUserAccessToken"
    };

    // The policies of apiProperties.json put the parameters of the connection into these two. Neither leaves from here.
    private const string ConnectionStringHeader = "Connection-String";
    private const string EndpointHeader = "Endpoint-Url";

    private const string WhereToCopy =
        "Copy it again from Keys of the Communication Services resource in the Azure portal; it looks like "
        + "endpoint=https://my-resource.communication.azure.com/;accesskey=...";

    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        try
        {
            RequireOperation(Context.OperationId);
            await Authenticate(Context.Request).ConfigureAwait(false);
            return await Context.SendAsync(Context.Request, CancellationToken).ConfigureAwait(false);
        }
        catch (Problem problem)
        {
            return Refusal(problem.Code, problem.Message);
        }
        catch (Exception failure) when (!CancellationToken.IsCancellationRequested)
        {
            // 400 and not 5xx: a flow would send the request again by itself, and creating a user twice gives two users.
            return Refusal("RequestFailed", "The request to " + Context.Request.RequestUri.Authority + " failed: "
                + ReasonOf(failure) + ". Check the endpoint of the connection.");
        }
    }

    // Whoever sends gives up on an answer by cancelling, which would read as if somebody had wanted it.
    private static string ReasonOf(Exception failure)
    {
        return failure is OperationCanceledException
            ? "there was no answer in time"
            : failure.GetBaseException().Message.TrimEnd('.');
    }

    private async Task Authenticate(HttpRequestMessage request)
    {
        var connectionString = Take(request, ConnectionStringHeader);
        var endpoint = Take(request, EndpointHeader);
        if (connectionString != "")
        {
            var connection = ConnectionString.Parse(connectionString);
            Direct(request, connection.Endpoint);
            await Sign(request, connection.AccessKey).ConfigureAwait(false);
            return;
        }
        RequireToken(request, endpoint);
        Direct(request, EndpointOf(endpoint, "endpoint of the connection"));
        RequireEncryption(request.RequestUri);
    }

    // In some regions the operation ID arrives in base64 (documented). An ID that is known as it is must not be decoded:
    // a name of letters only can be valid base64 by chance.
    private static void RequireOperation(string operationId)
    {
        if (OperationIds.Contains(operationId) || OperationIds.Contains(Decoded(operationId))) return;
        throw new Problem("UnknownOperation", "The script of the connector knows no operation '" + operationId + "'. "
            + "Upload the connector again as a whole.");
    }

    private static string Decoded(string text)
    {
        var bytes = FromBase64(text ?? "");
        return bytes == null ? null : Encoding.UTF8.GetString(bytes);
    }

    // Scheme, host and port come from the endpoint. Path and query stay as they are, with every percent sign.
    private static void Direct(HttpRequestMessage request, Uri endpoint)
    {
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        request.RequestUri = new Uri(origin + request.RequestUri.PathAndQuery);
        request.Headers.Host = request.RequestUri.Authority;
    }

    // What is signed is read from the request that leaves: its URI, its Host header and the bytes of its body.
    private static async Task Sign(HttpRequestMessage request, byte[] accessKey)
    {
        var date = DateTimeOffset.UtcNow.ToString("r");
        var contentHash = HashOf(await BytesOf(request.Content).ConfigureAwait(false));
        var text = request.Method.Method + "\n" + request.RequestUri.PathAndQuery + "\n"
            + date + ";" + request.Headers.Host + ";" + contentHash;
        Put(request, "x-ms-date", date);
        Put(request, "x-ms-content-sha256", contentHash);
        Put(request, "Authorization",
            "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + SignatureOf(text, accessKey));
    }

    private static async Task<byte[]> BytesOf(HttpContent content)
    {
        return content == null ? new byte[0] : await content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }

    private static string HashOf(byte[] bytes)
    {
        using (var sha256 = SHA256.Create())
        {
            return Convert.ToBase64String(sha256.ComputeHash(bytes));
        }
    }

    private static string SignatureOf(string text, byte[] accessKey)
    {
        using (var hmac = new HMACSHA256(accessKey))
        {
            return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
        }
    }

    // The platform has put the token of the service principal there; it is sent on as it is.
    private static void RequireToken(HttpRequestMessage request, string endpoint)
    {
        var authorization = request.Headers.Authorization;
        var hasToken = authorization != null
            && string.Equals(authorization.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase);
        if (hasToken) return;
        throw endpoint == ""
            ? new Problem("InvalidConnectionString", "The connection has no connection string. " + WhereToCopy)
            : new Problem("MissingToken", "The connection has no token of Microsoft Entra ID. Sign in again, or check "
                + "the tenant ID, client ID and client secret of the connection.");
    }

    private static void RequireEncryption(Uri uri)
    {
        if (uri.Scheme == "https") return;
        throw new Problem("InvalidEndpoint", "A token of Microsoft Entra ID is sent over https only, and the endpoint of "
            + "the connection begins with http.");
    }

    // The text is not repeated to the maker: without its semicolon, a connection string has the key in here.
    private static Uri EndpointOf(string text, string name)
    {
        var valid = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || uri.Scheme == "http")
            && uri.PathAndQuery == "/" && uri.Fragment == "" && uri.UserInfo == "";
        if (valid) return uri;
        throw new Problem("InvalidEndpoint", "The " + name + " is not a scheme and a host, such as "
            + "https://my-resource.communication.azure.com.");
    }

    private static string Take(HttpRequestMessage request, string header)
    {
        var value = request.Headers.TryGetValues(header, out var values) ? values.First() : "";
        request.Headers.Remove(header);
        return value.Trim();
    }

    private static void Put(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // The form of the service's own errors.
    private static HttpResponseMessage Refusal(string code, string message)
    {
        var body = new JObject { ["error"] = new JObject { ["code"] = code, ["message"] = message } };
        return new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = CreateJsonContent(body.ToString(Formatting.None))
        };
    }

    // "endpoint=...;accesskey=...": in any order, with spaces, names in any case, further parts, a semicolon at the end.
    private sealed class ConnectionString
    {
        public Uri Endpoint { get; private set; }

        public byte[] AccessKey { get; private set; }

        public static ConnectionString Parse(string text)
        {
            var endpoint = Part(text, "endpoint");
            var accessKey = FromBase64(Part(text, "accesskey"));
            if (accessKey == null || accessKey.Length == 0)
            {
                throw new Problem("InvalidConnectionString",
                    "The access key in the connection string is not base64. " + WhereToCopy);
            }
            return new ConnectionString
            {
                Endpoint = EndpointOf(endpoint, "endpoint in the connection string"),
                AccessKey = accessKey
            };
        }

        // Of a part that is there twice, the last one counts, as in the connector that Microsoft publishes.
        private static string Part(string text, string name)
        {
            var value = text.Split(';')
                .Select(part => part.Split(new[] { '=' }, 2))
                .Where(pair => pair.Length == 2 && IsNamed(pair[0], name))
                .Select(pair => pair[1].Trim())
                .LastOrDefault();
            if (!string.IsNullOrEmpty(value)) return value;
            throw new Problem("InvalidConnectionString", "The connection string has no " + name + ". " + WhereToCopy);
        }

        private static bool IsNamed(string text, string name)
        {
            return string.Equals(text.Trim(), name, StringComparison.OrdinalIgnoreCase);
        }
    }

    // What the maker of the flow can put right. It never holds a key or a token.
    private sealed class Problem : Exception
    {
        public Problem(string code, string message) : base(message)
        {
            Code = code;
        }

        public string Code { get; private set; }
    }
}
