using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Shares;
using Hops.Platform.Topics;

namespace Hops.Platform.Tests.Shares;

/// <summary>From an offer to its end: who may do what at each moment, and what both projects are told.</summary>
public sealed class ShareLifeTests : IAsyncLifetime
{
    private ShareScene _scene = null!;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_is_only_offered_cannot_be_seen_read_or_passed_to()
    {
        await _scene.OfferAsync(ResourceKind.Dataset, ShareRights.ReadWrite);
        await _scene.OfferAsync(ResourceKind.Topic, ShareRights.ReadWrite);

        foreach (var thing in new[] { _scene.TheDataset, _scene.AFile, _scene.TheTopic })
            _scene.Decide(_scene.Runner, Operation.Describe, thing).Hidden.ShouldBeTrue(thing.ToString());
        _scene.Outside.Groups.ShouldBe(["borrow"]);
        Listed().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_member_of_the_borrower_gets_no_group_of_an_offer_that_nobody_has_accepted()
    {
        await _scene.OfferAsync(ResourceKind.Dataset);
        var late = await _scene.Fixture.UserAsync("late");

        await AddMember.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "late", ProjectRole.DataScientist, CancellationToken.None);

        _scene.Platform.Gate.Enter(late, _scene.BorrowerId)!.Groups.ShouldBe(["borrow"]);
    }

