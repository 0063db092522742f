using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Api.Tests.Files;

/// <summary>Moves from one project to another over WebHDFS, the protocol that can name two: of administrators and of owners of both.</summary>
public sealed class BetweenProjectsTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("&renameoptions=NONE")]
    public async Task An_administrator_who_is_a_data_scientist_moves_nothing_out_into_a_project_of_its_own(string options)
    {
        var (lab, own) = await ProjectsAsync("adm" + options.Length, "DATA_SCIENTIST");
        var (status, body) = await SendAsync("admin", HttpMethod.Put, $"{lab}/data/file?op=RENAME&destination={own}/data/file{options}");
        (status, Slug(body)).ShouldBe((403, "export-denied"));
        (await StatAsync("owner_" + Name(lab), $"{lab}/data/file")).ShouldBe(200);
        var entry = (await TrailAsync("owner_" + Name(lab), Name(lab))).Single(entry => Text(entry, "action") == "file.export");
        (Text(entry, "outcome"), Text(entry, "actor"), Text(entry, "target")).ShouldBe(("export-denied", Name(lab) + "__admin", lab + "/data/file"));
    }

    [Fact]
    public async Task A_commit_takes_no_file_of_another_project()
    {
        foreach (var role in new[] { "DATA_SCIENTIST", "DATA_OWNER" })
        {
            var (lab, own) = await ProjectsAsync("com_" + role[5..7].ToLowerInvariant(), role);
            (await SendAsync("admin", HttpMethod.Put, $"{own}/data/commits?op=MKDIRS")).Status.ShouldBe(200);
            var request = JsonSerializer.Serialize(new { sequence = 0, renames = new[] { new { source = lab + "/data/file", destination = own + "/data/file" } } });
            var (status, body) = await SendAsync("admin", HttpMethod.Post, $"{own}/data/commits?op=COMMITFILES", request);
            status.ShouldBe(403, body.ToString());
            Slug(body).ShouldBe("access-denied");
            (await StatAsync("owner_" + Name(lab), $"{lab}/data/file")).ShouldBe(200);
            (await StatAsync("admin", $"{own}/data/commits/0")).ShouldBe(404);
        }
    }

    [Fact]
    public async Task Being_superuser_ends_at_the_door_of_a_project()
    {
        var (lab, _) = await ProjectsAsync("sup", "DATA_SCIENTIST");
        foreach (var operation in new[] { "SETOWNER&owner=sup_own__admin", "SETOWNER&group=sup__data", "SETPERMISSION&permission=777" })
        {
            var (status, body) = await SendAsync("admin", HttpMethod.Put, $"{lab}/data/file?op={operation}");
            (status, Slug(body)).ShouldBe((403, "access-denied"), operation);
        }

        (await SendAsync("admin", HttpMethod.Delete, $"{lab}/data/file?op=DELETE")).Status.ShouldBe(403);
        (await StatAsync("owner_" + Name(lab), $"{lab}/data/file")).ShouldBe(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&renameoptions=NONE")]
    public async Task An_owner_of_both_moves_a_tree_and_both_trails_say_so(string options)
    {
        var (lab, own) = await ProjectsAsync("own" + options.Length, "DATA_OWNER");
        (await SendAsync("admin", HttpMethod.Put, $"{lab}/data/tree/deep?op=MKDIRS")).Status.ShouldBe(200);
        (await SendAsync("admin", HttpMethod.Put, $"{lab}/data/tree/deep/leaf?op=CREATE&data=true&permission=600", "content")).Status.ShouldBe(201);
        var (status, body) = await SendAsync("admin", HttpMethod.Put, $"{lab}/data/tree?op=RENAME&destination={own}/data/tree{options}");
        status.ShouldBe(200, body.ToString());

        var (_, stat) = await SendAsync("admin", HttpMethod.Get, $"{own}/data/tree/deep/leaf?op=GETFILESTATUS");
        Text(stat.GetProperty("FileStatus"), "owner").ShouldBe(Name(own) + "__admin");
        Text(stat.GetProperty("FileStatus"), "group").ShouldBe(Name(own) + "__data");
        (await SendAsync("admin", HttpMethod.Get, $"{own}/data/tree/deep/leaf?op=OPEN")).Status.ShouldBe(200);
        (await TrailAsync("admin", Name(lab))).ShouldContain(entry => Text(entry, "action") == "file.export"
            && Text(entry, "actor") == Name(lab) + "__admin" && Text(entry, "target") == lab + "/data/tree");
        (await TrailAsync("admin", Name(own))).ShouldContain(entry => Text(entry, "action") == "file.import"
            && Text(entry, "actor") == Name(own) + "__admin" && Text(entry, "target") == own + "/data/tree");
    }

    [Fact]
    public async Task Nothing_is_moved_to_where_a_project_could_be()
    {
        var (lab, _) = await ProjectsAsync("top", "DATA_OWNER");
        (await SendAsync("admin", HttpMethod.Put, $"{lab}/data/tree?op=MKDIRS")).Status.ShouldBe(200);
        (await SendAsync("admin", HttpMethod.Put, $"{lab}/data/tree?op=RENAME&destination=/Projects")).Status.ShouldBe(403);
    }

    private static string Name(string directory) => directory["/Projects/".Length..];

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static string Slug(JsonElement body) => Text(body.GetProperty("RemoteException"), "hopsCode");

    /// <summary>A project of an owner in which the administrator has a role, with a file that it did not write; and a project of its own.</summary>
    private async Task<(string Lab, string Own)> ProjectsAsync(string name, string role)
    {
        (await server.UserAsync("owner_" + name)).Dispose();
        foreach (var (user, project) in new[] { ("owner_" + name, name), ("admin", name + "_own") })
        {
            using var client = server.As(await TokenAsync(user));
            (await client.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
            (await client.SendAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "data" })).Status.ShouldBe(201);
            if (user != "admin")
                (await client.SendAsync(HttpMethod.Post, $"projects/{project}/members", new { user = "admin", role })).Status.ShouldBe(201);
        }

        (await SendAsync("owner_" + name, HttpMethod.Put, $"/Projects/{name}/data/file?op=CREATE&data=true", "content")).Status.ShouldBe(201);
        return ("/Projects/" + name, $"/Projects/{name}_own");
    }

    private async Task<int> StatAsync(string user, string path) => (await SendAsync(user, HttpMethod.Get, path + "?op=GETFILESTATUS")).Status;

    private async Task<(int Status, JsonElement Body)> SendAsync(string user, HttpMethod method, string target, string? content = null)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(method, "/webhdfs/v1" + target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        if (content is not null)
            request.Content = new StringContent(content, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return ((int)answer.StatusCode, isJson ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement : default);
    }

    private async Task<IReadOnlyList<JsonElement>> TrailAsync(string user, string project)
    {
        using var client = server.As(await TokenAsync(user));
        return [.. (await client.SendAsync(HttpMethod.Get, $"projects/{project}/audit?limit=1000")).Body.GetProperty("items").EnumerateArray()];
    }

    private async Task<string> TokenAsync(string name)
    {
        var user = server.Platform.Roster.Now.FindUser(name)!;
        var actor = new Principal { Name = name, UserName = name, UserId = user.Id, Scopes = TokenScopes.All };
        return (await IssueToken.RunAsync(server.Platform, actor, new TokenRequest("between", TokenScopes.All, null, null), default)).Text;
    }
}
