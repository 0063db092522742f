using System.Net.Http.Headers;
using System.Text.Json;

namespace Hops.Api.Tests.Files.Doors;

/// <summary>What REST and WebHDFS have in common as clients.</summary>
internal abstract class HttpDoor(ApiServer server, string token) : DoorClient
{
    private readonly HttpClient _http = new() { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(60) };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <summary>The slug in the body of a refusal.</summary>
    protected abstract string SlugOf(JsonElement body);

    protected async Task<(string Code, JsonElement Body)> SendAsync(HttpMethod method, string route, HttpContent? content = null)
    {
        try
        {
            using var answer = await StartAsync(method, route, content);
            var text = await answer.Content.ReadAsStringAsync();
            var body = text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
            return (answer.IsSuccessStatusCode ? Ok : SlugOf(body), body);
        }
        catch (HttpRequestException)
        {
            return (Broken, default);
        }
    }

    protected async Task<(string Code, Stream? Content)> OpenRouteAsync(string route)
    {
        var answer = await StartAsync(HttpMethod.Get, route, null);
        return answer.IsSuccessStatusCode
            ? (Ok, await answer.Content.ReadAsStreamAsync())
            : (SlugOf(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement), null);
    }

    protected static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private Task<HttpResponseMessage> StartAsync(HttpMethod method, string route, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, route) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
