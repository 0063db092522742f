using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Client.Registry;

/// <summary>A schema registry of the Confluent REST interface, ours or another. Thread safe.</summary>
public sealed class RegistryClient : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";
    private readonly HttpClient _http;

    /// <param name="address">Address of the registry, with its path if it has one.</param>
    /// <param name="authorization">Value of the <c>Authorization</c> header, or null.</param>
    public RegistryClient(Uri address, AuthenticationHeaderValue? authorization)
    {
        _http = new HttpClient { BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = authorization;
    }

    /// <summary>The schema of an id; null if the registry has none that the caller may see. Blocks: for callers that cannot wait otherwise.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>; <c>InvalidSchema</c>.</exception>
    public AvroSchema? FindById(int id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"schemas/ids/{id}");
        try
        {
            using var response = _http.Send(request);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            using var content = response.Content.ReadAsStream();
            return AvroSchema.Parse(SchemaOf(response, JsonDocument.Parse(content).RootElement));
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>The newest schema of a subject and its id.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>Unavailable</c>; <c>InvalidSchema</c>.</exception>
    public async Task<(int Id, AvroSchema Schema)> LatestAsync(string subject, CancellationToken cancellationToken)
    {
        var route = $"subjects/{Uri.EscapeDataString(subject)}/versions/latest";
        var answer = await CallAsync(HttpMethod.Get, route, null, subject, cancellationToken);
        return (answer.GetProperty("id").GetInt32(), AvroSchema.Parse(answer.GetProperty("schema").GetString()!));
    }

    /// <summary>Registers an Avro schema under a subject, or finds it there.</summary>
    /// <returns>Its id, which records carry.</returns>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>; <c>IncompatibleSchema</c>; <c>AccessDenied</c>; <c>Unavailable</c>.</exception>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        var route = $"subjects/{Uri.EscapeDataString(subject)}/versions";
        var content = JsonContent.Create(new { schema }, MediaTypeHeaderValue.Parse(ContentType));
        return (await CallAsync(HttpMethod.Post, route, content, subject, cancellationToken)).GetProperty("id").GetInt32();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> CallAsync(
        HttpMethod method, string route, HttpContent? content, string subject, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, route) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                throw new PlatformException(ErrorCode.NotFound, $"There is no schema '{subject}' in the registry: register one first.");
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            ThrowUnlessGood(response, body);
            return body;
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
    }

    private static string SchemaOf(HttpResponseMessage response, JsonElement body)
    {
        ThrowUnlessGood(response, body);
        return body.GetProperty("schema").GetString()!;
    }

    private static void ThrowUnlessGood(HttpResponseMessage response, JsonElement body)
    {
        if (response.IsSuccessStatusCode)
            return;
        var message = body.TryGetProperty("message", out var found) ? found.GetString()! : response.ReasonPhrase!;
        throw new PlatformException(
            response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => ErrorCode.Unauthenticated,
                HttpStatusCode.Forbidden => ErrorCode.AccessDenied,
                HttpStatusCode.Conflict => ErrorCode.IncompatibleSchema,
                HttpStatusCode.UnprocessableEntity => ErrorCode.InvalidSchema,
                _ => ErrorCode.Unavailable,
            },
            message);
    }

    private static PlatformException Unreachable(Exception cause) =>
        new(ErrorCode.Unavailable, "The schema registry does not answer.", cause);
}
