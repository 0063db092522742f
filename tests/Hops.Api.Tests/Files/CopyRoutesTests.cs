using System.Text.Json;

namespace Hops.Api.Tests.Files;

/// <summary>Copies within a project, into what is borrowed and into other projects: who may, and what the trails say.</summary>
public sealed class CopyRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_data_scientist_copies_within_its_project_and_the_trail_says_so()
    {
        var lab = await LabAsync("cpi");
        await lab.Owner.SendAsync(HttpMethod.Post, "projects/cpi/datasets", new { name = "more" });
        var made = await CopyAsync(lab.Scientist, "cpi", new { from = "data/tree", to = "more/tree" });
        made.Status.ShouldBe(201, made.Text);
        (made.Body.GetProperty("directoryCount").GetInt32(), made.Body.GetProperty("fileCount").GetInt32(), made.Body.GetProperty("lengthBytes").GetInt64()).ShouldBe((2, 2, 11));
        made.Body.GetProperty("copy").GetProperty("owner").GetString().ShouldBe("cpi__cpi_sci");
        made.Body.GetProperty("copy").GetProperty("group").GetString().ShouldBe("cpi__more");
        (await lab.Owner.SendAsync(HttpMethod.Get, "projects/cpi/files/content?path=more/tree/deep/b")).Text.ShouldBe("second");
        (await UsedAsync(lab.Owner, "cpi")).ShouldBe(22);
        (await CopyAsync(lab.Scientist, "cpi", new { from = "data/tree/a", to = "more/tree/deep/b" })).Slug.ShouldBe("already-exists");
        (await CopyAsync(lab.Scientist, "cpi", new { from = "data/tree/a", to = "more/tree/deep/b", overwrite = true })).Status.ShouldBe(201);
        (await UsedAsync(lab.Owner, "cpi")).ShouldBe(21);
        (await CopyAsync(lab.Scientist, "cpi", new { from = "data/tree/a", to = "more" })).Slug.ShouldBe("invalid-path");
        (await CopyAsync(lab.Scientist, "cpi", new { from = "", to = "more/all" })).Slug.ShouldBe("invalid-argument", "within itself");

        var entry = (await TrailAsync(lab.Owner, "cpi")).First(entry => Text(entry, "action") == "file.copy" && Text(entry, "target") == "/Projects/cpi/data/tree");
        (Text(entry, "actor"), Text(entry, "outcome")).ShouldBe(("cpi__cpi_sci", "ok"));
        entry.GetProperty("detail").GetRawText().ShouldContain("/Projects/cpi/more/tree");
    }

    [Fact]
    public async Task A_data_scientist_copies_nothing_out_of_its_project_whatever_it_is_elsewhere()
    {
        var lab = await LabAsync("cpo");
        await ProjectAsync(lab.Scientist, "cpo_own");
        await LendAsync(lab.Scientist, lab.Owner, "cpo_own", "cpo");
        foreach (var wish in new object[] { new { from = "data/tree", to = "data/stolen", toProject = "cpo_own" }, new { from = "data/tree/a", to = "cpo_own::data/stolen" } })
        {
            var refused = await CopyAsync(lab.Scientist, "cpo", wish);
            (refused.Status, refused.Slug).ShouldBe((403, "export-denied"), refused.Text);
        }

        (await lab.Scientist.SendAsync(HttpMethod.Get, "projects/cpo_own/files/status?path=data/stolen")).Status.ShouldBe(404);
        var entries = (await TrailAsync(lab.Owner, "cpo")).Where(entry => Text(entry, "action") == "file.export").ToList();
        entries.ShouldAllBe(entry => Text(entry, "outcome") == "export-denied" && Text(entry, "actor") == "cpo__cpo_sci");
        entries.Select(entry => Text(entry, "target")).ShouldBe(["/Projects/cpo/data/tree", "/Projects/cpo/data/tree/a"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_owner_copies_to_another_project_of_its_own_and_into_what_is_lent_for_writing_and_both_trails_say_so()
    {
        var lab = await LabAsync("cpb");
        await ProjectAsync(lab.Owner, "cpb_own");
        await ProjectAsync(lab.Scientist, "cpb_lent");
        await LendAsync(lab.Scientist, lab.Owner, "cpb_lent", "cpb");
        (await CopyAsync(lab.Owner, "cpb", new { from = "data/tree", to = "data/tree", toProject = "cpb_own" })).Status.ShouldBe(201);
        (await CopyAsync(lab.Owner, "cpb", new { from = "data/tree", to = "cpb_lent::data/tree" })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Get, "projects/cpb_own/files/content?path=data/tree/deep/b")).Text.ShouldBe("second");
        var arrived = await lab.Scientist.SendAsync(HttpMethod.Get, "projects/cpb_lent/files/status?path=data/tree/deep/b");
        (Text(arrived.Body, "owner"), Text(arrived.Body, "group")).ShouldBe(("cpb__cpb_owner", "cpb_lent__data"));

        (await TrailAsync(lab.Owner, "cpb")).Count(entry => Text(entry, "action") == "file.export" && Text(entry, "outcome") == "ok").ShouldBe(2);
        (await TrailAsync(lab.Owner, "cpb_own")).ShouldContain(entry => Text(entry, "action") == "file.import" && Text(entry, "target") == "/Projects/cpb_own/data/tree");
        (await TrailAsync(lab.Scientist, "cpb_lent")).ShouldContain(entry => Text(entry, "action") == "file.import" && Text(entry, "actor") == "cpb__cpb_owner");
    }

    [Fact]
    public async Task What_is_borrowed_is_not_copied_out_of_its_project_but_within_it()
    {
        var lab = await LabAsync("cpl");
        await ProjectAsync(lab.Scientist, "cpl_far");
        await LendAsync(lab.Owner, lab.Scientist, "cpl", "cpl_far");
        (await CopyAsync(lab.Scientist, "cpl_far", new { from = "cpl::data/tree", to = "data/stolen" })).Slug.ShouldBe("export-denied");
        (await CopyAsync(lab.Scientist, "cpl_far", new { from = "cpl::data/tree/a", to = "cpl::data/tree/c" })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Get, "projects/cpl/files/content?path=data/tree/c")).Text.ShouldBe("first");
    }

    [Fact]
    public async Task A_project_of_others_looks_as_one_that_does_not_exist()
    {
        var lab = await LabAsync("cpx");
        using var stranger = await server.UserAsync("cpx_stranger");
        await ProjectAsync(stranger, "cpx_far");
        foreach (var project in new[] { "cpx_far", "cpx_none" })
        {
            (await CopyAsync(lab.Owner, "cpx", new { from = "data/tree", to = "data/tree", toProject = project })).Slug.ShouldBe("not-found");
            (await CopyAsync(lab.Owner, "cpx", new { from = "data/tree", to = $"{project}::data/tree" })).Slug.ShouldBe("not-found");
            (await CopyAsync(lab.Owner, "cpx", new { from = $"{project}::data/tree", to = "data/x" })).Slug.ShouldBe("not-found");
        }

        (await CopyAsync(stranger, "cpx", new { from = "data/tree", to = "data/x" })).Status.ShouldBe(404);
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static Task<ApiAnswer> CopyAsync(ApiClient who, string project, object wish) => who.SendAsync(HttpMethod.Post, $"projects/{project}/files/copies", wish);

    private static async Task<long> UsedAsync(ApiClient owner, string project) =>
        (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(use => Text(use, "name") == "file_bytes").GetProperty("used").GetInt64();

    private static async Task<IReadOnlyList<JsonElement>> TrailAsync(ApiClient owner, string project) =>
        [.. (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/audit?limit=1000")).Body.GetProperty("items").EnumerateArray()];

    private static async Task ProjectAsync(ApiClient owner, string project)
    {
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "data" })).Status.ShouldBe(201);
    }

    private static async Task LendAsync(ApiClient lender, ApiClient borrower, string from, string to)
    {
        var offered = await lender.SendAsync(HttpMethod.Post, $"projects/{from}/shares", new { kind = "DATASET", name = "data", to, rights = "READ_WRITE" });
        offered.Status.ShouldBe(201, offered.Text);
        (await borrower.SendAsync(HttpMethod.Post, $"projects/{to}/share-offers/{Text(offered.Body, "id")}/accept")).Status.ShouldBe(200);
    }

    /// <summary>A project of an owner and a data scientist with two files in a tree.</summary>
    private async Task<(ApiClient Owner, ApiClient Scientist)> LabAsync(string name)
    {
        var (owner, scientist) = (await server.UserAsync(name + "_owner"), await server.UserAsync(name + "_sci"));
        await ProjectAsync(owner, name);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{name}/members", new { user = name + "_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{name}/files/directories", new { path = "data/tree/deep" })).Status.ShouldBe(201);
        foreach (var (path, content) in new[] { ("a", "first"), ("deep/b", "second") })
            (await owner.SendAsync(HttpMethod.Put, $"projects/{name}/files/content?path=data/tree/{path}", new StringContent(content))).Status.ShouldBe(201);
        return (owner, scientist);
    }
}
