using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Access;

/// <summary>
/// Every route with every name in it missing, with a body that is empty and with one that fits, as every kind of caller: always a refusal
/// that says something, never a fault of ours.
/// </summary>
public sealed class MissingNamesTests(ApiServer server) : IClassFixture<ApiServer>, IAsyncLifetime
{
    private readonly string _project = $"lab_{Guid.NewGuid():n}"[..12];
    private const string Missing = "no_such_thing";

    private readonly Dictionary<string, ApiClient> _callers = new(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        var suffix = Guid.NewGuid().ToString("n")[..6];
        var owner = await server.UserAsync($"own_{suffix}");
        var scientist = await server.UserAsync($"sci_{suffix}");
        _callers["owner"] = owner;
        _callers["scientist"] = scientist;
        _callers["stranger"] = await server.UserAsync($"str_{suffix}");
        _callers["administrator"] = server.As(server.AdministratorToken);
        _callers["nobody"] = server.As(null);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = _project })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{_project}/members", new { user = $"sci_{suffix}", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
    }

    public Task DisposeAsync()
    {
        foreach (var caller in _callers.Values)
            caller.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("scientist")]
    [InlineData("stranger")]
    [InlineData("administrator")]
    [InlineData("nobody")]
    public async Task A_route_whose_names_are_missing_never_answers_500(string caller)
    {
        var tried = 0;
        foreach (var (method, pattern, body, bodyType) in Requests())
        {
            foreach (var project in new[] { _project, Missing })
            {
                foreach (var content in body is null ? new string?[] { null } : ["{}", body])
                {
                    var answer = await SendAsync(_callers[caller], method, Fill(pattern, project), (content, bodyType));
                    answer.Status.ShouldBeLessThan(500, $"{caller}: {method} {Fill(pattern, project)} {content} -> {answer.Text}");
                    tried++;
                }
            }
        }

        tried.ShouldBeGreaterThan(60);
    }

    [Theory]
    [InlineData("administrator")]
    [InlineData("stranger")]
    public async Task A_project_that_does_not_exist_is_not_found_for_anybody(string caller)
    {
        foreach (var (method, pattern, body, bodyType) in Requests().Where(request => request.Pattern.Contains("{project}", StringComparison.Ordinal)))
        {
            var answer = await SendAsync(_callers[caller], method, Fill(pattern, Missing), (body, bodyType));
            answer.Status.ShouldBe(404, $"{method} {Fill(pattern, Missing)} -> {answer.Text}");
        }
    }

    private static Task<ApiAnswer> SendAsync(ApiClient client, string method, string route, (string? Text, string Type) body) => client.SendAsync(
        new HttpMethod(method), route, body.Text is null ? null : new StringContent(body.Text, Encoding.UTF8, body.Type), ifMatch: "*");

    private static string Fill(RoutePattern pattern, string project)
    {
        var path = string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "project" } => project,
            _ => Missing,
        }))));
        return $"{path["api/v1/".Length..]}?path={Missing}/{Missing}";
    }

    private static string Fill(string pattern, string project) => Fill(RoutePatternFactory.Parse(pattern), project);

    /// <summary>Every route but those that would end the callers of this test, with a body made from the type that it takes.</summary>
    private IEnumerable<(string Method, string Pattern, string? Body, string BodyType)> Requests() =>
        from endpoint in ((IEndpointRouteBuilder)server.Host).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<AccessNeed>() is not null
        let pattern = endpoint.RoutePattern.RawText!
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let isOwnEnd = method == "DELETE" && (pattern.EndsWith("/sessions/current", StringComparison.Ordinal) || pattern.EndsWith("/browser-session", StringComparison.Ordinal))
        let isTheProject = method == "DELETE" && pattern.EndsWith("/{project}", StringComparison.Ordinal)
        where !isOwnEnd && !isTheProject
        let accepted = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()
        let takesBody = method is "POST" or "PUT" or "PATCH"
        let makesWhatIsMissing = !pattern.Contains('{', StringComparison.Ordinal)
        select (method, pattern, takesBody ? makesWhatIsMissing ? "{}" : Body(accepted?.RequestType) : null, accepted?.ContentTypes[0] ?? "application/json");

    private static string Body(Type? type) => type is null || type == typeof(Stream) ? "{}" : Sample(type)!.ToJsonString();

    /// <summary>A value of a request's type: plausible, and every name in it one that does not exist.</summary>
    private static JsonNode? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Missing;
        if (type == typeof(bool))
            return false;
        if (type.IsEnum)
            return JsonNamingPolicy.SnakeCaseUpper.ConvertName(Enum.GetNames(type)[0]);
        if (type.IsPrimitive)
            return 1;
        if (type == typeof(DateTimeOffset))
            return "2030-01-01T00:00:00Z";
        if (type != typeof(JsonElement) && type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            return type.Name.Contains("Dictionary", StringComparison.Ordinal) ? new JsonObject() : new JsonArray();
        var body = new JsonObject();
        foreach (var parameter in type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [])
            body[JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)] = Sample(parameter.ParameterType);
        return body;
    }
}