    [Fact]
    public async Task What_is_accepted_has_a_name_in_the_borrower_and_exactly_the_rights_of_the_share()
    {
        await _scene.LendAsync(ResourceKind.Dataset);
        await _scene.LendAsync(ResourceKind.Topic, ShareRights.ReadWrite);

        Listed().ShouldBe(["lend::weather", "lend.departures"]);
        foreach (var read in new[] { _scene.AFile, _scene.TheTopic })
        {
            _scene.Decide(_scene.Outside, Operation.Read, read).IsExport.ShouldBeTrue();
            _scene.Decide(_scene.Runner, Operation.Read, read).Allowed.ShouldBeTrue();
        }

        foreach (var operation in new[] { Operation.Write, Operation.Create, Operation.Delete, Operation.Alter })
            _scene.Decide(_scene.Runner, operation, _scene.AFile).ShouldSatisfyAllConditions(said => said.Allowed.ShouldBeFalse(), said => said.Hidden.ShouldBeFalse());
        _scene.Decide(_scene.Outside, Operation.Write, _scene.TheTopic).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Runner, Operation.Describe, new Resource(ResourceKind.File, _scene.LenderId, "/Projects/lend/other/a")).Hidden.ShouldBeTrue();
    }

    [Fact]
    public async Task A_dataset_that_is_lent_for_writing_is_written_to_but_not_altered_or_deleted_itself()
    {
        await _scene.LendAsync(ResourceKind.Dataset, ShareRights.ReadWrite);

        foreach (var operation in new[] { Operation.Write, Operation.Create, Operation.Delete, Operation.Alter })
            _scene.Decide(_scene.Runner, operation, _scene.AFile).Allowed.ShouldBeTrue(operation.ToString());
        _scene.Decide(_scene.Outside, Operation.Alter, _scene.TheDataset).Allowed.ShouldBeFalse();
        _scene.Decide(_scene.Outside, Operation.Delete, _scene.TheDataset).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task The_schemas_of_a_topic_are_lent_with_it_and_no_others()
    {
        await _scene.LendAsync(ResourceKind.Topic);

        _scene.Decide(_scene.Outside, Operation.Read, Subject("departures-value")).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Outside, Operation.Read, Subject("departures-key")).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Outside, Operation.Write, Subject("departures-value")).Allowed.ShouldBeFalse();
        _scene.Decide(_scene.Outside, Operation.Read, Subject("other-value")).Hidden.ShouldBeTrue();
        _scene.Decide(_scene.Outside, Operation.Read, Subject("departures")).Hidden.ShouldBeTrue();

        Resource Subject(string name) => new(ResourceKind.Schema, _scene.LenderId, name);
    }

    [Fact]
    public async Task Only_owners_offer_answer_and_end_and_members_see()
    {
        var scientist = await _scene.Fixture.UserAsync("scientist");
        foreach (var (owner, project) in new[] { (_scene.LendingOwner, ShareScene.Lender), (_scene.BorrowingOwner, ShareScene.Borrower) })
            await AddMember.RunAsync(_scene.Platform, owner, project, "scientist", ProjectRole.DataScientist, CancellationToken.None);
        var offer = await _scene.OfferAsync(ResourceKind.Dataset);

        (await ListShares.ReceivedAsync(_scene.Platform, scientist, ShareScene.Borrower, isLent: false, CancellationToken.None)).ShouldHaveSingleItem();
        await RefusedAsync(ErrorCode.AccessDenied, () => AcceptShare.RunAsync(_scene.Platform, scientist, ShareScene.Borrower, offer.Id, CancellationToken.None));
        await RefusedAsync(ErrorCode.AccessDenied, () => RejectShare.RunAsync(_scene.Platform, scientist, (ShareScene.Borrower, offer.Id), "", CancellationToken.None));
        await RefusedAsync(ErrorCode.AccessDenied, () => RevokeShare.RunAsync(_scene.Platform, scientist, (ShareScene.Lender, offer.Id), null, CancellationToken.None));
        await RefusedAsync(ErrorCode.AccessDenied, () => OfferShare.RunAsync(
            _scene.Platform, scientist, ShareScene.Lender, new ShareWish(ResourceKind.Topic, ShareScene.Topic, ShareScene.Borrower, ShareRights.Read), CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_accepts_an_offer_to_others_or_revokes_a_share_of_others()
    {
        var offer = await _scene.OfferAsync(ResourceKind.Dataset);
        await RefusedAsync(ErrorCode.NotFound, () => AcceptShare.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, offer.Id, CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => RevokeShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, offer.Id), null, CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => ListShares.FindGivenAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None));
    }

    [Fact]
    public async Task The_owner_sees_why_it_was_rejected_and_may_offer_anew()
    {
        var offer = await _scene.OfferAsync(ResourceKind.Dataset);
        await RejectShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, offer.Id), "we have our own", CancellationToken.None);

        var seen = await ListShares.FindGivenAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, offer.Id, CancellationToken.None);
        (seen.State, seen.Reason).ShouldBe((ShareState.Rejected, "we have our own"));
        (await _scene.LendAsync(ResourceKind.Dataset)).Id.ShouldNotBe(offer.Id);
    }

    [Fact]
    public async Task A_thing_is_offered_to_a_project_once_at_a_time()
    {
        await _scene.OfferAsync(ResourceKind.Dataset);
        await RefusedAsync(ErrorCode.AlreadyExists, () => _scene.OfferAsync(ResourceKind.Dataset));
        await RefusedAsync(ErrorCode.InvalidArgument, () => _scene.OfferAsync(ResourceKind.Topic, to: ShareScene.Lender));
        await RefusedAsync(ErrorCode.NotFound, () => _scene.OfferAsync(ResourceKind.Topic, to: "nobody_here"));
    }

    [Fact]
    public async Task What_is_borrowed_is_not_lent_on()
    {
        await _scene.LendAsync(ResourceKind.Dataset);
        await RefusedAsync(ErrorCode.NotFound, () => OfferShare.RunAsync(
            _scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, new ShareWish(ResourceKind.Dataset, "lend::weather", ShareScene.Lender, ShareRights.Read), CancellationToken.None));
    }

    [Fact]
    public async Task A_dataset_that_only_its_maker_writes_to_is_not_offered_for_writing()
    {
        await CreateDataset.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest("fixed", DatasetAccess.ReadOnly), CancellationToken.None);
        await RefusedAsync(ErrorCode.Conflict, () => OfferShare.RunAsync(
            _scene.Platform, _scene.LendingOwner, ShareScene.Lender, new ShareWish(ResourceKind.Dataset, "fixed", ShareScene.Borrower, ShareRights.ReadWrite), CancellationToken.None));
    }

    [Fact]
    public async Task A_topic_of_the_borrower_keeps_its_name()
    {
        await CreateTopic.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, new TopicRequest("lend.departures", 1), CancellationToken.None);
        var offer = await _scene.OfferAsync(ResourceKind.Topic);
        await RefusedAsync(ErrorCode.Conflict, () => AcceptShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None));

        await DeleteTopic.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "lend.departures", CancellationToken.None);
        await AcceptShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, offer.Id, CancellationToken.None);
        await RefusedAsync(ErrorCode.AlreadyExists, () => CreateTopic.RunAsync(
            _scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, new TopicRequest("lend.departures", 1), CancellationToken.None));
    }

    [Fact]
    public async Task Both_projects_are_told_of_each_step()
    {
        var offer = await _scene.OfferAsync(ResourceKind.Dataset);
        await RejectShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, offer.Id), "no", CancellationToken.None);
        await _scene.RevokeAsync(await _scene.LendAsync(ResourceKind.Dataset));
        var topic = await _scene.LendAsync(ResourceKind.Topic);
        await LeaveShare.RunAsync(_scene.Platform, _scene.BorrowingOwner, (ShareScene.Borrower, topic.Id), null, CancellationToken.None);

        string[] steps = ["share.offer", "share.reject", "share.offer", "share.accept", "share.revoke", "share.offer", "share.accept", "share.leave"];
        (await _scene.TrailAsync(_scene.LenderId)).ShouldBe(steps);
        (await _scene.TrailAsync(_scene.BorrowerId)).ShouldBe(steps);
    }

    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        await _scene.LendAsync(ResourceKind.Dataset);
        var offered = await _scene.OfferAsync(ResourceKind.Topic);

        await _scene.Fixture.ReopenAsync();

        _scene.Decide(_scene.Runner, Operation.Read, _scene.AFile).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Runner, Operation.Read, _scene.TheTopic).Hidden.ShouldBeTrue();
        (await _scene.StateAsync(offered.Id)).ShouldBe(ShareState.Offered);
    }

    private IEnumerable<string> Listed() =>
        ListDatasets.Run(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "", 10).Select(dataset => dataset.Name)
            .Concat(ListTopics.Run(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, "", 10).Select(topic => topic.Name));

    private static async Task RefusedAsync(ErrorCode code, Func<Task> act) => (await Should.ThrowAsync<PlatformException>(act)).Code.ShouldBe(code);
}
