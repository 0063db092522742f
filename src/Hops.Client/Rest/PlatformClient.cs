using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Client.Rest;

/// <summary>
/// The platform's REST interface, <c>/api/v1</c>. A refusal arrives as problem details (RFC 9457) and leaves as the
/// <see cref="PlatformException"/> that the server threw. Thread safe.
/// </summary>
public sealed class PlatformClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="baseAddress">Address of the server, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="token">Session or API token, or null to call as nobody.</param>
    public PlatformClient(Uri baseAddress, string? token)
    {
        _http = new HttpClient { BaseAddress = baseAddress, Timeout = TimeSpan.FromMinutes(11) };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd($"hops/{typeof(PlatformClient).Assembly.GetName().Version!.ToString(3)}");
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Calls a route below <c>/api/v1/</c> with an optional JSON body.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="route">Route without the prefix, such as <c>projects/airports</c>; its parts are escaped already.</param>
    /// <param name="body">Object to send as JSON, or null.</param>
    /// <param name="ifMatch">Entity tag that must still hold, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The JSON answer and its entity tag; an undefined element where the answer has no body.</returns>
    /// <exception cref="PlatformException">The refusal of the server; <c>Unavailable</c> if it cannot be reached.</exception>
    public async Task<PlatformAnswer> CallAsync(
        HttpMethod method, string route, object? body = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + route);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await SendAsync(request, cancellationToken);
        var length = response.Content.Headers.ContentLength;
        var answer = response.StatusCode == System.Net.HttpStatusCode.NoContent || length == 0
            ? default
            : await BodyAsync(response, cancellationToken);
        return new PlatformAnswer(answer, response.Headers.ETag?.ToString());
    }

    /// <summary>All items of a list route, page after page.</summary>
    /// <param name="route">Route without the prefix; its parts are escaped already.</param>
    /// <param name="limit">Most items; null for all. No page is asked for that holds none of them.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="PlatformException">As of <see cref="CallAsync"/>.</exception>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        string route, int? limit = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        var count = 0;
        do
        {
            if (count >= limit)
                yield break;
            var separator = route.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = cursor is null ? route : $"{route}{separator}cursor={Uri.EscapeDataString(cursor)}";
            var answer = (await CallAsync(HttpMethod.Get, page, cancellationToken: cancellationToken)).Body;
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
                throw NotOurs(null);
            foreach (var item in items.EnumerateArray())
            {
                if (count++ == limit)
                    yield break;
                yield return item;
            }

            cursor = answer.TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null);
    }

    /// <summary>Opens the body of an answer as a stream, for downloads.</summary>
    public async Task<Stream> DownloadAsync(string route, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + route);
        var response = await SendAsync(request, cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new PlatformException(
                ErrorCode.Unavailable, $"No server answers at {_http.BaseAddress}: start one with 'hops server', or set HOPS_URL.", exception);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ProblemAsync(response, cancellationToken);
    }

    private async Task<JsonElement> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw new PlatformException(ErrorCode.Unavailable, "The connection broke before the answer was whole: look whether it was done, and try again.", cut);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            throw NotOurs(odd);
        }
    }

    private PlatformException NotOurs(Exception? cause) =>
        new(ErrorCode.Internal, $"What answers at {_http.BaseAddress} is no server of this platform, or one of another version: check HOPS_URL.", cause);

    private static async Task<PlatformException> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            using var problem = JsonDocument.Parse(text);
            var slug = problem.RootElement.GetProperty("type").GetString()!.Split('/')[^1];
            var row = ErrorTable.Rows.FirstOrDefault(row => row.Slug == slug);
            var detail = problem.RootElement.TryGetProperty("detail", out var found) ? found.GetString() : null;
            var exception = new PlatformException(row?.Code ?? FromStatus(response), detail ?? row?.Title ?? slug);
            foreach (var member in problem.RootElement.EnumerateObject())
            {
                if (member.Name is not ("type" or "title" or "status" or "detail" or "instance"))
                    exception.With(member.Name, member.Value.Clone());
            }

            return exception;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException or IOException)
        {
            return new PlatformException(FromStatus(response), $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }

    private static ErrorCode FromStatus(HttpResponseMessage response)
    {
        var row = ErrorTable.Rows.FirstOrDefault(row => row.HttpStatus == (int)response.StatusCode);
        return row?.Code ?? ErrorCode.Internal;
    }
}

/// <summary>Answer of a REST call.</summary>
/// <param name="Body">Its JSON; undefined if it has none.</param>
/// <param name="EntityTag">Its entity tag, or null.</param>
public readonly record struct PlatformAnswer(JsonElement Body, string? EntityTag);
