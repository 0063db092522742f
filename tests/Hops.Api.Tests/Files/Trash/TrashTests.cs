using System.Text.Json;

namespace Hops.Api.Tests.Files.Trash;

public sealed class TrashTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task What_is_deleted_can_be_put_back_with_all_that_was_in_it()
    {
        using var owner = await ProjectAsync("bak");
        await PutAsync(owner, "bak", "d/x/y/f", "content");
        await PutAsync(owner, "bak", "d/x/g", "more");

        (await owner.SendAsync(HttpMethod.Delete, "projects/bak/files?path=d/x")).Slug.ShouldBe("directory-not-empty");
        var deleted = await owner.SendAsync(HttpMethod.Delete, "projects/bak/files?path=d/x&recursive=true");
        (deleted.Status, deleted.Body.GetProperty("path").GetString(), deleted.Body.GetProperty("kind").GetString()).ShouldBe((200, "d/x", "DIRECTORY"));
        (await owner.SendAsync(HttpMethod.Get, "projects/bak/files/status?path=d/x")).Status.ShouldBe(404);
        var item = (await TrashOfAsync(owner, "bak")).Single();
        item.GetProperty("deletedBy").GetString().ShouldBe("bak__bak_owner");
        (item.GetProperty("expires").GetDateTimeOffset() - item.GetProperty("deleted").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(7));

        (await RestoreAsync(owner, "bak", item)).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Get, "projects/bak/files/content?path=d/x/y/f")).Text.ShouldBe("content");
        (await TrashOfAsync(owner, "bak")).ShouldBeEmpty();
        (await RestoreAsync(owner, "bak", item)).Slug.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_and_another_one_does()
    {
        using var owner = await ProjectAsync("tkn");
        await PutAsync(owner, "tkn", "d/f", "old");
        await owner.SendAsync(HttpMethod.Delete, "projects/tkn/files?path=d/f");
        await PutAsync(owner, "tkn", "d/f", "newer");
        await owner.SendAsync(HttpMethod.Delete, "projects/tkn/files?path=d/f");
        await PutAsync(owner, "tkn", "d/f", "newest");
        var items = await TrashOfAsync(owner, "tkn");
        items.Count.ShouldBe(2, "the same path twice");
        var refused = await RestoreAsync(owner, "tkn", items[0]);
        (refused.Slug, refused.Text.Contains("is there already", StringComparison.Ordinal)).ShouldBe(("already-exists", true));
        (await RestoreAsync(owner, "tkn", items[0], "d/deep/er/old")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Get, "projects/tkn/files/content?path=d/deep/er/old")).Text.ShouldBe("old");
        (await owner.SendAsync(HttpMethod.Get, "projects/tkn/files/content?path=d/f")).Text.ShouldBe("newest");
    }

    [Fact]
    public async Task What_is_in_the_trash_counts_for_the_quota_until_it_is_deleted_for_good()
    {
        using var owner = await ProjectAsync("cnt");
        foreach (var name in new[] { "a", "b", "c" })
            await PutAsync(owner, "cnt", $"d/{name}", "12345");
        (await owner.SendAsync(HttpMethod.Delete, "projects/cnt/files?path=d/a&skipTrash=true")).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Delete, "projects/cnt/files?path=d/b")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Delete, "projects/cnt/files?path=d/c")).Status.ShouldBe(200);
        (await UsedAsync(owner, "cnt")).ShouldBe(10);
        var items = await TrashOfAsync(owner, "cnt");
        (await owner.SendAsync(HttpMethod.Delete, $"projects/cnt/files/trash/{items[0].GetProperty("id")}?path=d")).Status.ShouldBe(204);
        (await TrashOfAsync(owner, "cnt")).Single().GetProperty("path").GetString().ShouldBe("d/c");
        (await owner.SendAsync(HttpMethod.Delete, "projects/cnt/files/trash?path=d")).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Delete, "projects/cnt/files/trash?path=d")).Status.ShouldBe(204);
        while (await UsedAsync(owner, "cnt") > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Pages_of_a_trash_go_on_behind_what_was_deleted_for_good()
    {
        using var owner = await ProjectAsync("pgs");
        foreach (var name in new[] { "a", "b", "c" })
        {
            await PutAsync(owner, "pgs", $"d/{name}", "12345");
            await owner.SendAsync(HttpMethod.Delete, $"projects/pgs/files?path=d/{name}");
        }

        var first = (await TrashOfAsync(owner, "pgs"))[0];
        (await owner.SendAsync(HttpMethod.Delete, $"projects/pgs/files/trash/{first.GetProperty("id")}?path=d")).Status.ShouldBe(204);
        (await owner.PagesAsync("projects/pgs/files/trash?path=d", limit: 1)).Select(item => item.GetProperty("path").GetString()).ShouldBe(["d/b", "d/c"]);
    }

    [Fact]
    public async Task What_lay_in_a_closed_folder_is_as_closed_in_the_trash()
    {
        using var owner = await ProjectAsync("cls");
        using var scientist = await server.UserAsync("cls_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects/cls/members", new { user = "cls_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        await PutAsync(owner, "cls", "d/own/f", "mine");
        var chmod = await owner.SendAsync(HttpMethod.Put, $"{server.Address}webhdfs/v1/Projects/cls/d/own?op=SETPERMISSION&permission=700");
        chmod.Status.ShouldBe(200, chmod.Text);
        await owner.SendAsync(HttpMethod.Delete, "projects/cls/files?path=d/own/f");
        var item = (await TrashOfAsync(owner, "cls")).Single();
        (await TrashOfAsync(scientist, "cls")).ShouldBeEmpty();
        (await RestoreAsync(scientist, "cls", item, "d/stolen")).Status.ShouldBe(403);
        (await RestoreAsync(owner, "cls", item)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_delete_of_WebHDFS_is_for_good_as_in_HDFS()
    {
        using var owner = await ProjectAsync("hdf");
        await PutAsync(owner, "hdf", "d/f", "content");
        (await owner.SendAsync(HttpMethod.Delete, $"{server.Address}webhdfs/v1/Projects/hdf/d/f?op=DELETE")).Status.ShouldBe(200);
        (await TrashOfAsync(owner, "hdf")).ShouldBeEmpty();
        (await owner.SendAsync(HttpMethod.Get, "projects/hdf/files/trash?path=d/f")).Slug.ShouldBe("invalid-path");
    }

    private static async Task PutAsync(ApiClient owner, string project, string path, string content)
    {
        if (path.LastIndexOf('/') > 1)
            await owner.SendAsync(HttpMethod.Post, $"projects/{project}/files/directories", new { path = path[..path.LastIndexOf('/')] });
        (await owner.SendAsync(HttpMethod.Put, $"projects/{project}/files/content?path={path}", new StringContent(content))).Status.ShouldBe(201);
    }

    private static async Task<List<JsonElement>> TrashOfAsync(ApiClient who, string project) =>
        [.. (await who.SendAsync(HttpMethod.Get, $"projects/{project}/files/trash?path=d")).Body.GetProperty("items").EnumerateArray()];

    private static Task<ApiAnswer> RestoreAsync(ApiClient who, string project, JsonElement item, string? to = null) =>
        who.SendAsync(HttpMethod.Post, $"projects/{project}/files/trash/{item.GetProperty("id")}/restore?path=d", new { to });

    private static async Task<long> UsedAsync(ApiClient owner, string project) =>
        (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(use => use.GetProperty("name").GetString() == "file_bytes").GetProperty("used").GetInt64();

    private async Task<ApiClient> ProjectAsync(string name)
    {
        var owner = await server.UserAsync($"{name}_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{name}/datasets", new { name = "d" })).Status.ShouldBe(201);
        return owner;
    }
}
