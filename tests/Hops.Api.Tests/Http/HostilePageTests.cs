using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hops.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Hops.Api.Tests.Http;

/// <summary>
/// What the answers of REST give a hostile page, file or link to work with: nothing that is shown in our origin, no credential in an address, no way to
/// another site. That other sites change and read nothing is in <see cref="BrowserTests"/>, the policy of the page in WebInterfaceTests.
/// </summary>
public sealed class HostilePageTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Script = "<script>alert(document.domain)</script>";

    [Theory]
    [InlineData("page.html", "content")]
    [InlineData("drawing.svg", "content")]
    [InlineData("notebook.ipynb", "content")]
    [InlineData("page.html", "archive")]
    public async Task A_file_of_a_user_is_saved_and_never_shown_in_our_origin(string name, string door)
    {
        using var http = Client(await OwnerAsync("html"));
        var folder = new Uri($"/api/v1/projects/html/files/content?path=d/{name}&overwrite=true", UriKind.Relative);
        (await http.PutAsync(folder, new StringContent(Script, Encoding.UTF8, "text/html"))).EnsureSuccessStatusCode();

        using var reply = await http.GetAsync(new Uri($"/api/v1/projects/html/files/{door}?path=d{(door == "archive" ? "" : "/" + name)}", UriKind.Relative));

        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        reply.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        reply.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
        reply.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        reply.Content.Headers.ContentType!.MediaType.ShouldNotBe("text/html");
    }

    [Fact]
    public async Task A_credential_in_an_address_lets_nobody_in()
    {
        var token = await OwnerAsync("address");
        using var nobody = Client(null);
        foreach (var name in new[] { "token", "access_token", "authorization", "session", "api_key", "hops", "delegation" })
        {
            foreach (var route in new[] { "me", "projects/address", "projects/address/files?path=", "events" })
            {
                var address = $"/api/v1/{route}{(route.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(token)}";
                using var reply = await nobody.GetAsync(new Uri(address, UriKind.Relative));
                reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, address);
            }
        }
    }

    [Fact]
    public async Task No_route_leads_anywhere_else_and_every_answer_stays_what_it_is()
    {
        using var http = Client(await OwnerAsync("lead"));
        var tried = 0;
        foreach (var endpoint in Endpoints())
        {
            if (endpoint.RoutePattern.RawText is "/api/v1/events" || !(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
                continue;
            var segments = endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "project" } => "lead",
                _ => "x",
            });
            var address = $"/{string.Join('/', segments)}?next=https://evil.example/&returnUrl=//evil.example&url=https://evil.example&path=d";
            using var reply = await http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            ((int)reply.StatusCode).ShouldNotBeInRange(300, 399, address);
            reply.Headers.Location.ShouldBeNull(address);
            reply.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], address);
            reply.Headers.CacheControl!.NoStore.ShouldBeTrue(address);
            (reply.Content.Headers.ContentType?.MediaType).ShouldNotBe("text/html", address);
            tried++;
        }

        tried.ShouldBeGreaterThan(50);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        ((IEndpointRouteBuilder)server.Host).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessNeed>() is not null).Distinct();

    /// <summary>Makes a project of a name with a dataset d, once.</summary>
    /// <returns>Token of its owner.</returns>
    private async Task<string> OwnerAsync(string project)
    {
        if (server.Platform.Roster.Now.FindProject(project) is null)
        {
            using var owner = await server.UserAsync($"{project}_owner");
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
            (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "d" })).Status.ShouldBe(201);
        }

        return await server.TokenAsync($"{project}_owner");
    }

    private HttpClient Client(string? token)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
