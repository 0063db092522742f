using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Inbox;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Tests.Shares;

namespace Hops.Platform.Tests.ShareRequests;

/// <summary>Datasets that are found without being open, and what is asked of their owners.</summary>
public sealed class ShareRequestTests : IAsyncLifetime
{
    private const string Name = "lend::weather";
    private static readonly DatasetName Weather = new(ShareScene.Lender, ShareScene.Dataset);

    private ShareScene _scene = null!;

    private HopsPlatform Platform => _scene.Platform;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync(new PlatformOptions { PasswordIterations = 10, ProjectsPerUserMax = 100 });

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Being_listed_opens_nothing_and_what_is_granted_is_lent_at_once()
    {
        await EnlistAsync();
        await _scene.Fixture.ReopenAsync();
        EnlistDataset.List(Platform, _scene.BorrowingOwner, "", 10).Select(found => (found.Name, found.Row.Note)).ShouldBe([(Name, "ask us")]);
        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();

        var request = await AskAsync(ShareRights.ReadWrite, "for the forecast");
        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
        (await ReceivedAsync()).Select(one => (one.Id, one.Note, one.Rights)).ShouldBe([(request.Id, "for the forecast", ShareRights.ReadWrite)]);
        (await InboxAsync(_scene.LendingOwner)).ShouldContain((InboxKind.ShareRequest, request.Id, "weather", "borrow"));

        var offer = await GrantAsync(request, null, TimeSpan.FromDays(2));
        offer.State.ShouldBe(ShareState.Accepted);
        _scene.Decide(_scene.Runner, Operation.Write, _scene.AFile).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Outside, Operation.Read, _scene.AFile).IsExport.ShouldBeTrue();
        (await ReceivedAsync()).ShouldBeEmpty();
        (await AskedAsync()).Single().State.ShouldBe(ShareRequestState.Granted);
        (await InboxAsync(_scene.BorrowingOwner)).ShouldContain((InboxKind.ShareGranted, request.Id, Name, "lend"));
        foreach (var project in new[] { _scene.LenderId, _scene.BorrowerId })
            (await _scene.TrailAsync(project)).ShouldBe(["share.ask", "share.grant"]);

