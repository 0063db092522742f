using System.Net.Http.Headers;
using Microsoft.IdentityModel.Protocols;

namespace Hops.Platform.Identities;

/// <summary>
/// Asks an issuer, within bounds of time and size, and over https alone: its description names further addresses, which are no more trusted than
/// it is. Redirects are not followed. Thread safe.
/// </summary>
internal sealed class IssuerHttp : IDocumentRetriever, IDisposable
{
    private const int HeadersMaxKib = 32;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;

    internal IssuerHttp(IssuerOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseHeadersLength = HeadersMaxKib,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = options.Timeout,
        };
        _http = new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.AnswerMaxBytes };
    }

    /// <summary>True for an address that may be asked: encrypted, or on this machine.</summary>
    internal static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <inheritdoc cref="IsSafe(Uri)"/>
    internal static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed) && IsSafe(parsed);

    /// <summary>A document of JSON.</summary>
    /// <exception cref="HttpRequestException">It does not answer, not with a success, not from a safe address, or with too much.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!IsSafe(address))
            throw new HttpRequestException("The address is neither https nor on this machine.");
        using var answer = await _http.GetAsync(address, cancel);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>Sends a form.</summary>
    /// <param name="address">Where to; looked at before.</param>
    /// <param name="form">The fields.</param>
    /// <param name="credential">How this server shows who it is; null if the form does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Status and text of the answer.</returns>
    internal async Task<(int Status, string Text)> PostAsync(
        string address, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? credential, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = credential;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await _http.SendAsync(request, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
