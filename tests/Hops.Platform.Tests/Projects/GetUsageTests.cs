using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Ownership;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests.Projects;

public sealed class GetUsageTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task Each_kind_is_named_once_with_its_limit_and_nothing_is_used_of_a_new_project_but_its_own()
    {
        var owner = await fixture.UserAsync("usenew");
        await CreateProject.RunAsync(Platform, owner, "usenew", "", CancellationToken.None);

        var uses = await GetUsage.RunAsync(Platform, owner, "usenew", CancellationToken.None);

        uses.Select(use => use.Name).ShouldBeUnique();
        uses.ShouldAllBe(use => Names.IsValid(use.Name) && use.Used >= 0);
        uses.Where(use => use.Used > 0).Select(use => use.Name).ShouldBe(["file_names", "members"]);
        uses.Where(use => use.Limit is null).Select(use => use.Name).ShouldBe(["file_names", "produce_bytes_per_second", "fetch_bytes_per_second", "budget"]);
        uses.Where(use => use.IsOfSettings).Select(use => use.Name).ShouldBe(["compute", "produce_bytes_per_second", "fetch_bytes_per_second"], ignoreOrder: true);
        uses.Single(use => use.Name == "file_bytes").ShouldBe(new ResourceUse("file_bytes", UseUnit.Bytes, 0, Platform.Options.ProjectQuotaBytes));
    }

    [Fact]
    public async Task What_is_made_is_counted_for_its_project_alone_and_no_more_when_it_is_gone()
    {
        var owner = await fixture.UserAsync("useful");
        await fixture.UserAsync("usemember");
        var project = await CreateProject.RunAsync(Platform, owner, "useful", "", CancellationToken.None);
        await CreateProject.RunAsync(Platform, owner, "useless", "", CancellationToken.None);
        var before = await CountsAsync(owner, "useful");
        var neighbour = await CountsAsync(owner, "useless");
        var inside = Platform.Gate.Enter(owner, project.Id)!;

        await AddMember.RunAsync(Platform, owner, "useful", "usemember", ProjectRole.DataScientist, CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, "useful", new DatasetRequest("d"), CancellationToken.None);
        await CreateQuery.RunAsync(Platform, owner, new QueryName("useful", "q"), "{}", CancellationToken.None);
        await Platform.Store.WriteAsync(write => Platform.Topics.CreateInAsync(write, inside, new NewTopic(project.Id, "t", 3)));
        var schema = new SchemaSubmission(""" "string" """);
        await Platform.Schemas.RegisterAsync(inside, "s-value", schema);

        var after = await CountsAsync(owner, "useful");
        foreach (var (name, more) in new Dictionary<string, long> { ["members"] = 1, ["datasets"] = 1, ["file_names"] = 1, ["queries"] = 1, ["topics"] = 1, ["partitions"] = 3, ["subjects"] = 1 })
            (after[name] - before[name]).ShouldBe(more, name);
        after["schema_bytes"].ShouldBeGreaterThan(0);
        (await CountsAsync(owner, "useless")).ShouldBe(neighbour);

        await DeleteProject.RunAsync(Platform, owner, "useful", null, CancellationToken.None);
        (await Should.ThrowAsync<PlatformException>(() => CountsAsync(owner, "useful"))).Code.ShouldBe(ErrorCode.NotFound);
        await CreateProject.RunAsync(Platform, owner, "useful", "", CancellationToken.None);
        (await CountsAsync(owner, "useful")).ShouldBe(before, "a project of the same name inherits nothing");
    }

    [Fact]
    public async Task A_stranger_is_told_that_there_is_no_such_project()
    {
        var owner = await fixture.UserAsync("usehidden");
        var stranger = await fixture.UserAsync("usestranger");
        await CreateProject.RunAsync(Platform, owner, "usehidden", "", CancellationToken.None);

        (await Should.ThrowAsync<PlatformException>(() => CountsAsync(stranger, "usehidden"))).Code.ShouldBe(ErrorCode.NotFound);
    }

    private async Task<Dictionary<string, long>> CountsAsync(Principal actor, string project) =>
        (await GetUsage.RunAsync(Platform, actor, project, CancellationToken.None)).ToDictionary(use => use.Name, use => use.Used);
}
