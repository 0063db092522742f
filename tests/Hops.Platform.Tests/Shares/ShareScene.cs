using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Shares;
using Hops.Platform.Topics;

namespace Hops.Platform.Tests.Shares;

/// <summary>A project that lends, with a dataset and a topic, and one that borrows, each with an owner of its own.</summary>
internal sealed class ShareScene : IAsyncDisposable
{
    public const string Lender = "lend";
    public const string Borrower = "borrow";
    public const string Dataset = "weather";
    public const string Topic = "departures";

    private readonly PlatformFixture _fixture;

    private ShareScene(PlatformFixture fixture) => _fixture = fixture;

    public PlatformFixture Fixture => _fixture;

    public HopsPlatform Platform => _fixture.Platform;

    public Principal LendingOwner { get; private set; } = null!;

    public Principal BorrowingOwner { get; private set; } = null!;

    public long LenderId { get; private set; }

    public long BorrowerId => Platform.Roster.Now.FindProject(Borrower)!.Row.Id;

    /// <summary>The owner of the borrower as it acts there, from outside, as it is now.</summary>
    public Principal Outside => Platform.Gate.Enter(BorrowingOwner, BorrowerId)!;

    /// <summary>A runner of the same, as it is now.</summary>
    public Principal Runner => Outside with { Channel = Channel.Runner };

    public Resource TheDataset => new(ResourceKind.Dataset, LenderId, Dataset);

    public Resource TheTopic => new(ResourceKind.Topic, LenderId, Topic);

    public Resource AFile => new(ResourceKind.File, LenderId, $"/Projects/{Lender}/{Dataset}/2026/a.parquet");

    public static async Task<ShareScene> MakeAsync(PlatformOptions? options = null)
    {
        var fixture = options is null ? new PlatformFixture() : new PlatformFixture { Options = options };
        await fixture.InitializeAsync();
        var scene = new ShareScene(fixture)
        {
            LendingOwner = await fixture.UserAsync("lena"),
            BorrowingOwner = await fixture.UserAsync("boris"),
        };
        scene.LenderId = await scene.MakeLenderAsync();
        await CreateProject.RunAsync(scene.Platform, scene.BorrowingOwner, Borrower, "", CancellationToken.None);
        return scene;
    }

    public async Task<long> MakeLenderAsync()
    {
        var id = (await CreateProject.RunAsync(Platform, LendingOwner, Lender, "", CancellationToken.None)).Id;
        await CreateDataset.RunAsync(Platform, LendingOwner, Lender, new DatasetRequest(Dataset), CancellationToken.None);
        await CreateTopic.RunAsync(Platform, LendingOwner, Lender, new TopicRequest(Topic, 1), CancellationToken.None);
        return id;
    }

    public Task<ShareOffer> OfferAsync(
        ResourceKind kind, ShareRights rights = ShareRights.Read, TimeSpan? lasts = null, string note = "", string to = Borrower) =>
        OfferShare.RunAsync(
            Platform, LendingOwner, Lender,
            new ShareWish(kind, kind == ResourceKind.Topic ? Topic : Dataset, to, rights, _fixture.Time.GetUtcNow() + lasts, note), CancellationToken.None);

    public async Task<ShareOffer> LendAsync(ResourceKind kind, ShareRights rights = ShareRights.Read, TimeSpan? lasts = null)
    {
        var offer = await OfferAsync(kind, rights, lasts);
        return await AcceptShare.RunAsync(Platform, BorrowingOwner, Borrower, offer.Id, CancellationToken.None);
    }

    public Task RevokeAsync(ShareOffer offer) =>
        RevokeShare.RunAsync(Platform, LendingOwner, (Lender, offer.Id), null, CancellationToken.None);

    public Decision Decide(Principal who, Operation operation, Resource thing) => Platform.Gate.Decide(who, operation, thing);

    public async Task<ShareState> StateAsync(string id) =>
        (await ListShares.FindGivenAsync(Platform, LendingOwner, Lender, id, CancellationToken.None)).StateAt(_fixture.Time.GetUtcNow());

    /// <summary>What the trail of a project says of shares.</summary>
    public async Task<IReadOnlyList<string>> TrailAsync(long projectId) =>
        [.. (await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(projectId), null, 1000)))
            .Where(entry => entry.Action.StartsWith("share.", StringComparison.Ordinal) && entry.Outcome == "ok")
            .Select(entry => entry.Action)];

    public ValueTask DisposeAsync() => new(_fixture.DisposeAsync());
}
