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

    private const string Archived = "matrix_archive";

    /// <summary>Before the name of a user for whom a query runs that is the caller.</summary>
    private const string RunnerOf = "runner of ";

    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        if (server.Platform.Roster.Now.FindProject(Project) is not null)
            return;
        foreach (var name in new[] { "mat_owner", "mat_scientist", "mat_removed", "mat_foreign" })
            (await server.UserAsync(name)).Dispose();
        using var owner = await ClientOfAsync("mat_owner");
        foreach (var project in new[] { Project, Archived })
        {
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
            (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "nothing" })).Status.ShouldBe(201);
            foreach (var member in new[] { "mat_scientist", "mat_removed" })
                (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/members", new { user = member, role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
            (await owner.SendAsync(HttpMethod.Delete, $"projects/{project}/members/mat_removed", ifMatch: "*")).Status.ShouldBe(204);
        }

        using var foreign = await ClientOfAsync("mat_foreign");
        (await foreign.SendAsync(HttpMethod.Post, "projects", new { name = "matrix_other" })).Status.ShouldBe(201);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(null, Project)]
    [InlineData("mat_foreign", Project)]
    [InlineData("mat_removed", Project)]
    [InlineData("mat_scientist", Project)]
    [InlineData("mat_owner", Project)]
    [InlineData("admin", Project)]
    [InlineData(RunnerOf + "mat_scientist", Project)]
    [InlineData(RunnerOf + "mat_owner", Project)]
    [InlineData(null, Archived)]
    [InlineData("mat_foreign", Archived)]
    [InlineData("mat_removed", Archived)]
    [InlineData("mat_scientist", Archived)]
    [InlineData("mat_owner", Archived)]
    [InlineData("admin", Archived)]
    [InlineData(RunnerOf + "mat_scientist", Archived)]
    [InlineData(RunnerOf + "mat_owner", Archived)]
    public async Task Every_route_answers_a_caller_as_the_access_table_says(string? user, string project)
    {
        var routes = Routes().ToList();
        routes.Count.ShouldBeGreaterThan(40);
        foreach (var route in routes)
        {
            if (project == Archived)
                await ArchiveAsync();
            var (token, decision) = await DecideAsync(user, route, project);
            using var client = server.As(token);
            var answer = await SendAsync(client, route, project, user);
            var said = $"{user ?? "nobody"}: {route.Method} {route.Url(project, user)} -> {answer.Status} {answer.Text}";
            if (route.Need.IsPublic)
                answer.Status.ShouldBe(route.Method == "GET" ? 200 : 400, said);
            else if (user is null)
                answer.Status.ShouldBe(401, said);
            else if (decision.Allowed)
                answer.Status.ShouldNotBeOneOf([401, 403, 500], said);
            else
                answer.Status.ShouldBe(decision.Hidden ? 404 : 403, said);
            if (decision.IsArchived && route.Method != "HEAD")
                answer.Slug.ShouldBe("project-archived", said);
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
            var real = await SendAsync(client, route, Project, user);
            var none = await SendAsync(client, route, "no_such_project", user);
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

    /// <summary>Archives the project that one of the routes has opened again.</summary>
    private async Task ArchiveAsync()
    {
        if (server.Platform.Roster.Now.Archived.ContainsKey(server.Platform.Roster.Now.FindProject(Archived)!.Row.Id))
            return;
        using var owner = await ClientOfAsync("mat_owner");
        (await owner.SendAsync(HttpMethod.Post, $"projects/{Archived}/archive")).Status.ShouldBe(200);
    }

    private async Task<(string? Token, Decision Decision)> DecideAsync(string? user, Route route, string project)
    {
        if (user is null)
            return (null, default);
        var projectId = server.Platform.Roster.Now.FindProject(project)!.Row.Id;
        var token = user.StartsWith(RunnerOf, StringComparison.Ordinal)
            ? RunnerTokens.Issue(server.Platform, projectId, server.Platform.Roster.Now.FindUser(user[RunnerOf.Length..])!.Id, "matrix", TimeSpan.FromMinutes(10))
            : await TokenOfAsync(user);
        var principal = (await server.Platform.Authentication.AuthenticateTokenAsync(token, CancellationToken.None))!;
        var isInProject = route.Pattern.Contains("{project}", StringComparison.Ordinal);
        var name = route.Need.NameParameter is { } parameter ? Value(parameter)
            : route.Need.Kind == ResourceKind.Credential ? user : isInProject ? project : "";
        return (token, server.Platform.Gate.Decide(principal, route.Need.Operation, new Resource(route.Need.Kind, isInProject ? projectId : 0, name)));
    }

    private async Task<ApiClient> ClientOfAsync(string user) => server.As(await TokenOfAsync(user));

    /// <summary>A token of a user that still holds: some of the calls end the session by which they come.</summary>
    private async Task<string> TokenOfAsync(string name)
    {
        if (_tokens.TryGetValue(name, out var held) && await server.Platform.Authentication.AuthenticateTokenAsync(held, CancellationToken.None) is not null)
            return held;
        var user = server.Platform.Roster.Now.FindUser(name)!;
        var actor = new Principal { Name = name, UserName = name, UserId = user.Id, Scopes = TokenScopes.All };
        var (text, _) = await IssueToken.RunAsync(
            server.Platform, actor, new TokenRequest("matrix", TokenScopes.All, null, null), CancellationToken.None);
        return _tokens[name] = text;
    }

    private static Task<ApiAnswer> SendAsync(ApiClient client, Route route, string project, string? user)
    {
        var body = route.Method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, route.BodyType) : null;
        return client.SendAsync(new HttpMethod(route.Method), route.Url(project, user), body);
    }

    private static string Value(string parameter) => parameter switch
    {
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
        /// <summary>Below the interface's root. The file that is asked for is each caller's own: what permission bits say is not the table's.</summary>
        internal string Url(string project, string? user)
        {
            var route = Parameter().Replace(Pattern, match => match.Groups["name"].Value is "project" ? project : Uri.EscapeDataString(Value(match.Groups["name"].Value)));
            return route["/api/v1/".Length..] + (Pattern.Contains("/files", StringComparison.Ordinal) ? $"?path=nothing/of_{user?.Replace(' ', '_')}" : "");
        }
    }
}
