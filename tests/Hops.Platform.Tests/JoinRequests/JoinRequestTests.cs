using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Projects;

namespace Hops.Platform.Tests.JoinRequests;

public sealed class JoinRequestTests : IAsyncLifetime
{
    private readonly PlatformFixture _own = new() { Options = new PlatformOptions { PasswordIterations = 10, ProjectsPerUserMax = 100 } };
    private Principal _owner = null!;
    private Principal _stranger = null!;

    private HopsPlatform Platform => _own.Platform;

    public async Task InitializeAsync()
    {
        await _own.InitializeAsync();
        (_owner, _stranger) = (await _own.UserAsync("jo"), await _own.UserAsync("sam"));
        await MakeAsync("open", isListed: true);
    }

    public Task DisposeAsync() => _own.DisposeAsync();

    [Fact]
    public async Task A_stranger_finds_what_is_listed_asks_and_is_let_in_with_a_role()
    {
        await MakeAsync("secret", isListed: false);
        await _own.ReopenAsync();
        ListJoinRequests.Listed(Platform, _stranger, "", 10).Select(project => project.Row.Name).ShouldBe(["open"]);

        await AskAsync("open", "I count birds");
        (await ListJoinRequests.OfProjectAsync(Platform, _owner, "open", CancellationToken.None)).Select(request => request.Note).ShouldBe(["I count birds"]);
        (await CodeAsync(AskAsync("open"))).ShouldBe(ErrorCode.AlreadyExists);
        await AnswerJoinRequest.AcceptAsync(Platform, _owner, new MemberName("open", "sam"), ProjectRole.DataOwner, CancellationToken.None);

        Platform.Roster.Now.RoleOf(Platform.Roster.Now.FindProject("open")!.Row.Id, _stranger.UserId).ShouldBe(ProjectRole.DataOwner);
        (await ListJoinRequests.OfProjectAsync(Platform, _owner, "open", CancellationToken.None)).ShouldBeEmpty();
        (await CodeAsync(AskAsync("open"))).ShouldBe(ErrorCode.AlreadyExists, "it is a member");
    }

    [Fact]
    public async Task A_project_that_is_not_listed_looks_like_one_that_does_not_exist()
    {
        await MakeAsync("hidden", isListed: false);
        var texts = new List<string>();
        foreach (var name in new[] { "hidden", "nothing" })
            texts.Add((await Should.ThrowAsync<PlatformException>(AskAsync(name))).Message.Replace(name, "NAME", StringComparison.Ordinal));
        texts[0].ShouldBe(texts[1]);
    }

    [Fact]
    public async Task Who_is_rejected_sees_why_and_may_ask_again()
    {
        await AskAsync("open");
        var rejected = await AnswerJoinRequest.RejectAsync(Platform, _owner, new MemberName("open", "sam"), "we are full", CancellationToken.None);
        (rejected.IsRejected, (await OwnAsync()).Single().Reason).ShouldBe((true, "we are full"));
        (await CodeAsync(AnswerJoinRequest.RejectAsync(Platform, _owner, new MemberName("open", "sam"), "", CancellationToken.None))).ShouldBe(ErrorCode.NotFound);

        await AskAsync("open", "please");
        (await OwnAsync()).Single().IsRejected.ShouldBeFalse();
        await AskToJoin.WithdrawAsync(Platform, _stranger, "open", CancellationToken.None);
        (await OwnAsync()).ShouldBeEmpty();
        (await CodeAsync(AskToJoin.WithdrawAsync(Platform, _stranger, "open", CancellationToken.None))).ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Only_owners_answer_and_what_is_said_is_one_line()
    {
        var scientist = await _own.UserAsync("sci");
        await AddMember.RunAsync(Platform, _owner, "open", "sci", ProjectRole.DataScientist, CancellationToken.None);
        await AskAsync("open");
        (await CodeAsync(ListJoinRequests.OfProjectAsync(Platform, scientist, "open", CancellationToken.None))).ShouldBe(ErrorCode.AccessDenied);
        (await CodeAsync(AnswerJoinRequest.AcceptAsync(Platform, scientist, new MemberName("open", "sam"), ProjectRole.DataOwner, CancellationToken.None)))
            .ShouldBe(ErrorCode.AccessDenied);
        (await CodeAsync(AskToJoin.RunAsync(Platform, scientist, "open", "a\nb", CancellationToken.None))).ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public async Task A_user_asks_a_bounded_number_of_projects_and_what_is_over_makes_room()
    {
        foreach (var number in Enumerable.Range(0, 21))
            await MakeAsync($"p{number}", isListed: true);
        foreach (var number in Enumerable.Range(0, 20))
            await AskAsync($"p{number}");
        (await CodeAsync(AskAsync("p20"))).ShouldBe(ErrorCode.LimitExceeded);
        await AnswerJoinRequest.RejectAsync(Platform, _owner, new MemberName("p0", "sam"), "", CancellationToken.None);

        await AskAsync("p20");

        (await OwnAsync()).Count.ShouldBe(20);
        _own.Time.Advance(JoinRequest.OpenLifetime);
        (await OwnAsync()).ShouldBeEmpty("nobody has answered for so long");
        (await ListJoinRequests.OfProjectAsync(Platform, _owner, "p1", CancellationToken.None)).ShouldBeEmpty();
    }

    private async Task MakeAsync(string name, bool isListed)
    {
        await CreateProject.RunAsync(Platform, _owner, name, "", CancellationToken.None);
        if (isListed)
            await AlterProject.RunAsync(Platform, _owner, name, new ProjectChange(null, null, null) { IsListed = true }, CancellationToken.None);
    }

    private Task<JoinRequest> AskAsync(string project, string note = "") => AskToJoin.RunAsync(Platform, _stranger, project, note, CancellationToken.None);

    private Task<IReadOnlyList<JoinRequest>> OwnAsync() => ListJoinRequests.OfUserAsync(Platform, _stranger, CancellationToken.None);

    private static async Task<ErrorCode> CodeAsync(Task operation) => (await Should.ThrowAsync<PlatformException>(operation)).Code;
}
