using Hops.Core.Identity;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Tests.Shares;
using Hops.Platform.Topics;
using Hops.Schemas.Registry;
using Hops.Search;
using SQLitePCL;

namespace Hops.Platform.Tests.Search;

/// <summary>The index is what the database is: while it follows, after a restart, and when it was thrown away or lost its way.</summary>
public sealed class SearchFollowerTests : IAsyncLifetime
{
    private ShareScene _scene = null!;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Changes_are_followed_and_so_are_their_ends()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        await search.CaughtUpAsync();
        await AlterDataset.RunAsync(
            _scene.Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, ShareScene.Dataset), new DatasetChange(null, "clouds", null), CancellationToken.None);
        (await search.FindAsync(_scene.LendingOwner, "clouds")).ShouldBe(["Dataset lend/weather"]);

        await DeleteDataset.RunAsync(_scene.Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, ShareScene.Dataset), null, CancellationToken.None);
        await DeleteTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, ShareScene.Topic, CancellationToken.None);

        (await search.FindAsync(_scene.LendingOwner, "clouds")).ShouldBeEmpty();
        (await search.FindAsync(_scene.LendingOwner, "departures")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_version_of_a_schema_is_what_is_found()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        var owner = _scene.Platform.Gate.Enter(_scene.LendingOwner, _scene.LenderId)!;
        await RegisterAsync(owner, """{"name":"first","type":"int","default":0}""");
        (await search.FindAsync(_scene.LendingOwner, "first")).Count.ShouldBe(1);

        await RegisterAsync(owner, """{"name":"second","type":"int","default":0}""");

        (await search.FindAsync(_scene.LendingOwner, "first")).ShouldBeEmpty();
        (await search.FindAsync(_scene.LendingOwner, "second")).ShouldBe(["Field lend/second@departures-value"]);
        await _scene.Platform.Schemas.DeleteSubjectAsync(owner, "departures-value");
        (await search.FindAsync(_scene.LendingOwner, "second")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Records_that_name_each_other_in_unions_hold_nothing_up()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        var owner = _scene.Platform.Gate.Enter(_scene.LendingOwner, _scene.LenderId)!;
        var records = Enumerable.Range(0, 100).Select(number =>
            $$"""{"type":"record","name":"R{{number}}","fields":[{"name":"knot","type":["null"{{string.Concat(Enumerable.Range(0, number).Select(other => $",\"R{other}\""))}}]}]}""");

        await _scene.Platform.Schemas.RegisterAsync(owner, "departures-value", new SchemaSubmission($"[{string.Join(',', records)}]"));

        (await search.FindAsync(_scene.LendingOwner, "knot")).ShouldContain("Field lend/knot.knot@departures-value");
    }

    [Fact]
    public async Task A_project_that_is_deleted_leaves_nothing_in_the_index()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        await search.CaughtUpAsync();
        var others = search.Follower.Index.Count;
        await CreateProject.RunAsync(_scene.Platform, _scene.LendingOwner, "shop", "goods", CancellationToken.None);
        await CreateDataset.RunAsync(_scene.Platform, _scene.LendingOwner, "shop", new DatasetRequest("goods"), CancellationToken.None);
        await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, "shop", new TopicRequest("goods", 1), CancellationToken.None);
        await RegisterAsync(_scene.Platform.Gate.Enter(_scene.LendingOwner, IdOf("shop"))!, """{"name":"goods","type":"int"}""");
        (await search.FindAsync(_scene.LendingOwner, "goods")).Count.ShouldBe(4);

        await DeleteProject.RunAsync(_scene.Platform, _scene.LendingOwner, "shop", null, CancellationToken.None);

        await search.CaughtUpAsync();
        search.Follower.Index.Count.ShouldBe(others);
    }

    [Fact]
    public async Task An_index_that_can_be_written_no_more_keeps_nobody_from_closing()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        await search.CaughtUpAsync();
        var path = Path.Combine(search.IndexDirectory, "search.db");
        raw.sqlite3_open(path, out var other).ShouldBe(raw.SQLITE_OK);
        using (other)
            raw.sqlite3_exec(other, "DROP TABLE state").ShouldBe(raw.SQLITE_OK);

        await search.CloseAsync();

        File.Delete(path);
        search.Reopen();
        (await search.FindAsync(_scene.LendingOwner, "departures")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_restart_it_has_what_came_and_went_meanwhile()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        (await search.FindAsync(_scene.LendingOwner, "departures")).Count.ShouldBe(1);
        await search.CloseAsync();
        await DeleteTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, ShareScene.Topic, CancellationToken.None);
        await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new TopicRequest("arrivals", 1), CancellationToken.None);
        _scene.Fixture.Time.Advance(TimeSpan.FromMinutes(5));

        search.Reopen();

        (await search.FindAsync(_scene.LendingOwner, "departures")).ShouldBeEmpty();
        (await search.FindAsync(_scene.LendingOwner, "arrivals")).ShouldBe(["Topic lend/arrivals"]);
    }

    [Fact]
    public async Task An_index_that_was_thrown_away_is_made_anew()
    {
        await using var search = SearchScene.Over(_scene.Fixture);
        await search.CaughtUpAsync();
        await search.CloseAsync();
        foreach (var file in Directory.GetFiles(search.IndexDirectory))
            File.Delete(file);

        search.Reopen();

        (await search.FindAsync(_scene.LendingOwner, "departures")).ShouldBe(["Topic lend/departures"]);
    }

    [Fact]
    public async Task More_changes_than_may_wait_are_found_all_the_same()
    {
        const int Topics = 30;
        await using var search = SearchScene.Over(_scene.Fixture, new SearchOptions { ChangesWaitingMax = 1 });
        await search.CaughtUpAsync();

        for (var number = 0; number < Topics; number++)
            await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new TopicRequest($"many_{number}", 1), CancellationToken.None);

        (await search.FindAsync(_scene.LendingOwner, "many_")).Count.ShouldBe(Topics);
    }

    private async Task RegisterAsync(Principal owner, string field) =>
        await _scene.Platform.Schemas.RegisterAsync(owner, "departures-value", new SchemaSubmission($$"""{"type":"record","name":"R","fields":[{{field}}]}"""));

    private long IdOf(string project) => _scene.Platform.Roster.Now.FindProject(project)!.Row.Id;
}
