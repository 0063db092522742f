using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Members;
using Hops.Platform.Projects;

namespace Hops.Platform.Tests.Members;

public sealed class AddManyTests : IAsyncLifetime
{
    private readonly PlatformFixture _own = new() { Options = new PlatformOptions { PasswordIterations = 10, MembersMax = 3 } };

    private HopsPlatform Platform => _own.Platform;

    public Task InitializeAsync() => _own.InitializeAsync();

    public Task DisposeAsync() => _own.DisposeAsync();

    [Fact]
    public async Task Who_can_be_added_is_and_who_cannot_is_told_with_the_reason()
    {
        var owner = await _own.UserAsync("many_owner");
        foreach (var name in new[] { "many_a", "many_b", "many_c" })
            await _own.UserAsync(name);
        await CreateProject.RunAsync(Platform, owner, "many", "", CancellationToken.None);

        var additions = await AddMember.RunManyAsync(
            Platform, owner, "many", [.. new[] { "many_a", "nobody", "many_a", "many_b", "many_c" }.Select(Wish)], CancellationToken.None);

        additions.Select(one => one.Refusal).ShouldBe([null, ErrorCode.NotFound, ErrorCode.AlreadyExists, null, ErrorCode.LimitExceeded]);
        additions[1].Reason.ShouldBe("There is no user 'nobody'.");
        additions[4].Reason.ShouldContain("3 members");
        ListMembers.Run(Platform, owner, "many", "", 10).Select(pair => pair.User.Name).ShouldBe(["many_a", "many_b", "many_owner"]);
    }

    [Fact]
    public async Task A_project_begins_with_its_members_or_not_at_all()
    {
        var owner = await _own.UserAsync("with_owner");
        var second = await _own.UserAsync("with_second");

        var refused = await Should.ThrowAsync<PlatformException>(() => CreateProject.RunAsync(
            Platform, owner, "with", "", CancellationToken.None, [new("with_second", ProjectRole.DataOwner), Wish("nobody")]));
        (refused.Code, refused.Facts["user"]).ShouldBe((ErrorCode.InvalidArgument, "nobody"));
        Platform.Roster.Now.FindProject("with").ShouldBeNull();
        var project = await CreateProject.RunAsync(Platform, owner, "with", "", CancellationToken.None, [new("with_second", ProjectRole.DataOwner)]);

        Platform.Roster.Now.RoleOf(project.Id, second.UserId).ShouldBe(ProjectRole.DataOwner);
    }

    [Fact]
    public async Task Too_many_at_once_and_nobody_are_refused()
    {
        var owner = await _own.UserAsync("much_owner");
        await CreateProject.RunAsync(Platform, owner, "much", "", CancellationToken.None);

        (await RefusedAsync([])).Code.ShouldBe(ErrorCode.InvalidArgument);
        (await RefusedAsync([.. Enumerable.Range(0, 51).Select(number => Wish($"u{number}"))])).Facts["limit"].ShouldBe(50);

        Task<PlatformException> RefusedAsync(IReadOnlyList<MemberWish> wishes) =>
            Should.ThrowAsync<PlatformException>(() => AddMember.RunManyAsync(Platform, owner, "much", wishes, CancellationToken.None));
    }

    private static MemberWish Wish(string user) => new(user, ProjectRole.DataScientist);
}
