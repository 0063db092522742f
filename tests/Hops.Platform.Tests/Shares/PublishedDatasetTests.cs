using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Shares;

namespace Hops.Platform.Tests.Shares;

/// <summary>A dataset that is for everybody: who may take it, and what is left when it is public no more.</summary>
public sealed class PublishedDatasetTests : IAsyncLifetime
{
    private static readonly DatasetName Weather = new(ShareScene.Lender, ShareScene.Dataset);
    private const string Name = "lend::weather";

    private ShareScene _scene = null!;

    public async Task InitializeAsync() => _scene = await ShareScene.MakeAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Being_public_alone_opens_nothing_and_taking_it_is_for_reading()
    {
        await PublishAsync();
        _scene.Decide(_scene.Runner, Operation.Read, _scene.AFile).Hidden.ShouldBeTrue();

        await JoinAsync();

        _scene.Decide(_scene.Runner, Operation.Read, _scene.AFile).Allowed.ShouldBeTrue();
        _scene.Decide(_scene.Outside, Operation.Read, _scene.AFile).IsExport.ShouldBeTrue();
        _scene.Decide(_scene.Runner, Operation.Write, _scene.AFile).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task When_it_is_public_no_more_it_is_lost_and_what_was_offered_stays()
    {
        await PublishAsync();
        var joined = await JoinAsync();
        await CreateProject.RunAsync(_scene.Platform, _scene.BorrowingOwner, "third", "", CancellationToken.None);
        var offered = await _scene.OfferAsync(ResourceKind.Dataset, to: "third");

        await UnpublishDataset.RunAsync(_scene.Platform, _scene.LendingOwner, Weather, CancellationToken.None);

        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
        (await _scene.StateAsync(joined.Id)).ShouldBe(ShareState.Revoked);
        (await _scene.StateAsync(offered.Id)).ShouldBe(ShareState.Offered);
        (await _scene.TrailAsync(_scene.BorrowerId)).ShouldBe(["share.join", "share.revoke"]);
        await RefusedAsync(ErrorCode.NotFound, JoinAsync);
    }

    [Fact]
    public async Task One_that_is_deleted_and_made_anew_is_not_public()
    {
        await PublishAsync();
        await JoinAsync();
        await DeleteDataset.RunAsync(_scene.Platform, _scene.LendingOwner, Weather, null, CancellationToken.None);
        await CreateDataset.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest(ShareScene.Dataset), CancellationToken.None);

        await RefusedAsync(ErrorCode.NotFound, JoinAsync);
        _scene.Decide(_scene.Runner, Operation.Describe, _scene.AFile).Hidden.ShouldBeTrue();
    }

    [Fact]
    public async Task A_project_that_is_deleted_leaves_nothing_public()
    {
        await PublishAsync();
        var id = _scene.LenderId.ToString(CultureInfo.InvariantCulture);
        await DeleteProject.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, null, CancellationToken.None);

        ListPublished.Run(_scene.Platform, _scene.BorrowingOwner, "", 10).ShouldBeEmpty();
        DatabaseDump.Read(_scene.Fixture.DatabasePath).ShouldNotContain(row => row.Table == "published_datasets" && row.Row.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_owners_publish_and_take_and_a_restart_forgets_nothing()
    {
        var scientist = await _scene.Fixture.UserAsync("scientist");
        foreach (var (owner, project) in new[] { (_scene.LendingOwner, ShareScene.Lender), (_scene.BorrowingOwner, ShareScene.Borrower) })
            await AddMember.RunAsync(_scene.Platform, owner, project, "scientist", ProjectRole.DataScientist, CancellationToken.None);
        await RefusedAsync(ErrorCode.AccessDenied, () => PublishDataset.RunAsync(_scene.Platform, scientist, Weather, "", CancellationToken.None));
        await PublishAsync();
        await RefusedAsync(ErrorCode.AlreadyExists, PublishAsync);
        await RefusedAsync(ErrorCode.AccessDenied, () => JoinPublished.RunAsync(_scene.Platform, scientist, ShareScene.Borrower, Name, CancellationToken.None));
        await RefusedAsync(ErrorCode.InvalidArgument, () => JoinPublished.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, Name, CancellationToken.None));

        await _scene.Fixture.ReopenAsync();

        ListPublished.Run(_scene.Platform, scientist, "", 10).Select(found => found.Name).ShouldBe([Name]);
        await JoinAsync();
        await RefusedAsync(ErrorCode.AlreadyExists, JoinAsync);
    }

    private Task PublishAsync() => PublishDataset.RunAsync(_scene.Platform, _scene.LendingOwner, Weather, "for all", CancellationToken.None);

    private Task<ShareOffer> JoinAsync() => JoinPublished.RunAsync(_scene.Platform, _scene.BorrowingOwner, ShareScene.Borrower, Name, CancellationToken.None);

    private static async Task RefusedAsync(ErrorCode code, Func<Task> act) => (await Should.ThrowAsync<PlatformException>(act)).Code.ShouldBe(code);
}
