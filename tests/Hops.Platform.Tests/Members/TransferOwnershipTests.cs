using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Audit;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Members;

public sealed class TransferOwnershipTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task The_last_owner_hands_the_project_over_and_is_a_scientist_then()
    {
        var (owner, successor, id) = await SceneAsync("ho");

        (await TransferAsync(owner, "ho", "ho_next")).Role.ShouldBe(ProjectRole.DataOwner);

        Roles(id, owner, successor).ShouldBe((ProjectRole.DataScientist, ProjectRole.DataOwner));
        Platform.Roster.Now.Projects[id].Row.CreatorId.ShouldBe(successor.UserId, "it counts for the successor");
        var entry = (await ListAudit.RunAsync(Platform, successor, "ho", new AuditSlice(0, 1, IsNewestFirst: true), CancellationToken.None)).Entries.Single();
        (entry.Action, entry.Target).ShouldBe(("member.transfer", "ho_next"));
        (await RefusalAsync(TransferAsync(owner, "ho", "ho_next"))).Code.ShouldBe(ErrorCode.AccessDenied, "it is an owner no more");
        await fixture.ReopenAsync();
        Roles(id, owner, successor).ShouldBe((ProjectRole.DataScientist, ProjectRole.DataOwner));
        await DeleteProject.RunAsync(Platform, successor, "ho", null, CancellationToken.None);
    }

    [Fact]
    public async Task The_last_owner_who_leaves_is_told_to_choose_a_successor_and_leaves_with_it()
    {
        var (owner, successor, id) = await SceneAsync("le");
        var refused = await RefusalAsync(RemoveMember.RunAsync(Platform, owner, new MemberName("le", "le_own"), null, CancellationToken.None));
        (refused.Code, refused.Message.Contains("successor", StringComparison.Ordinal)).ShouldBe((ErrorCode.Conflict, true));

        await TransferAsync(owner, "le", "le_next", isLeaving: true);

        Roles(id, owner, successor).ShouldBe((ProjectRole.None, ProjectRole.DataOwner));
        (await CreateProject.RunAsync(Platform, owner, "le2", "", CancellationToken.None)).CreatorId.ShouldBe(owner.UserId);
    }

    [Fact]
    public async Task A_successor_is_another_member_who_can_work_and_has_room()
    {
        var (owner, successor, _) = await SceneAsync("su");
        (await RefusalAsync(TransferAsync(owner, "su", "su_own"))).Code.ShouldBe(ErrorCode.InvalidArgument);
        (await RefusalAsync(TransferAsync(owner, "su", "nobody"))).Code.ShouldBe(ErrorCode.NotFound);
        (await RefusalAsync(TransferAsync(successor, "su", "su_own"))).Code.ShouldBe(ErrorCode.AccessDenied);
        foreach (var number in Enumerable.Range(0, 3))
            await CreateProject.RunAsync(Platform, successor, $"su{number}", "", CancellationToken.None);
        (await RefusalAsync(TransferAsync(owner, "su", "su_next"))).Code.ShouldBe(ErrorCode.LimitExceeded);
        await AlterUser.RunAsync(Platform, FirstRun.Itself, "su_next", isDisabled: true, null, CancellationToken.None);

        (await RefusalAsync(TransferAsync(owner, "su", "su_next"))).Code.ShouldBe(ErrorCode.Conflict);
    }

    private async Task<(Principal Owner, Principal Successor, long Id)> SceneAsync(string name)
    {
        var (owner, successor) = (await fixture.UserAsync($"{name}_own"), await fixture.UserAsync($"{name}_next"));
        var project = await CreateProject.RunAsync(Platform, owner, name, "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, name, $"{name}_next", ProjectRole.DataScientist, CancellationToken.None);
        return (owner, successor, project.Id);
    }

    private Task<Member> TransferAsync(Principal actor, string project, string to, bool isLeaving = false) =>
        TransferOwnership.RunAsync(Platform, actor, new MemberName(project, to), isLeaving, CancellationToken.None);

    private (ProjectRole, ProjectRole) Roles(long id, Principal owner, Principal successor) =>
        (Platform.Roster.Now.RoleOf(id, owner.UserId), Platform.Roster.Now.RoleOf(id, successor.UserId));

    private static Task<PlatformException> RefusalAsync(Task operation) => Should.ThrowAsync<PlatformException>(operation);
}
