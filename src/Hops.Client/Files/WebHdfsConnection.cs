using System.Net;
using Hops.Core.Errors;

namespace Hops.Client.Files;

/// <summary>
/// Requests of <see cref="WebHdfsClient"/>: builds addresses, follows the redirects of WebHDFS by hand (a framework would drop the body or
/// carry the credential to another host), retries what may be repeated.
/// </summary>
internal sealed class WebHdfsConnection : IDisposable
{
    private const int RedirectsMax = 3;

    private readonly WebHdfsClientOptions _options;
    private readonly string _base;
    private readonly HttpClient _http;

    public WebHdfsConnection(WebHdfsClientOptions options)
    {
        _options = options;
        var address = options.Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _base = options.Address.AbsolutePath == "/" ? address + "/webhdfs/v1" : address;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // A refused upload is answered before its body is asked for.
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Sends a request without a body; follows redirects. With <paramref name="isIdempotent"/> it is tried again after any passing
    /// failure, else only after one that happened before it was sent.
    /// </summary>
    /// <returns>The reply with the status 200 or 201; its body is still to be read.</returns>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, bool isIdempotent, CancellationToken cancellationToken) =>
        RepeatAsync(() => SendOnceAsync(method, address, cancellationToken), isIdempotent, cancellationToken);

    /// <summary>Asks where to send a body (step 1 of CREATE and APPEND).</summary>
    public Task<Uri> LocateAsync(HttpMethod method, Uri address, CancellationToken cancellationToken) =>
        RepeatAsync(() => LocateOnceAsync(method, address, cancellationToken), isIdempotent: true, cancellationToken);

    /// <summary>Sends a body, once.</summary>
    public async Task<HttpResponseMessage> UploadAsync(HttpMethod method, Uri location, HttpContent content, CancellationToken cancellationToken) =>
        await CheckedAsync(await ExchangeAsync(method, location, content, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Address of an operation on a path.</summary>
    /// <exception cref="PlatformException">InvalidPath.</exception>
    public Uri Address(string path, string operation, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!path.StartsWith('/') || components.Any(component => component is "." or ".."))
        {
            // The framework would resolve dot segments before sending, and so name another file.
            throw new PlatformException(ErrorCode.InvalidPath, "A path is absolute and has no component . or ..");
        }

        var address = _base + "/" + string.Join('/', components.Select(Uri.EscapeDataString)) + "?op=" + operation;
        foreach (var (name, value) in parameters)
            address += "&" + name + "=" + Uri.EscapeDataString(value);

        return new Uri(_options.UserName is { } user ? address + "&user.name=" + Uri.EscapeDataString(user) : address);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> RepeatAsync<T>(Func<Task<T>> operation, bool isIdempotent, CancellationToken cancellationToken)
    {
        var delay = _options.RetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation().ConfigureAwait(false);
            }
            catch (PlatformException failure) when (attempt < _options.TriesMax && MayRepeat(failure, isIdempotent))
            {
                await Task.Delay(delay, _options.Time, cancellationToken).ConfigureAwait(false);
                delay *= 2;
            }
        }
    }

    private async Task<Uri> LocateOnceAsync(HttpMethod method, Uri address, CancellationToken cancellationToken)
    {
        using var reply = await ExchangeAsync(method, address, content: null, cancellationToken).ConfigureAwait(false);
        return IsRedirect(reply)
            ? Location(reply, address)
            : throw await RemoteErrors.FromReplyAsync(reply, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= RedirectsMax; hop++)
        {
            var reply = await ExchangeAsync(method, address, content: null, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(reply))
                return await CheckedAsync(reply, cancellationToken).ConfigureAwait(false);

            using (reply)
                address = Location(reply, address);
        }

        throw new PlatformException(ErrorCode.Unavailable, $"The server redirected more than {RedirectsMax} times.");
    }

    private static async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.PartialContent)
            return reply;

        using (reply)
            throw await RemoteErrors.FromReplyAsync(reply, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(
        HttpMethod method, Uri address, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (IsOwnHost(address))
            request.Headers.Authorization = _options.Authorization?.Invoke();

        if (content is not null)
            request.Headers.ExpectContinue = true;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (content is null)
            timeout.CancelAfter(_options.ReplyTimeout);

        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            var wasSent = failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError);
            throw new PlatformException(ErrorCode.Unavailable, $"{address.Authority} does not answer: {failure.Message}", failure)
                .With("sent", wasSent);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(ErrorCode.Timeout, $"{address.Authority} did not answer in {_options.ReplyTimeout}.", late).With("sent", true);
        }
    }

    private static bool MayRepeat(PlatformException failure, bool isIdempotent) =>
        failure.Code is ErrorCode.Unavailable or ErrorCode.Timeout or ErrorCode.Throttled
        && (isIdempotent || failure.Facts.TryGetValue("sent", out var sent) && sent is false);

    private static bool IsRedirect(HttpResponseMessage reply) =>
        reply.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && reply.Headers.Location is not null;

    private static Uri Location(HttpResponseMessage reply, Uri from)
    {
        var location = new Uri(from, reply.Headers.Location!);
        var isSafe = location.Scheme == Uri.UriSchemeHttps || (location.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return isSafe
            ? location
            : throw new PlatformException(ErrorCode.Unavailable, "The server redirected from TLS to an unprotected address, which is refused.");
    }

    private bool IsOwnHost(Uri address) =>
        Uri.Compare(address, _options.Address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
