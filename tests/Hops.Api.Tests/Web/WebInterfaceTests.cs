using System.IO.Compression;
using System.Net;

namespace Hops.Api.Tests.Web;

public sealed class WebInterfaceTests(PagesServer pages) : IClassFixture<PagesServer>, IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = pages.Server.Address };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/projects/flights/topics/departures?from=3")]
    [InlineData("/sign-in")]
    [InlineData("/projects/v1.2")]
    public async Task An_address_of_the_page_gives_the_page_to_a_browser(string path)
    {
        using var reply = await AskAsync(path);

        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        reply.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        (await reply.Content.ReadAsStringAsync()).ShouldContain("the-page");
    }

    [Fact]
    public async Task Each_answer_permits_its_own_scripts_and_nothing_of_anybody_else()
    {
        using var first = await AskAsync("/");
        using var second = await AskAsync("/");

        var nonces = await Task.WhenAll(NonceOfAsync(first), NonceOfAsync(second));
        nonces[0].ShouldNotBe(nonces[1]);
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldBe(
            $"default-src 'none'; script-src 'self' 'nonce-{nonces[0]}'; style-src 'self' 'nonce-{nonces[0]}'; img-src 'self' data: blob:; font-src 'self'; "
            + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        first.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        first.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        first.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/v1/nothing", 401)]
    [InlineData("/api/v2", 404)]
    [InlineData("/webhdfs/v2/x", 404)]
    [InlineData("/openapi/none", 404)]
    [InlineData("/metrics/more", 404)]
    [InlineData("/healthz/more", 404)]
    [InlineData("/assets/index-none.js", 404)]
    [InlineData("/assets/outside.txt", 404)]
    [InlineData("/assets/../index.html.br", 200)]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd", 200)]
    public async Task What_does_not_exist_below_a_route_of_the_server_is_not_the_page(string path, int status)
    {
        using var reply = await AskAsync(path);

        ((int)reply.StatusCode).ShouldBe(status);
        var text = await reply.Content.ReadAsStringAsync();
        text.Contains("the-page", StringComparison.Ordinal).ShouldBe(status == 200, "a path that leaves the folder is one of the page like any other");
        text.ShouldNotContain("root:");
    }

    [Fact]
    public async Task A_program_that_asks_for_something_else_gets_what_it_always_got()
    {
        using var root = await AskAsync("/", accept: "application/json");
        using var deep = await AskAsync("/projects/flights", accept: "application/json");
        using var change = await _http.PostAsync("/projects/flights", null);
        using var health = await AskAsync("/healthz");

        (await root.Content.ReadAsStringAsync()).ShouldContain("\"name\":\"Hops.NET\"");
        deep.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        change.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await health.Content.ReadAsStringAsync()).ShouldContain("\"status\":");
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task A_file_is_sent_as_its_twin_that_the_browser_takes_and_kept_for_ever(string? accept, string? coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-4f2a.js");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);

        using var reply = await _http.SendAsync(request);

        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        reply.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(coding);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        reply.Headers.Vary.ShouldBe(["Accept-Encoding"]);
        reply.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await TextOfAsync(reply, coding)).ShouldBe(PagesServer.Script);
    }

    [Fact]
    public async Task A_file_without_a_digest_in_its_name_is_asked_for_again()
    {
        using var reply = await AskAsync("/icon.svg");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/icon.svg");
        request.Headers.IfModifiedSince = reply.Content.Headers.LastModified;
        using var again = await _http.SendAsync(request);

        reply.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        reply.Headers.CacheControl!.NoCache.ShouldBeTrue();
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_name_that_is_not_ours_gets_no_page_either()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/projects");
        request.Headers.Host = "rebound.example";
        request.Headers.TryAddWithoutValidation("Accept", "text/html");

        using var reply = await _http.SendAsync(request);

        reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string accept = "text/html,application/xhtml+xml,*/*;q=0.8")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(pages.Server.Address, path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _http.SendAsync(request);
    }

    private static async Task<string> NonceOfAsync(HttpResponseMessage reply)
    {
        var found = (await reply.Content.ReadAsStringAsync()).Split("nonce=\"")[1..].Select(rest => rest.Split('"')[0]).ToList();
        found.Count.ShouldBe(2);
        return found.Distinct().ShouldHaveSingleItem();
    }

    private static async Task<string> TextOfAsync(HttpResponseMessage reply, string? coding)
    {
        await using var content = await reply.Content.ReadAsStreamAsync();
        Stream plain = coding switch
        {
            "br" => new BrotliStream(content, CompressionMode.Decompress),
            "gzip" => new GZipStream(content, CompressionMode.Decompress),
            _ => content,
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }
}
