using System.Net.Http.Headers;
using System.Text;

namespace Hops.Api.Tests.Files;

public sealed class FileRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Members_share_a_dataset_and_only_an_owner_takes_data_out()
    {
        using var owner = await server.UserAsync("fil_owner");
        using var scientist = await server.UserAsync("fil_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "fil" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/fil/members", new { user = "fil_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/fil/datasets", new { name = "logs" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/fil/datasets", new { name = "raw", access = "READ_ONLY" })).Status.ShouldBe(201);

        var content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000)));
        var put = await scientist.SendAsync(HttpMethod.Put, "projects/fil/files/content?path=logs/a.txt", new ByteArrayContent(content));
        put.Status.ShouldBe(201, put.Text);
        put.Body.GetProperty("owner").GetString().ShouldBe("fil__fil_sci");
        put.Body.GetProperty("group").GetString().ShouldBe("fil__logs");
        (await scientist.SendAsync(HttpMethod.Put, "projects/fil/files/content?path=raw/a.txt", new ByteArrayContent(content))).Status.ShouldBe(403);

        var got = await owner.SendAsync(HttpMethod.Get, "projects/fil/files/content?path=logs/a.txt");
        got.Status.ShouldBe(200);
        got.Text.ShouldBe(Encoding.UTF8.GetString(content));
        (await scientist.SendAsync(HttpMethod.Get, "projects/fil/files/content?path=logs/a.txt")).Slug.ShouldBe("export-denied");
        var listed = await scientist.SendAsync(HttpMethod.Get, "projects/fil/files?path=logs");
        listed.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["a.txt"]);
    }

    [Fact]
    public async Task Files_are_moved_and_deleted_and_never_leave_their_project()
    {
        using var owner = await server.UserAsync("mov_owner");
        foreach (var project in new[] { "mov", "mov_two" })
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/mov/datasets", new { name = "d" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/mov/files/directories", new { path = "d/x/y" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Put, "projects/mov/files/content?path=d/x/f", new StringContent("1"))).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Put, "projects/mov/files/content?path=d/x/f", new StringContent("2"))).Slug.ShouldBe("already-exists");
        (await owner.SendAsync(HttpMethod.Put, "projects/mov/files/content?path=d/x/f&overwrite=true", new StringContent("2"))).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/mov/files/renames", new { from = "d/x/f", to = "d/g" })).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/mov/files/content?path=d/g")).Text.ShouldBe("2");
        foreach (var outside in new[] { "../mov_two/d", "d/../../mov_two/d", "d/./x", "d//x", "d/a%00b" })
            (await owner.SendAsync(HttpMethod.Get, $"projects/mov/files?path={outside}")).Slug.ShouldBe("invalid-path", outside);
        (await owner.SendAsync(HttpMethod.Delete, "projects/mov/files?path=d/x")).Slug.ShouldBe("directory-not-empty");
        (await owner.SendAsync(HttpMethod.Delete, "projects/mov/files?path=d/x&recursive=true")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Delete, "projects/mov/files?path=d&recursive=true")).Status.ShouldBe(403);
        (await owner.SendAsync(HttpMethod.Delete, "projects/mov/datasets/d", ifMatch: "*")).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/mov/files/status?path=d")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_upload_says_what_is_wrong_with_its_path_before_it_is_read()
    {
        using var owner = await server.UserAsync("pth_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "pth" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/pth/datasets", new { name = "d" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/pth/files/directories", new { path = "d/x" })).Status.ShouldBe(201);
        foreach (var path in new[] { "d", "d/", "none" })
        {
            var one = await owner.SendAsync(HttpMethod.Put, $"projects/pth/files/content?path={path}", new StringContent("1"));
            (one.Slug, one.Body.GetProperty("detail").GetString()!.Contains("dataset/file", StringComparison.Ordinal)).ShouldBe(("invalid-path", true));
        }

        var directory = await owner.SendAsync(HttpMethod.Put, "projects/pth/files/content?path=d/x&overwrite=true", new StringContent("1"));
        directory.Slug.ShouldBe("is-a-directory");
        directory.Text.ShouldContain("say the name that the file is to have in it");
        (await owner.SendAsync(HttpMethod.Put, "projects/pth/files/content?path=none/x", new StringContent("1"))).Slug.ShouldBe("not-found");
    }

    [Fact]
    public async Task The_secret_of_a_project_user_opens_its_own_project_and_no_other()
    {
        using var owner = await server.UserAsync("cre_owner");
        foreach (var project in new[] { "cre", "cre_two" })
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        var made = await owner.SendAsync(HttpMethod.Post, "projects/cre/credential");
        made.Body.GetProperty("name").GetString().ShouldBe("cre__cre_owner");
        var pair = $"cre__cre_owner:{made.Body.GetProperty("secret").GetString()}";
        using var basic = new ApiClient(server.Address, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));
        (await basic.SendAsync(HttpMethod.Get, "projects/cre/files")).Status.ShouldBe(200);
        (await basic.SendAsync(HttpMethod.Get, "projects/cre_two")).Status.ShouldBe(404);
        (await owner.SendAsync(HttpMethod.Post, "projects/cre/credential")).Status.ShouldBe(201);
        (await basic.SendAsync(HttpMethod.Get, "projects/cre/files")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_upload_above_the_quota_is_refused_and_leaves_nothing()
    {
        using var owner = await server.UserAsync("quo_owner");
        using var administrator = server.As(server.AdministratorToken);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "quo" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/quo/datasets", new { name = "d" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Patch, "projects/quo", new { quotaBytes = 1L << 40 }, "*")).Status.ShouldBe(403);
        (await administrator.SendAsync(HttpMethod.Patch, "projects/quo", new { quotaBytes = 300_000 }, "*")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Put, "projects/quo/files/content?path=d/a", new ByteArrayContent(new byte[200_000]))).Status.ShouldBe(201);
        var refused = await owner.SendAsync(HttpMethod.Put, "projects/quo/files/content?path=d/b", new ByteArrayContent(new byte[200_000]));
        refused.Slug.ShouldBe("storage-quota-exceeded", refused.Text);
        var usage = (await owner.SendAsync(HttpMethod.Get, "projects/quo/usage")).Body;
        var bytes = usage.GetProperty("items").EnumerateArray().Single(use => use.GetProperty("name").GetString() == "file_bytes");
        (bytes.GetProperty("unit").GetString(), bytes.GetProperty("used").GetInt64(), bytes.GetProperty("limit").GetInt64()).ShouldBe(("BYTES", 200_000, 300_000));
        (await owner.SendAsync(HttpMethod.Get, "projects/quo/files?path=d")).Body.GetProperty("items").GetArrayLength().ShouldBe(1);
    }
}
