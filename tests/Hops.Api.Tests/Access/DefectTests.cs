using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hops.Api.Http;
using Hops.Api.Tests.Passkeys;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Hops.Api.Tests.Access;

/// <summary>What the original got wrong over REST, each as the rule that it broke here.</summary>
public sealed partial class DefectTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Missing = "no_such_thing";

    private readonly string _suffix = Guid.NewGuid().ToString("n")[..8];

    private string Project => $"def_{_suffix}";

    [Fact]
    public void Who_is_not_signed_in_is_answered_by_the_doors_to_an_account_and_what_is_announced_and_by_no_setting() =>
        Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<AccessNeed>()!.IsPublic)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName)
            .ShouldBe(
                [
                    "beginIssuerSignIn", "beginPasskeySignIn", "beginRecovery", "beginRegistration", "completeIssuerSignIn", "completePasskeySignIn", "completeRecovery",
                    "confirmEmail", "confirmRegistration", "createBrowserSession", "createSession", "getCurrentAnnouncements", "getRegistrationRule", "listIssuers",
                    "sendIssuerSignInCode",
                ],
                ignoreOrder: true);

    [Fact]
    public async Task A_recovery_with_a_wrong_answer_leaves_the_password_as_it_was()
    {
        var name = $"rec_{_suffix}";
        using var user = await server.UserAsync(name);
        using var nobody = server.As(null);
        var wrong = await nobody.SendAsync(HttpMethod.Post, "recoveries/completion", new { token = "hpm_wrong_wrong", password = "a password of somebody else" });
        wrong.Status.ShouldBe(400);

        (await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = name, password = "a password of somebody else" })).Status.ShouldBe(401);
        (await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = name, password = ApiServer.PasswordOf(name) })).Status.ShouldBe(201);
        (await user.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(200, "nor has it ended a session");
    }

    [Fact]
    public async Task Equal_passwords_are_stored_as_different_hashes_and_no_two_credentials_have_one_secret()
    {
        var (one, other) = ($"one_{_suffix}", $"two_{_suffix}");
        using var first = await server.UserAsync(one);
        using var second = await server.UserAsync(other);
        var password = $"the same secret {_suffix}";
        foreach (var (client, name) in new[] { (first, one), (second, other) })
            (await client.SendAsync(HttpMethod.Put, "me/password", new { passwordNow = ApiServer.PasswordOf(name), passwordNext = password })).Status.ShouldBe(204);
        var roster = server.Platform.Roster.Now;
        roster.FindUser(one)!.Password.Salt.ShouldNotBe(roster.FindUser(other)!.Password.Salt);
        roster.FindUser(one)!.Password.Hash.ShouldNotBe(roster.FindUser(other)!.Password.Hash);

        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (client, project) in new[] { (first, $"a_{_suffix}"), (first, $"b_{_suffix}"), (second, $"c_{_suffix}") })
        {
            (await client.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
            secrets.Add((await client.SendAsync(HttpMethod.Post, $"projects/{project}/credential")).Body.GetProperty("secret").GetString()!);
        }

        secrets.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_request_that_is_read_is_still_there()
    {
        using var owner = await OwnerAsync();
        (await owner.SendAsync(HttpMethod.Patch, $"projects/{Project}", new { isListed = true }, ifMatch: "*")).Status.ShouldBe(200);
        using var asker = await server.UserAsync($"ask_{_suffix}");
        (await asker.SendAsync(HttpMethod.Post, "me/join-requests", new { project = Project, note = "let me in" })).Status.ShouldBeInRange(200, 201);
        foreach (var route in new[] { $"projects/{Project}/join-requests", "me/inbox", $"projects/{Project}/join-requests", "me/inbox" })
            (await owner.SendAsync(HttpMethod.Get, route)).Text.ShouldContain("let me in", Case.Sensitive, route);
        (await owner.SendAsync(HttpMethod.Post, "me/inbox/seen", new { until = TimeProvider.System.GetUtcNow().AddSeconds(-1) })).Status.ShouldBeInRange(200, 204);

        (await owner.SendAsync(HttpMethod.Get, $"projects/{Project}/join-requests")).Text.ShouldContain("let me in");
        (await owner.SendAsync(HttpMethod.Post, $"projects/{Project}/join-requests/ask_{_suffix}/accept", new { })).Status.ShouldBeInRange(200, 204);
    }

    [Fact]
    public async Task The_name_of_a_project_is_told_by_no_list_to_who_is_no_member()
    {
        using var owner = await OwnerAsync();
        using var stranger = await server.UserAsync($"str_{_suffix}");
        var tried = 0;
        foreach (var endpoint in Endpoints().Where(endpoint => MethodsOf(endpoint).Contains("GET") && !endpoint.RoutePattern.RawText!.Contains('{', StringComparison.Ordinal)))
        {
            var route = endpoint.RoutePattern.RawText!["/api/v1/".Length..];
            if (route == "events")
                continue;
            foreach (var asked in new[] { route, $"{route}?q={Project}&limit=1000" })
                (await stranger.SendAsync(HttpMethod.Get, asked)).Text.ShouldNotContain($"\"{Project}\"", Case.Sensitive, asked);
            tried++;
        }

        tried.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task What_is_of_others_is_answered_as_what_does_not_exist_on_every_route_that_names_it()
    {
        using var owner = await OwnerAsync();
        var made = await owner.SendAsync(HttpMethod.Post, "tokens", new { name = "mine" });
        var session = (await owner.SendAsync(HttpMethod.Get, "me/sessions")).Body.GetProperty("items")[0].GetProperty("id").GetString()!;
        using var device = PasskeyRoutesTests.DeviceOf(server);
        var passkey = await PasskeyRoutesTests.AddAsync(server, owner, $"own_{_suffix}", device);
        using var administrator = server.As(server.AdministratorToken);
        var announcement = await administrator.SendAsync(HttpMethod.Post, "announcements", new { text = "all is well" });
        var there = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["user"] = $"own_{_suffix}",
            ["session"] = session,
            ["token"] = IdIn(made.Body),
            ["announcement"] = IdIn(announcement.Body),
            ["passkey"] = IdIn(passkey.Body),
            ["name"] = Project,
        };
        using var stranger = await server.UserAsync($"str_{_suffix}");
        var tried = 0;
        foreach (var endpoint in Endpoints().Where(endpoint => Parameter().IsMatch(endpoint.RoutePattern.RawText!)))
        {
            var pattern = endpoint.RoutePattern.RawText!;

            // Identities need an issuer: IssuerSignInTests ask for those of others. Tours are the server's own, and known to everybody.
            if (((string[])["{project}", "{**", "{identity}", "{tour}"]).Any(part => pattern.Contains(part, StringComparison.Ordinal)))
                continue;
            foreach (var method in MethodsOf(endpoint))
            {
                var name = there[Parameter().Match(pattern).Groups["name"].Value];
                var real = await SendAsync(stranger, method, pattern, name);
                var none = await SendAsync(stranger, method, pattern, Missing);
                real.Status.ShouldBe(none.Status, $"{method} {pattern}: {real.Text}");
                Bare(real.Text, name).ShouldBe(Bare(none.Text, Missing), $"{method} {pattern}");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(8);
        (await owner.SendAsync(HttpMethod.Get, "me/sessions")).Text.ShouldContain(session);
    }

    [Fact]
    public async Task A_data_scientist_leaves_a_project_by_itself()
    {
        using var owner = await OwnerAsync();
        var name = $"sci_{_suffix}";
        using var scientist = await server.UserAsync(name);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{Project}/members", new { user = name, role = "DATA_SCIENTIST" })).Status.ShouldBe(201);

        (await scientist.SendAsync(HttpMethod.Delete, $"projects/{Project}/members/{name}", ifMatch: "*")).Status.ShouldBe(204);

        (await scientist.SendAsync(HttpMethod.Get, $"projects/{Project}")).Status.ShouldBe(404);
    }

    private async Task<ApiClient> OwnerAsync()
    {
        var owner = await server.UserAsync($"own_{_suffix}");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = Project })).Status.ShouldBe(201);
        return owner;
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        ((IEndpointRouteBuilder)server.Host).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessNeed>() is not null).Distinct();

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    private static Task<ApiAnswer> SendAsync(ApiClient client, string method, string pattern, string name) => client.SendAsync(
        new HttpMethod(method),
        Parameter().Replace(pattern, Uri.EscapeDataString(name))["/api/v1/".Length..],
        method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
        ifMatch: "*");

    /// <summary>The id of what was made, wherever the answer has it.</summary>
    private static string IdIn(JsonElement body) => body.TryGetProperty("id", out var id) ? id.ToString() : body.EnumerateObject()
        .Where(property => property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("id", out _)).Select(property => property.Value.GetProperty("id").ToString()).First();

    private static string Bare(string problem, string asked) => Varying().Replace(problem, "").Replace(asked, "it", StringComparison.Ordinal);

    [GeneratedRegex("\"(instance|traceId)\":\"[^\"]*\",?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
