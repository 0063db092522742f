using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hops.Core.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Operations;

public sealed class OperationsTests(ApiServer server) : IClassFixture<ApiServer>
{
    private readonly HealthBoard _health = server.Host.Services.GetRequiredService<HealthBoard>();

    [Fact]
    public async Task Health_is_ok_with_warnings_and_not_with_failures()
    {
        (await HealthAsync(null)).ShouldBe((200, "ok", false));
        _health.Post("disk", HealthSeverity.Warning, "92 % of the disk is full: free some.");
        (await HealthAsync(null)).ShouldBe((200, "warning", false));
        _health.Post("topic shop.orders partition 3", HealthSeverity.Failing, "Its log is damaged at offset 7.");
        (await HealthAsync(null)).ShouldBe((503, "failing", false));
        _health.Clear("topic shop.orders partition 3");
        (await HealthAsync(null)).ShouldBe((200, "warning", false));
        _health.Clear("disk");
    }

    [Fact]
    public async Task Findings_name_things_of_tenants_and_are_for_administrators_alone()
    {
        _health.Post("topic shop.secret partition 1", HealthSeverity.Warning, "It was put aside.");
        using var user = await server.UserAsync("curious");
        var token = (await user.SendAsync(HttpMethod.Post, "tokens", new { name = "t", scopes = new[] { "READ" } })).Body.GetProperty("token").GetString()!;

        (await BodyAsync("/healthz", null)).ShouldNotContain("secret");
        (await BodyAsync("/healthz", token)).ShouldNotContain("secret");
        (await BodyAsync("/healthz", server.AdministratorToken)).ShouldContain("topic shop.secret partition 1");
        (await HealthAsync("not-a-token")).Status.ShouldBe(401);
        _health.Clear("topic shop.secret partition 1");
    }

    [Fact]
    public async Task The_first_page_says_what_this_is_and_where_to_go_on()
    {
        var json = JsonElement.Parse(await BodyAsync("/", null));
        json.GetProperty("name").GetString().ShouldBe("Hops.NET");
        json.GetProperty("rest").GetString().ShouldBe("/api/v1");
        json.GetProperty("signIn").GetString()!.ShouldContain($"hops login --url {server.Address.ToString().TrimEnd('/')}");

        var page = await BodyAsync("/", null, "text/html,application/xhtml+xml");
        page.ShouldContain("<h1>Hops.NET</h1>");
        page.ShouldContain("href=\"/openapi/v1.json\"");
    }

    [Fact]
    public async Task Metrics_of_the_runtime_and_of_http_are_there_for_this_machine()
    {
        await BodyAsync("/healthz", null);

        var text = await BodyAsync("/metrics", null);

        text.ShouldContain("dotnet_gc_collections_total");
        text.ShouldContain("dotnet_process_memory_working_set_bytes");
        text.ShouldContain("http_server_request_duration_seconds_count");
    }

    [Fact]
    public async Task Metrics_say_which_server_of_which_version_they_are_of()
    {
        var target = (await BodyAsync("/metrics", null)).Split('\n').Single(line => line.StartsWith("target_info{", StringComparison.Ordinal));

        target.ShouldContain("service_name=\"hops\"");
        target.ShouldMatch("service_version=\"[0-9]+[.][0-9]+[.][0-9]+\"");
        target.ShouldMatch("service_instance_id=\"[0-9a-f-]{36}\"");
        (await BodyAsync("/metrics", null)).ShouldContain(target, customMessage: "the instance stays the same between two looks");
    }

    [Fact]
    public async Task Metrics_that_are_asked_for_from_elsewhere_are_for_administrators_alone()
    {
        using var user = await server.UserAsync("nosy");
        var token = (await user.SendAsync(HttpMethod.Post, "tokens", new { name = "t", scopes = new[] { "READ" } })).Body.GetProperty("token").GetString()!;

        (await ForwardedAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await ForwardedAsync(token)).ShouldBe(HttpStatusCode.Forbidden);
        (await ForwardedAsync(server.AdministratorToken)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_of_the_interface_fetches_nothing_from_elsewhere()
    {
        var page = await BodyAsync("/docs", null, "text/html");

        page.ShouldContain("openapi/v1.json");
        foreach (var source in page.Split("src=\"").Skip(1).Concat(page.Split("href=\"").Skip(1)).Select(part => part.Split('"')[0]))
            source.ShouldNotContain("://");
        var script = page.Split("src=\"").Skip(1).Select(part => part.Split('"')[0]).First();
        using var http = new HttpClient { BaseAddress = new Uri(server.Address, "/docs/") };
        (await http.GetAsync(script)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_changes_anything_there()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var path in new[] { "/", "/healthz" })
            (await http.PostAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private async Task<(int Status, string Said, bool HasFindings)> HealthAsync(string? token)
    {
        using var reply = await SendAsync("/healthz", token, null);
        var body = JsonElement.Parse(await reply.Content.ReadAsStringAsync());
        return body.TryGetProperty("findings", out var findings)
            ? ((int)reply.StatusCode, body.GetProperty("status").GetString()!, findings.ValueKind == JsonValueKind.Array)
            : ((int)reply.StatusCode, "", false);
    }

    private async Task<HttpStatusCode> ForwardedAsync(string? token)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var reply = await http.GetAsync("/metrics");
        return reply.StatusCode;
    }

    private async Task<string> BodyAsync(string path, string? token, string? accept = null)
    {
        using var reply = await SendAsync(path, token, accept);
        return await reply.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? token, string? accept)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        return await http.GetAsync(path);
    }
}