        await _scene.RevokeAsync(offer);
        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
    }

    [Fact]
    public async Task No_more_is_granted_than_was_asked_for_and_less_can_be()
    {
        await EnlistAsync();
        var request = await AskAsync();
        await RefusedAsync(ErrorCode.InvalidArgument, () => GrantAsync(request, ShareRights.ReadWrite));
        await RefusedAsync(ErrorCode.InvalidArgument, () => GrantAsync(request, null, TimeSpan.FromDays(-1)));
        await GrantAsync(request, ShareRights.Read);
        _scene.Decide(_scene.Runner, Operation.Read, _scene.AFile).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Runner, Operation.Write, _scene.AFile).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_refused_sees_why_and_may_ask_again()
    {
        await EnlistAsync();
        var request = await AskAsync();
        await RefusedAsync(ErrorCode.AlreadyExists, () => AskAsync());
        await AnswerShareRequest.RejectAsync(Platform, _scene.LendingOwner, ShareScene.Lender, request.Id, "not yet", CancellationToken.None);
        (await AskedAsync()).Select(one => (one.State, one.Reason)).ShouldBe([(ShareRequestState.Rejected, "not yet")]);
        (await InboxAsync(_scene.BorrowingOwner)).ShouldContain((InboxKind.ShareRefused, request.Id, Name, "lend"));
        await RefusedAsync(ErrorCode.NotFound, () => GrantAsync(request));
        var again = await AskAsync();
        (await AskedAsync()).Select(one => one.Id).ShouldBe([again.Id]);
        await AskForShare.WithdrawAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, again.Id, CancellationToken.None);
        await RefusedAsync(ErrorCode.NotFound, () => GrantAsync(again));
        (await ReceivedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_listed_looks_like_what_does_not_exist()
    {
        var texts = new List<string>();
        foreach (var name in new[] { Name, "lend::nothing", "nobody::weather" })
            texts.Add((await Should.ThrowAsync<PlatformException>(() => AskAsync(name: name))).Message.Replace(name, "NAME", StringComparison.Ordinal));
        texts.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Only_owners_list_ask_and_answer()
    {
        var scientist = await _scene.Fixture.UserAsync("sid");
        foreach (var (owner, project) in new[] { (_scene.LendingOwner, ShareScene.Lender), (_scene.BorrowingOwner, ShareScene.Borrower) })
            await AddMember.RunAsync(Platform, owner, project, "sid", ProjectRole.DataScientist, CancellationToken.None);
        await RefusedAsync(ErrorCode.AccessDenied, () => EnlistDataset.RunAsync(Platform, scientist, Weather, "", CancellationToken.None));
        await EnlistAsync();
        await RefusedAsync(ErrorCode.AccessDenied, () => AskForShare.RunAsync(Platform, scientist, ShareScene.Borrower, new ShareRequestWish(Name, ShareRights.Read, ""), CancellationToken.None));
        var request = await AskAsync();
        await RefusedAsync(ErrorCode.AccessDenied, () => AnswerShareRequest.GrantAsync(Platform, scientist, ShareScene.Lender, request.Id, (null, null), CancellationToken.None));
        await RefusedAsync(ErrorCode.AccessDenied, () => AnswerShareRequest.RejectAsync(Platform, scientist, ShareScene.Lender, request.Id, "", CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => AnswerShareRequest.GrantAsync(Platform, _scene.BorrowingOwner, ShareScene.Lender, request.Id, (null, null), CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => AnswerShareRequest.GrantAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, request.Id, (null, null), CancellationToken.None));
    }

    [Fact]
    public async Task What_is_offered_or_lent_need_not_be_asked_for()
    {
        await EnlistAsync();
        await RefusedAsync(ErrorCode.InvalidArgument, () =>
            AskForShare.RunAsync(Platform, _scene.LendingOwner, ShareScene.Lender, new ShareRequestWish(Name, ShareRights.Read, ""), CancellationToken.None));
        await _scene.OfferAsync(ResourceKind.Dataset);
        await RefusedAsync(ErrorCode.AlreadyExists, () => AskAsync());
    }

    [Fact]
    public async Task A_user_asks_for_so_much_at_a_time()
    {
        for (var index = 0; index <= 20; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"d{index}");
            await CreateDataset.RunAsync(Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest(name), CancellationToken.None);
            await EnlistDataset.RunAsync(Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, name), "", CancellationToken.None);
            if (index < 20)
                await AskAsync(name: $"lend::{name}");
        }

        await RefusedAsync(ErrorCode.LimitExceeded, () => AskAsync(name: "lend::d20"));
        await AnswerShareRequest.RejectAsync(Platform, _scene.LendingOwner, ShareScene.Lender, (await ReceivedAsync())[0].Id, "", CancellationToken.None);
        await AskAsync(name: "lend::d20");
        (await ReceivedAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task With_the_dataset_either_project_or_the_user_the_request_is_gone()
    {
        await EnlistAsync();
        await AskAsync();
        await DeleteDataset.RunAsync(Platform, _scene.LendingOwner, Weather, null, CancellationToken.None);
        await NothingIsLeftAsync();
        EnlistDataset.List(Platform, _scene.BorrowingOwner, "", 10).ShouldBeEmpty();

        await CreateDataset.RunAsync(Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest(ShareScene.Dataset), CancellationToken.None);
        await EnlistAsync();
        await AskAsync();
        await DeleteProject.RunAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, null, CancellationToken.None);
        await NothingIsLeftAsync();

        await CreateProject.RunAsync(Platform, _scene.BorrowingOwner, "third", "", CancellationToken.None);
        await AskForShare.RunAsync(Platform, _scene.BorrowingOwner, "third", new ShareRequestWish(Name, ShareRights.Read, ""), CancellationToken.None);
        await DeleteProject.RunAsync(Platform, _scene.LendingOwner, ShareScene.Lender, null, CancellationToken.None);
        await NothingIsLeftAsync();
        EnlistDataset.List(Platform, _scene.BorrowingOwner, "", 10).ShouldBeEmpty();
    }

    private Task EnlistAsync() => EnlistDataset.RunAsync(Platform, _scene.LendingOwner, Weather, "ask us", CancellationToken.None);

    private Task<ShareRequest> AskAsync(ShareRights rights = ShareRights.Read, string note = "", string name = Name) =>
        AskForShare.RunAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, new ShareRequestWish(name, rights, note), CancellationToken.None);

    private Task<ShareOffer> GrantAsync(ShareRequest request, ShareRights? rights = null, TimeSpan? lasts = null) => AnswerShareRequest.GrantAsync(
        Platform, _scene.LendingOwner, ShareScene.Lender, request.Id, (rights, _scene.Fixture.Time.GetUtcNow() + lasts), CancellationToken.None);

    private Task<IReadOnlyList<ShareRequest>> ReceivedAsync() =>
        ListShareRequests.ReceivedAsync(Platform, _scene.LendingOwner, ShareScene.Lender, CancellationToken.None);

    private Task<IReadOnlyList<ShareRequest>> AskedAsync() =>
        ListShareRequests.AskedAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, CancellationToken.None);

    private async Task<IReadOnlyList<(InboxKind, string, string, string)>> InboxAsync(Principal who) =>
        [.. (await ListInbox.RunAsync(Platform, who, CancellationToken.None)).Select(item => (item.Kind, item.Id, item.Subject, item.From))];

    private async Task NothingIsLeftAsync()
    {
        (await Platform.Store.ReadAsync(read => read.SweepAsync(ShareRequest.Table, null, 10))).ShouldBeEmpty();
        (await Platform.Store.ReadAsync(read => read.SweepAsync(ShareRequestOf.Table, null, 10))).ShouldBeEmpty();
    }

    private static async Task RefusedAsync<T>(ErrorCode code, Func<Task<T>> act) =>
        (await Should.ThrowAsync<PlatformException>(act)).Code.ShouldBe(code);
}
