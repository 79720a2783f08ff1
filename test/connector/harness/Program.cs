// Runs the script on one call after the other: a line of JSON in, a line of JSON out.
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

public static class Program
{
    public static void Main()
    {
        for (var line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            var answer = Answer(JObject.Parse(line)).GetAwaiter().GetResult();
            Console.WriteLine(answer.ToString(Formatting.None));
        }
    }

    private static async Task<JObject> Answer(JObject call)
    {
        var context = new Context(call);
        var script = new Script { Context = context, CancellationToken = new CancellationToken((bool)call["cancelled"]) };
        try
        {
            using (var response = await script.ExecuteAsync())
            {
                return new JObject
                {
                    ["status"] = (int)response.StatusCode,
                    ["type"] = response.Content?.Headers.ContentType?.MediaType,
                    ["headers"] = Context.ToJson(response.Headers),
                    ["body"] = response.Content == null ? "" : await response.Content.ReadAsStringAsync(),
                    ["sent"] = context.Sent
                };
            }
        }
        catch (Exception exception)
        {
            return new JObject { ["exception"] = exception.ToString(), ["sent"] = context.Sent };
        }
    }
}

public sealed class Context : IScriptContext
{
    // The certificates of the tests are signed by nobody; whether a certificate is trusted is not the script's affair.
    private static readonly HttpClient Client = new HttpClient(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) => true
    });

    // Whether requests go over the network. If not, each is answered at once, with nothing.
    private readonly bool online;

    private readonly bool timesOut;

    public Context(JObject call)
    {
        online = (bool)call["online"];
        timesOut = (bool?)call["timesOut"] ?? false;
        OperationId = (string)call["operationId"];
        Request = RequestOf(call);
    }

    public string CorrelationId { get { return "00000000-0000-0000-0000-000000000000"; } }

    public string OperationId { get; private set; }

    public HttpRequestMessage Request { get; private set; }

    // What the script sent, as it left.
    public JObject Sent { get; private set; }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Sent = new JObject { ["url"] = request.RequestUri.AbsoluteUri, ["headers"] = ToJson(request.Headers) };
        if (timesOut) throw new TaskCanceledException();
        return online
            ? await Client.SendAsync(request, cancellationToken)
            : new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    public static JObject ToJson(HttpHeaders headers)
    {
        var properties = headers.Select(header => new JProperty(header.Key, string.Join(", ", header.Value)));
        return new JObject(properties.ToArray());
    }

    private static HttpRequestMessage RequestOf(JObject call)
    {
        var request = new HttpRequestMessage(new HttpMethod((string)call["method"]), (string)call["url"]);
        foreach (var header in ((JObject)call["headers"]).Properties())
        {
            request.Headers.TryAddWithoutValidation(header.Name, (string)header.Value);
        }
        var body = (string)call["body"];
        if (body != null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }
}
