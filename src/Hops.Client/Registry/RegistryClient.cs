using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Client.Registry;

/// <summary>A schema registry of the Confluent REST interface, ours or another. Thread safe.</summary>
public sealed class RegistryClient : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";
    private const int AnswerMaxBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan ReplyTimeoutDefault = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    /// <param name="address">Address of the registry, with its path if it has one.</param>
    /// <param name="authorization">Value of the <c>Authorization</c> header, or null.</param>
    /// <param name="replyTimeout">Longest wait for an answer; 30 seconds if null.</param>
    public RegistryClient(Uri address, AuthenticationHeaderValue? authorization, TimeSpan? replyTimeout = null)
    {
        _http = new HttpClient
        {
            BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/"),
            Timeout = replyTimeout ?? ReplyTimeoutDefault,
            MaxResponseContentBufferSize = AnswerMaxBytes,
        };
        _http.DefaultRequestHeaders.Authorization = authorization;
    }

    /// <summary>The schema of an id; null if the registry has none that the caller may see. Blocks: for callers that cannot wait otherwise.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>; <c>InvalidSchema</c>.</exception>
    public TypedSchema? FindById(int id)
    {
        if (Get($"schemas/ids/{id}") is not { } answer)
            return null;
        var known = new KnownVersions();
        while (known.MissingOf(answer) is { } reference)
            known.Add(reference, Get(RouteOf(reference)) ?? throw NoReference(reference));
        return known.Parse(answer);
    }

    /// <summary>The newest schema of a subject and its id.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>Unavailable</c>; <c>InvalidSchema</c>.</exception>
    public async Task<(int Id, TypedSchema Schema)> LatestAsync(string subject, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(HttpMethod.Get, $"{RouteOf(subject)}/latest", null, subject, cancellationToken);
        var id = IdOf(answer);
        var known = new KnownVersions();
        while (known.MissingOf(answer) is { } reference)
            known.Add(reference, await CallAsync(HttpMethod.Get, RouteOf(reference), null, reference.Subject, cancellationToken));
        return (id, known.Parse(answer));
    }

    /// <summary>Registers an Avro schema under a subject, or finds it there.</summary>
    /// <returns>Its id, which records carry.</returns>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>; <c>IncompatibleSchema</c>; <c>AccessDenied</c>; <c>Unavailable</c>.</exception>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        var content = JsonContent.Create(new { schema }, MediaTypeHeaderValue.Parse(ContentType));
        return IdOf(await CallAsync(HttpMethod.Post, RouteOf(subject), content, subject, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string RouteOf(string subject) => $"subjects/{Uri.EscapeDataString(subject)}/versions";

    private static string RouteOf(VersionReference reference) => string.Create(CultureInfo.InvariantCulture, $"{RouteOf(reference.Subject)}/{reference.Version}");

    private JsonElement? Get(string route)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        try
        {
            using var response = _http.Send(request);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            using var content = response.Content.ReadAsStream();
            return BodyOf(response, content);
        }
        catch (Exception exception) when (IsUnreachable(exception, CancellationToken.None))
        {
            throw Unreachable(exception);
        }
    }

    private async Task<JsonElement> CallAsync(
        HttpMethod method, string route, HttpContent? content, string subject, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, route) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                throw new PlatformException(ErrorCode.NotFound, $"There is no schema '{subject}' in the registry: register one first.");
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return BodyOf(response, body);
        }
        catch (Exception exception) when (IsUnreachable(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }
    }

    private static int IdOf(JsonElement body) =>
        Member(body, "id") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var id) ? id : throw NoRegistry();

    internal static JsonElement? Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The JSON of an answer; undefined if it is none.</summary>
    /// <exception cref="PlatformException">The refusal that it is.</exception>
    private static JsonElement BodyOf(HttpResponseMessage response, Stream content)
    {
        JsonElement body = default;
        try
        {
            using var document = JsonDocument.Parse(content);
            body = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not of a registry, such as a proxy's page: the status says what there is to say.
        }

        if (response.IsSuccessStatusCode)
            return body;
        var message = Member(body, "message") is { ValueKind: JsonValueKind.String } found ? found.GetString()! : $"The schema registry answered {(int)response.StatusCode} {response.ReasonPhrase}.";
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

    /// <summary>True for a connection that cannot be made or breaks, and for an answer that takes too long.</summary>
    private static bool IsUnreachable(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static PlatformException Unreachable(Exception cause) =>
        new(ErrorCode.Unavailable, "The schema registry does not answer.", cause);

    private static PlatformException NoReference(VersionReference reference) => new(
        ErrorCode.InvalidSchema, $"The registry does not have version {reference.Version} of '{reference.Subject}', to which a schema refers.");

    internal static PlatformException NoRegistry() =>
        new(ErrorCode.Unavailable, "What answers at the address of the schema registry is none: check the address.");
}
