using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Compute;
using Hops.Platform.Inbox;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Shares;
using Hops.Platform.Tests.Shares;
using Hops.Platform.Tokens;

namespace Hops.Platform.Tests.Inbox;

public sealed class InboxTests : IAsyncLifetime
{
    private ShareScene _scene = null!;

    private HopsPlatform Platform => _scene.Platform;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task An_offer_waits_for_the_owners_of_the_other_project_until_it_is_answered()
    {
        var scientist = await _scene.Fixture.UserAsync("sci");
        await AddMember.RunAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, "sci", ProjectRole.DataScientist, CancellationToken.None);
        var offer = await _scene.OfferAsync(ResourceKind.Topic, note: "for you");

        var item = (await ListAsync(_scene.BorrowingOwner)).ShouldHaveSingleItem();
        (item.Kind, item.Id, item.Project, item.Subject, item.Text).ShouldBe((InboxKind.ShareOffer, offer.Id, ShareScene.Borrower, "lend.departures", "for you"));
        (await ListAsync(scientist)).Select(one => one.Kind).ShouldBe([InboxKind.Membership], "who cannot answer is not asked");
        await AcceptShare.RunAsync(Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None);

        (await ListAsync(_scene.BorrowingOwner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_asks_to_join_waits_for_owners_and_a_rejection_for_who_has_asked()
    {
        await AlterProject.RunAsync(Platform, _scene.LendingOwner, ShareScene.Lender, new ProjectChange(null, null, null) { IsListed = true }, CancellationToken.None);
        await AskToJoin.RunAsync(Platform, _scene.BorrowingOwner, ShareScene.Lender, "let me see", CancellationToken.None);
        (await ListAsync(_scene.LendingOwner)).Select(one => (one.Kind, one.Id, one.Text)).ShouldBe([(InboxKind.JoinRequest, "boris", "let me see")]);

        await AnswerJoinRequest.RejectAsync(Platform, _scene.LendingOwner, new MemberName(ShareScene.Lender, "boris"), "no", CancellationToken.None);

        (await ListAsync(_scene.LendingOwner)).ShouldBeEmpty();
        (await ListAsync(_scene.BorrowingOwner)).Select(one => (one.Kind, one.Subject, one.Text)).ShouldBe([(InboxKind.JoinRejected, ShareScene.Lender, "no")]);
        _scene.Fixture.Time.Advance(JoinRequest.RejectedLifetime);
        (await ListAsync(_scene.BorrowingOwner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_told_and_a_token_of_one_project_tells_of_no_other()
    {
        await AlterProject.RunAsync(
            Platform, Hops.Platform.Users.FirstRun.Itself, ShareScene.Lender, new ProjectChange(null, null, null) { ComputeQuotaCredits = 0 }, CancellationToken.None);
        await CreateProject.RunAsync(Platform, _scene.LendingOwner, "other", "", CancellationToken.None);
        (await ListAsync(_scene.LendingOwner)).Select(one => (one.Kind, one.Project)).ShouldBe([(InboxKind.Quota, ShareScene.Lender)]);

        var token = await _scene.Fixture.TokenAsync(_scene.LendingOwner, new TokenRequest("t", TokenScopes.All, "other", null));

        (await ListAsync(token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_seen_is_kept_and_nobody_has_seen_the_future()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_scene.Fixture.Time.GetUtcNow().ToUnixTimeMilliseconds());
        (await InboxSeen.UntilAsync(Platform, _scene.LendingOwner, CancellationToken.None)).ShouldBe(DateTimeOffset.MinValue);
        await InboxSeen.MarkAsync(Platform, _scene.LendingOwner, now, CancellationToken.None);

        (await InboxSeen.UntilAsync(Platform, _scene.LendingOwner, CancellationToken.None)).ShouldBe(now);
        (await InboxSeen.UntilAsync(Platform, _scene.BorrowingOwner, CancellationToken.None)).ShouldBe(DateTimeOffset.MinValue);
        var refused = await Should.ThrowAsync<PlatformException>(InboxSeen.MarkAsync(Platform, _scene.LendingOwner, now.AddDays(1), CancellationToken.None));
        refused.Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    private Task<List<InboxItem>> ListAsync(Principal actor) => ListInbox.RunAsync(Platform, actor, CancellationToken.None);
}
