using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hops.Api.Tests.Sessions;

/// <summary>Asks as the pages of the server do: by a cookie and without an <c>Authorization</c> header.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    internal Browser(ApiServer server)
    {
        Address = server.Address;
        _http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    internal Uri Address { get; }

    internal CookieContainer Cookies { get; } = new();

    /// <summary>The text of the session that it keeps; null if it keeps none.</summary>
    internal string? Session => Cookies.GetCookies(Address)["hops"]?.Value;

    /// <summary>A request, with the header by which a script says that it means it, and any others.</summary>
    internal Task<HttpResponseMessage> AskAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        AskBareAsync(method, path, body, [("X-Hops-Request", "1"), .. headers]);

    /// <summary>A request with no header but those given.</summary>
    internal async Task<HttpResponseMessage> AskBareAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await _http.SendAsync(request);
    }

    internal async Task SignInAsync(string user)
    {
        using var reply = await AskAsync("POST", "/api/v1/browser-session", new { user, password = ApiServer.PasswordOf(user) });
        reply.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    public void Dispose() => _http.Dispose();
}
