using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Audit;
using Hops.Platform.Compute;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Shares;
using Hops.Platform.Tests.Shares;

namespace Hops.Platform.Tests.Projects;

public sealed class ArchiveProjectTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task In_an_archived_project_every_row_of_the_table_is_refused_but_what_it_keeps()
    {
        var owner = await fixture.UserAsync("arc_owner");
        var project = await CreateProject.RunAsync(Platform, owner, "arc", "", CancellationToken.None);
        var inside = Platform.Gate.Enter(owner, project.Id)!;
        await ArchiveProject.RunAsync(Platform, owner, "arc", CancellationToken.None);

        foreach (var rule in AccessRules.InProject.Where(rule => rule[Standing.Owner] == Grant.Allow))
        {
            var decision = Platform.Gate.Decide(inside, rule.Operation, new Resource(rule.Kind, project.Id, "x"));
            (decision.Allowed, decision.Code).ShouldBe(
                (rule.IsKeptInArchive(Standing.Owner), rule.IsKeptInArchive(Standing.Owner) ? ErrorCode.AccessDenied : ErrorCode.ProjectArchived), $"{rule.Kind} {rule.Operation}");
        }

        await fixture.ReopenAsync();
        var refused = await RefusalAsync(CreateDataset.RunAsync(Platform, owner, "arc", new DatasetRequest("d"), CancellationToken.None));
        (refused.Code, refused.Message.Contains("hops project unarchive", StringComparison.Ordinal)).ShouldBe((ErrorCode.ProjectArchived, true), "a restart forgets nothing");
        await ArchiveProject.UndoAsync(Platform, owner, "arc", CancellationToken.None);
        (await CreateDataset.RunAsync(Platform, owner, "arc", new DatasetRequest("d"), CancellationToken.None)).Name.ShouldBe("d");
    }

    [Fact]
    public async Task Queries_are_told_to_stop_and_no_runner_starts()
    {
        var owner = await fixture.UserAsync("stp_owner");
        var project = await CreateProject.RunAsync(Platform, owner, "stp", "", CancellationToken.None);
        var query = new QueryName("stp", "q");
        await CreateQuery.RunAsync(Platform, owner, query, "{}", CancellationToken.None);
        await SetQueryState.RunAsync(Platform, owner, query, new QueryWish(QueryState.Running), CancellationToken.None);

        await ArchiveProject.RunAsync(Platform, owner, "stp", CancellationToken.None);

        (await ListQueries.FindAsync(Platform, owner, query, CancellationToken.None)).Desired.ShouldBe(QueryState.Stopped);
        (await RefusalAsync(SetQueryState.RunAsync(Platform, owner, query, new QueryWish(QueryState.Running), CancellationToken.None))).Code.ShouldBe(ErrorCode.ProjectArchived);
        var work = new ComputeWork(owner.UserId, "stp_owner", WorkKind.Query, 1, "q");
        (await RefusalAsync(BeginRunner.RunAsync(Platform, project.Id, work, (1, 1), CancellationToken.None))).Code.ShouldBe(ErrorCode.ProjectArchived);
        await ArchiveProject.RunAsync(Platform, owner, "stp", CancellationToken.None);
        var actions = (await ListAudit.RunAsync(Platform, owner, "stp", new AuditSlice(0, 100), CancellationToken.None)).Entries
            .Where(entry => entry.Outcome == "ok").Select(entry => entry.Action);
        actions.ShouldBe(["project.create", "query.create", "query.start", "project.archive"], "archiving it once more changes nothing");
    }

    [Fact]
    public async Task A_scientist_archives_nothing_and_may_still_leave()
    {
        var (owner, scientist) = (await fixture.UserAsync("sci_owner"), await fixture.UserAsync("sci_sci"));
        await CreateProject.RunAsync(Platform, owner, "sci", "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, "sci", "sci_sci", ProjectRole.DataScientist, CancellationToken.None);
        (await RefusalAsync(ArchiveProject.RunAsync(Platform, scientist, "sci", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);
        await ArchiveProject.RunAsync(Platform, owner, "sci", CancellationToken.None);

        (await RefusalAsync(ArchiveProject.UndoAsync(Platform, scientist, "sci", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);
        await RemoveMember.RunAsync(Platform, scientist, new MemberName("sci", "sci_sci"), null, CancellationToken.None);
        await DeleteProject.RunAsync(Platform, owner, "sci", null, CancellationToken.None);
        Platform.Roster.Now.FindProject("sci").ShouldBeNull();
    }

    [Theory]
    [InlineData(ShareScene.Lender)]
    [InlineData(ShareScene.Borrower)]
    public async Task What_is_lent_is_closed_while_either_project_is_archived(string archived)
    {
        await using var scene = await ShareScene.MakeAsync();
        await scene.LendAsync(ResourceKind.Topic, ShareRights.ReadWrite);
        scene.Decide(scene.Outside, Operation.Write, scene.TheTopic).Allowed.ShouldBeTrue();
        var actor = archived == ShareScene.Lender ? scene.LendingOwner : scene.BorrowingOwner;

        await ArchiveProject.RunAsync(scene.Platform, actor, archived, CancellationToken.None);
        scene.Decide(scene.Outside, Operation.Write, scene.TheTopic).Code.ShouldBe(ErrorCode.ProjectArchived);
        scene.Decide(scene.Outside, Operation.Describe, scene.TheTopic).Allowed.ShouldBeTrue();
        await ArchiveProject.UndoAsync(scene.Platform, actor, archived, CancellationToken.None);

        scene.Decide(scene.Outside, Operation.Write, scene.TheTopic).Allowed.ShouldBeTrue();
    }

    private static Task<PlatformException> RefusalAsync(Task operation) => Should.ThrowAsync<PlatformException>(operation);
}
