using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Shares;
using Hops.Platform.Topics;

namespace Hops.Platform.Tests.Shares;

/// <summary>Every way by which a share ends: it ends for what is under way, leaves no right and no row, and does not come back with a name.</summary>
public sealed class ShareEndTests : IAsyncLifetime
{
    /// <summary>Less than an idle session lasts.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private ShareScene _scene = null!;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Theory]
    [InlineData(ResourceKind.Dataset)]
    [InlineData(ResourceKind.Topic)]
    public async Task Its_owner_revokes_it(ResourceKind kind)
    {
        var share = await _scene.LendAsync(kind);
        await ShouldEndAsync(kind, () => _scene.RevokeAsync(share));
        (await _scene.StateAsync(share.Id)).ShouldBe(ShareState.Revoked);
    }

    [Theory]
    [InlineData(ResourceKind.Dataset)]
    [InlineData(ResourceKind.Topic)]
    public async Task The_borrower_leaves_it(ResourceKind kind)
    {
        var share = await _scene.LendAsync(kind);
        await ShouldEndAsync(kind, () => LeaveShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, share.Id), null, CancellationToken.None));
        (await _scene.StateAsync(share.Id)).ShouldBe(ShareState.Left);
    }

    [Theory]
    [InlineData(ResourceKind.Dataset)]
    [InlineData(ResourceKind.Topic)]
    public async Task Its_time_is_over(ResourceKind kind)
    {
        var share = await _scene.LendAsync(kind, lasts: Lasts);
        await ShouldEndAsync(kind, () =>
        {
            _scene.Fixture.Time.Advance(Lasts);
            return Task.CompletedTask;
        });
        (await _scene.StateAsync(share.Id)).ShouldBe(ShareState.Expired);
    }

    [Fact]
    public async Task An_end_is_written_down_and_told_to_both_and_the_groups_go_with_it()
    {
        var share = await _scene.LendAsync(ResourceKind.Dataset, lasts: Lasts);
        _scene.Outside.Groups.ShouldBe(["borrow", "lend", "lend__weather"]);
        _scene.Fixture.Time.Advance(Lasts);

        await ExpireShares.RunAsync(_scene.Platform, CancellationToken.None);

        _scene.Outside.Groups.ShouldBe(["borrow"]);
        (await ListShares.FindGivenAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, share.Id, CancellationToken.None)).State.ShouldBe(ShareState.Expired);
        (await _scene.TrailAsync(_scene.LenderId)).ShouldBe(["share.offer", "share.accept", "share.expire"]);
        (await _scene.TrailAsync(_scene.BorrowerId)).ShouldBe(["share.offer", "share.accept", "share.expire"]);
    }

    [Fact]
    public async Task An_end_that_came_while_nothing_ran_is_written_down_at_the_next_start()
    {
        var share = await _scene.LendAsync(ResourceKind.Dataset, lasts: Lasts);
        _scene.Fixture.Time.Advance(2 * Lasts);

        await _scene.Fixture.ReopenAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await _scene.TrailAsync(_scene.BorrowerId)).Contains("share.expire"))
            await Task.Delay(20, patience.Token);
        (await _scene.StateAsync(share.Id)).ShouldBe(ShareState.Expired);
    }

    [Fact]
    public async Task An_offer_that_has_expired_is_not_accepted()
    {
        var offer = await _scene.OfferAsync(ResourceKind.Dataset, lasts: Lasts);
        _scene.Fixture.Time.Advance(Lasts);

        var refusal = await Should.ThrowAsync<PlatformException>(() => AcceptShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None));
        refusal.Code.ShouldBeOneOf(ErrorCode.Conflict, ErrorCode.NotFound);
        _scene.Decide(_scene.Runner, Operation.Read, _scene.AFile).Hidden.ShouldBeTrue();
        (await _scene.OfferAsync(ResourceKind.Dataset)).State.ShouldBe(ShareState.Offered, "it may be offered anew");
    }

    [Fact]
    public async Task A_dataset_that_is_deleted_and_made_anew_is_shared_with_nobody()
    {
        var share = await _scene.LendAsync(ResourceKind.Dataset);
        await ShouldEndAsync(
            ResourceKind.Dataset,
            () => DeleteDataset.RunAsync(_scene.Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, ShareScene.Dataset), null, CancellationToken.None));

        await CreateDataset.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest(ShareScene.Dataset), CancellationToken.None);

        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
        _scene.Outside.Groups.ShouldBe(["borrow"]);
        Rows(share.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_that_is_deleted_and_made_anew_is_shared_with_nobody()
    {
        var share = await _scene.LendAsync(ResourceKind.Topic);
        await ShouldEndAsync(ResourceKind.Topic, () => DeleteTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, ShareScene.Topic, CancellationToken.None));

        await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new TopicRequest(ShareScene.Topic, 1), CancellationToken.None);

        _scene.Decide(_scene.Runner, Operation.Describe, _scene.TheTopic).Hidden.ShouldBeTrue();
        Rows(share.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_offer_of_a_topic_that_is_deleted_cannot_be_accepted_for_the_next_one_of_its_name()
    {
        var offer = await _scene.OfferAsync(ResourceKind.Topic);
        await DeleteTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, ShareScene.Topic, CancellationToken.None);
        await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new TopicRequest(ShareScene.Topic, 1), CancellationToken.None);

        (await Should.ThrowAsync<PlatformException>(() => AcceptShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None)))
            .Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task The_project_that_lends_is_deleted_and_made_anew()
    {
        var (dataset, topic) = (await _scene.LendAsync(ResourceKind.Dataset), await _scene.LendAsync(ResourceKind.Topic));
        var rejected = await OfferToThirdAsync();
        await ShouldEndAsync(ResourceKind.Topic, () => DeleteProject.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, null, CancellationToken.None));

        await _scene.MakeLenderAsync();

        _scene.Outside.Groups.ShouldBe(["borrow"]);
        _scene.Outside.Borrowed.Of(ResourceKind.Topic).ShouldBeEmpty();
        foreach (var share in new[] { dataset, topic, rejected })
            Rows(share.Id).ShouldBeEmpty();
        (await _scene.TrailAsync(_scene.BorrowerId)).Count(step => step == "share.revoke").ShouldBe(2);
    }

    [Fact]
    public async Task The_project_that_borrows_is_deleted_and_leaves_no_row_in_that_of_others()
    {
        var (share, id) = (await _scene.LendAsync(ResourceKind.Dataset), _scene.BorrowerId);
        var rejected = await _scene.OfferAsync(ResourceKind.Topic);
        await RejectShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, rejected.Id), "", CancellationToken.None);

        await DeleteProject.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, null, CancellationToken.None);

        Rows(share.Id).Concat(Rows(rejected.Id)).ShouldBeEmpty();
        Rows(id.ToString(CultureInfo.InvariantCulture)).ShouldNotContain(table => table.StartsWith("shares", StringComparison.Ordinal));
        (await ListShares.GivenAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, CancellationToken.None)).ShouldBeEmpty();
        (await CreateProject.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "", CancellationToken.None)).Id.ShouldNotBe(id);
        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
    }

    [Fact]
    public async Task A_member_of_the_borrower_who_is_removed_loses_it_at_once()
    {
        await _scene.LendAsync(ResourceKind.Topic);
        var member = await _scene.Fixture.UserAsync("leaver");
        await AddMember.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "leaver", ProjectRole.DataScientist, CancellationToken.None);
        var runner = _scene.Platform.Gate.Enter(member, _scene.BorrowerId)! with { Channel = Channel.Runner };
        _scene.Decide(runner, Operation.Read, _scene.TheTopic).Allowed.ShouldBeTrue();

        await RemoveMember.RunAsync(_scene.Platform, _scene.BorrowingOwner, new MemberName(ShareScene.Borrower, "leaver"), null, CancellationToken.None);

        _scene.Decide(runner, Operation.Read, _scene.TheTopic).Hidden.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_project_may_do_by_itself_to_a_topic_that_it_borrows_ends_with_the_share()
    {
        bool IsLent(Operation operation) => _scene.Platform.Gate.IsLent(_scene.TheTopic, _scene.BorrowerId, operation);
        var reading = await _scene.LendAsync(ResourceKind.Topic);
        (IsLent(Operation.Read), IsLent(Operation.Write)).ShouldBe((true, false));
        await _scene.RevokeAsync(reading);
        IsLent(Operation.Read).ShouldBeFalse();

        await _scene.LendAsync(ResourceKind.Topic, ShareRights.ReadWrite, TimeSpan.FromDays(2));
        IsLent(Operation.Write).ShouldBeTrue();
        _scene.Fixture.Time.Advance(TimeSpan.FromDays(3));

        IsLent(Operation.Write).ShouldBeFalse("a share that has expired lends nothing, swept or not");
    }

    /// <summary>Looks at what is under way for a runner of the borrower, while something ends.</summary>
    private async Task ShouldEndAsync(ResourceKind kind, Func<Task> end)
    {
        var (runner, thing) = (_scene.Outside, kind == ResourceKind.Topic ? _scene.TheTopic : _scene.AFile);
        using var watch = StandingWatch.Begin(_scene.Platform.Gate, TimeProvider.System, runner, Operation.Describe, thing);
        watch.Refusal.ShouldBeNull();
        var lost = Task.Delay(Timeout.InfiniteTimeSpan, watch.Lost);

        await end();

        await Should.ThrowAsync<OperationCanceledException>(() => lost.WaitAsync(TimeSpan.FromSeconds(60)));
        watch.Refusal!.Code.ShouldBe(ErrorCode.NotFound);
        _scene.Decide(_scene.Runner, Operation.Read, thing).Hidden.ShouldBeTrue();
        ListDatasets.Run(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "", 10).ShouldBeEmpty();
    }

    private async Task<ShareOffer> OfferToThirdAsync()
    {
        await CreateProject.RunAsync(_scene.Platform, _scene.BorrowingOwner, "third", "", CancellationToken.None);
        var offer = await _scene.OfferAsync(ResourceKind.Topic, to: "third");
        return await RejectShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, ("third", offer.Id), "", CancellationToken.None);
    }

    /// <summary>Tables that have a row with a text, apart from the audit trail.</summary>
    private IEnumerable<string> Rows(string text) =>
        DatabaseDump.Read(_scene.Fixture.DatabasePath).Where(row => row.Row.Contains(text, StringComparison.Ordinal)).Select(row => row.Table)
            .Except(["audit", "audit_head"]);
}
