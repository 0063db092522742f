using System.Text;
using System.Text.RegularExpressions;
using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Tokens;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Access;

/// <summary>Every route that is served, for every kind of caller, over the wire, against the one decision function.</summary>
public sealed partial class MatrixTests(ApiServer server) : IClassFixture<ApiServer>, IAsyncLifetime
{
    private const string Project = "matrix_lab";

    public async Task InitializeAsync()
    {
        if (server.Platform.Roster.Now.FindProject(Project) is not null)
            return;
        foreach (var name in new[] { "mat_owner", "mat_scientist", "mat_removed", "mat_foreign" })
            (await server.UserAsync(name)).Dispose();
        using var owner = await ClientOfAsync("mat_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = Project })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = "nothing" })).Status.ShouldBe(201);
        foreach (var member in new[] { "mat_scientist", "mat_removed" })
            (await owner.SendAsync(HttpMethod.Post, $"projects/{Project}/members", new { user = member, role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Delete, $"projects/{Project}/members/mat_removed", ifMatch: "*")).Status.ShouldBe(204);
        using var foreign = await ClientOfAsync("mat_foreign");
        (await foreign.SendAsync(HttpMethod.Post, "projects", new { name = "matrix_other" })).Status.ShouldBe(201);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(null)]
    [InlineData("mat_foreign")]
    [InlineData("mat_removed")]
    [InlineData("mat_scientist")]
    [InlineData("mat_owner")]
    [InlineData("admin")]
    public async Task Every_route_answers_a_caller_as_the_access_table_says(string? user)
    {
        var routes = Routes().ToList();
        routes.Count.ShouldBeGreaterThan(40);
        foreach (var route in routes)
        {
            var (token, decision) = await DecideAsync(user, route);
            using var client = server.As(token);
            var answer = await SendAsync(client, route, Project);
            var said = $"{user ?? "nobody"}: {route.Method} {route.Url(Project)} -> {answer.Status} {answer.Text}";
            if (route.Need.IsPublic)
                answer.Status.ShouldBe(route.Method == "GET" ? 200 : 400, said);
            else if (user is null)
                answer.Status.ShouldBe(401, said);
            else if (decision.Allowed)
                answer.Status.ShouldNotBeOneOf([401, 403, 500], said);
            else
                answer.Status.ShouldBe(decision.Hidden ? 404 : 403, said);
        }
    }

    [Theory]
    [InlineData("mat_foreign")]
    [InlineData("mat_removed")]
    public async Task A_project_of_others_looks_like_one_that_does_not_exist(string user)
    {
        using var client = await ClientOfAsync(user);
        foreach (var route in Routes().Where(route => route.Pattern.Contains("{project}", StringComparison.Ordinal)))
        {
            var real = await SendAsync(client, route, Project);
            var none = await SendAsync(client, route, "no_such_project");
            Bare(real.Text, Project).ShouldBe(Bare(none.Text, "no_such_project"), $"{route.Method} {route.Pattern}");
            Headers(real).ShouldBe(Headers(none));
        }
    }

    [Fact]
    public async Task A_refused_export_and_a_refused_change_are_kept_in_the_audit_trail()
    {
        using var scientist = await ClientOfAsync("mat_scientist");
        (await scientist.SendAsync(HttpMethod.Get, $"projects/{Project}/files/content?path=lab/secret.csv")).Slug.ShouldBe("export-denied");
        (await scientist.SendAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = "t" })).Status.ShouldBe(403);
        using var owner = await ClientOfAsync("mat_owner");
        var entries = (await owner.SendAsync(HttpMethod.Get, $"projects/{Project}/audit?limit=1000")).Body.GetProperty("items").EnumerateArray().ToList();
        entries.ShouldContain(entry => Is(entry, "file.export", "export-denied")
            && entry.GetProperty("actor").GetString() == $"{Project}__mat_scientist" && entry.GetProperty("target").GetString() == $"/Projects/{Project}/lab/secret.csv");
        entries.ShouldContain(entry => Is(entry, "topic.create", "access-denied"));
    }

    private static bool Is(System.Text.Json.JsonElement entry, string action, string outcome) =>
        entry.GetProperty("action").GetString() == action && entry.GetProperty("outcome").GetString() == outcome;

    private IEnumerable<Route> Routes() =>
        from endpoint in server.Host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
            .Concat(((IEndpointRouteBuilder)server.Host).DataSources.SelectMany(source => source.Endpoints))
            .OfType<RouteEndpoint>().Distinct()
        let need = endpoint.Metadata.GetMetadata<AccessNeed>()
        where need is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let type = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json"
        select new Route(method, endpoint.RoutePattern.RawText!, need, type);

    private async Task<(string? Token, Decision Decision)> DecideAsync(string? user, Route route)
    {
        if (user is null)
            return (null, default);
        var token = await TokenOfAsync(user);
        var principal = (await server.Platform.Authentication.AuthenticateTokenAsync(token, CancellationToken.None))!;
        var isInProject = route.Pattern.Contains("{project}", StringComparison.Ordinal);
        var projectId = isInProject ? server.Platform.Roster.Now.FindProject(Project)!.Row.Id : 0;
        var name = route.Need.NameParameter is { } parameter ? Value(parameter)
            : route.Need.Kind == ResourceKind.Credential ? user : isInProject ? Project : "";
        return (token, server.Platform.Gate.Decide(principal, route.Need.Operation, new Resource(route.Need.Kind, projectId, name)));
    }

    private async Task<ApiClient> ClientOfAsync(string user) => server.As(await TokenOfAsync(user));

    /// <summary>A token of its own for each call, for some of the calls end the session by which they come.</summary>
    private async Task<string> TokenOfAsync(string name)
    {
        var user = server.Platform.Roster.Now.FindUser(name)!;
        var actor = new Principal { Name = name, UserName = name, UserId = user.Id, Scopes = TokenScopes.All };
        var (text, _) = await IssueToken.RunAsync(
            server.Platform, actor, new TokenRequest("matrix", TokenScopes.All, null, null), CancellationToken.None);
        return text;
    }

    private static Task<ApiAnswer> SendAsync(ApiClient client, Route route, string project)
    {
        var body = route.Method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, route.BodyType) : null;
        return client.SendAsync(new HttpMethod(route.Method), route.Url(project), body);
    }

    private static string Value(string parameter) => parameter switch
    {
        "project" => Project,
        "user" => "mat_scientist",
        "path" => "nothing/here",
        "version" => "1",
        _ => "nothing",
    };

    /// <summary>A problem without what is the caller's own: the name that it has asked for.</summary>
    private static string Bare(string problem, string asked) => Varying().Replace(problem, "").Replace(asked, "it", StringComparison.Ordinal);

    private static string Headers(ApiAnswer answer) =>
        string.Join('\n', answer.Response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));

    [GeneratedRegex("\"(instance|traceId)\":\"[^\"]*\",?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(@"\{\**(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    internal sealed record Route(string Method, string Pattern, AccessNeed Need, string BodyType)
    {
        internal string Url(string project)
        {
            var route = Parameter().Replace(Pattern, match => match.Groups["name"].Value is "project" ? project : Uri.EscapeDataString(Value(match.Groups["name"].Value)));
            return route["/api/v1/".Length..] + (Pattern.Contains("/files", StringComparison.Ordinal) ? "?path=nothing/here" : "");
        }
    }
}
