using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Http;

/// <summary>What a page of another site cannot make a browser do that keeps a credential: every route of the table.</summary>
public sealed class BrowserTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task It_changes_nothing_on_any_route()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var changes = Changes(server).ToList();
        changes.Count.ShouldBeGreaterThan(25);
        foreach (var (method, path) in changes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using var reply = await http.SendAsync(request);
            ((int)reply.StatusCode).ShouldBe(403, $"{method} {path}, before anybody asks who calls");
            (await reply.Content.ReadAsStringAsync()).ShouldContain(
                path.StartsWith("/webhdfs/", StringComparison.Ordinal) ? "AccessControlException" : "/problems/access-denied");
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Its_form_does_not_sign_in(string? type)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"user":"admin","password":"x"}"""));
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var reply = await http.PostAsync("/api/v1/sessions", body);

        ((int)reply.StatusCode).ShouldBe(400);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("Content-Type");
    }

    /// <summary>Every route that changes something, with x for each parameter.</summary>
    internal static IEnumerable<(string Method, string Path)> Changes(ApiServer server) =>
        from endpoint in server.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method is not ("GET" or "HEAD" or "OPTIONS")
        let segments = endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "x")
        let path = "/" + string.Join('/', segments)
        where path.StartsWith("/api/", StringComparison.Ordinal)
        select (method, path);
}
