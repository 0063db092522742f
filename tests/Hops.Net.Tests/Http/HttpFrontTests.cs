using System.Net;
using System.Text;
using Hops.Net.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hops.Net.Tests.Http;

/// <summary>The front before a route of messages, a route of content and a route that nobody described, over a socket.</summary>
public sealed class HttpFrontTests : IAsyncLifetime
{
    private static readonly string[] Every = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    private WebApplication _application = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.UseHttpFront(new HostNames(["hops.example.org"]));
        var door = new HttpDoor((context, refusal) =>
        {
            context.Response.StatusCode = 499;
            return context.Response.WriteAsync($"in the form of the protocol: {refusal.Code} {refusal.Message}");
        });
        _application.MapMethods("/message", Every, () => "served").WithDoor(door);
        _application.MapMethods("/content", Every, () => "served").WithDoor(door with { TakesContent = true });
        _application.MapMethods("/reading", Every, () => "served").WithDoor(door with { ChangesState = request => request.Query.ContainsKey("change") });
        _application.MapMethods("/nobody", Every, () => "served");
        _application.MapGet("/closed", (HttpContext context) =>
        {
            context.Response.Headers.WWWAuthenticate = new[] { "Basic realm=\"x\"", "Bearer realm=\"x\"" };
            context.Response.StatusCode = 401;
        });
        _application.MapGet("/basic", (HttpContext context) =>
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"x\"";
            context.Response.StatusCode = 401;
        });
        await _application.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_application.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site: something-new")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://127.0.0.1:1")]
    [InlineData("Origin: http://127.0.0.1.evil.example")]
    public async Task A_page_of_another_site_reads_nothing_into_a_change(string header)
    {
        foreach (var path in new[] { "/message", "/content", "/reading?change" })
        {
            foreach (var method in Every.Except(path.StartsWith("/reading", StringComparison.Ordinal) ? [] : ["GET"]))
                (await StatusAsync(method, path, header)).ShouldBe(499, $"{method} {path}");
        }

        (await StatusAsync("GET", "/message", header)).ShouldBe(200, "its script cannot read the answer");
        (await StatusAsync("POST", "/reading", header)).ShouldBe(200);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Site: none")]
    [InlineData("X-Nothing: 1")]
    public async Task A_page_of_ours_and_a_program_change_things(string header)
    {
        foreach (var method in Every)
            (await StatusAsync(method, "/message", header)).ShouldBe(200, method);
        (await StatusAsync("POST", "/message", "Origin: " + _http.BaseAddress!.GetLeftPart(UriPartial.Authority))).ShouldBe(200);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("TEXT/PLAIN")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task A_body_as_forms_send_it_is_refused(string? type)
    {
        foreach (var method in Every.Except(["GET"]))
            (await StatusAsync(method, "/message", body: "a=1", type: type)).ShouldBe(499, method);
        (await StatusAsync("POST", "/content", body: "a=1", type: type)).ShouldBe(type is null ? 200 : 499, "a program may leave the type away");
        (await StatusAsync("PUT", "/content", body: "a=1", type: type)).ShouldBe(200, "no form can send it, and curl -d does");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.schemaregistry.v1+json; charset=utf-8")]
    [InlineData("application/octet-stream")]
    public async Task A_body_of_another_type_is_taken(string type)
    {
        (await StatusAsync("POST", "/message", body: "{}", type: type)).ShouldBe(200);
        (await StatusAsync("POST", "/content", body: "{}", type: type)).ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_body_no_type_is_asked_for() => (await StatusAsync("POST", "/message", body: "")).ShouldBe(200);

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:9480")]
    [InlineData("<script>")]
    public async Task A_name_that_is_not_ours_is_refused_for_reading_too(string host)
    {
        using var reply = await SendAsync("GET", "/nobody", "Host: " + host);

        ((int)reply.StatusCode).ShouldBe(400);
        var said = await reply.Content.ReadAsStringAsync();
        if (said.Length > 0)
        {
            said.ShouldContain("Http:HostNames");
            said.ShouldNotContain("<");
        }
    }

    [Theory]
    [InlineData("hops.example.org")]
    [InlineData("localhost:1")]
    [InlineData("192.0.2.1")]
    public async Task A_name_of_ours_is_taken(string host) => (await StatusAsync("GET", "/message", "Host: " + host)).ShouldBe(200);

    [Fact]
    public async Task A_route_that_nobody_described_refuses_in_plain_problem_details()
    {
        using var reply = await SendAsync("POST", "/nobody", "Sec-Fetch-Site: cross-site");

        ((int)reply.StatusCode).ShouldBe(403);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await reply.Content.ReadAsStringAsync()).ShouldContain("access-denied");
    }

    [Theory]
    [InlineData("User-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")]
    [InlineData("Sec-Fetch-Mode: navigate")]
    [InlineData("Origin: https://evil.example")]
    public async Task A_browser_is_offered_no_basic_credentials(string header)
    {
        (await ChallengesAsync("/closed", header)).ShouldBe(["Bearer"]);
        (await ChallengesAsync("/basic", header)).ShouldBe(["Bearer"]);
    }

    [Theory]
    [InlineData("User-Agent: curl/8.14.1")]
    [InlineData("User-Agent: Java/17.0.2")]
    [InlineData("X-Nothing: 1")]
    public async Task A_program_is_offered_basic_credentials(string header)
    {
        (await ChallengesAsync("/closed", header)).ShouldBe(["Basic", "Bearer"]);
        (await ChallengesAsync("/basic", header)).ShouldBe(["Basic"]);
    }

    private async Task<string[]> ChallengesAsync(string path, string header)
    {
        using var reply = await SendAsync("GET", path, header);
        reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        return [.. reply.Headers.WwwAuthenticate.Select(offer => offer.Scheme)];
    }

    private async Task<int> StatusAsync(string method, string path, string? header = null, string? body = null, string? type = null)
    {
        using var reply = await SendAsync(method, path, header, body, type);
        return (int)reply.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? header = null, string? body = null, string? type = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (header?.Split(": ", 2) is [var name, var value])
            request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }
}
