using Hops.FileSystem.Commits;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using Hops.Metadata.Guards;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

/// <summary>
/// What operations cost on a path of seven names below a quota, in round trips to a database across the network. The guarded store also runs
/// each body once for nothing before it counts, so a body with effects beside its transaction would show in every test here.
/// </summary>
public sealed class RoundTripTests
{
    private const string Directory = "/Projects/airports/departures/year=2013/month=1/day=1";

    private static readonly GuardRules Rules = new()
    {
        LockOrder = [CommitHead.Table, Inode.Table, Lease.Table, Quota.Table, Block.Table, BodyChunk.Table, Detached.Table],
        TopDown = [Inode.Table],
        Blind = [.. FileSystemTables.All],
    };

    [Fact]
    public async Task Operations_stay_within_their_budgets()
    {
        GuardedStore? store = null;
        await using var test = await OpenAsync(wrap: inner => store = new GuardedStore(inner, Rules));
        await test.MkdirAsync(Directory);
        await test.MkdirAsync("/Projects/airports/commits");
        await test.Files.SetQuotaAsync(Root, "/Projects/airports", 1_000_000, 1_000_000_000, default);
        await test.WriteAsync(Directory + "/small", Bytes(100, 1));
        await test.WriteAsync(Directory + "/large", Bytes(100_000, 1));
        await test.Files.StatAsync(Root, Directory + "/small", default);
        await test.Files.StatAsync(Root, Directory + "/large", default);

        await CostsAsync(0, () => test.Files.StatAsync(Root, Directory + "/small", default).AsTask());
        await CostsAsync(2, () => test.Files.ListAsync(Root, Directory, "", 100, default).AsTask());
        await CostsAsync(2, () => test.ReadAsync(Directory + "/small"));
        await CostsAsync(2, () => test.ReadAsync(Directory + "/large"));
        await CostsAsync(3, () => test.WriteAsync(Directory + "/new", Bytes(100, 2)));
        await CostsAsync(2, () => test.Files.SetPermissionAsync(Root, Directory + "/new", 0x1FF, default).AsTask());
        await CostsAsync(4, () => test.Files.RenameAsync(Root, Directory + "/new", Directory + "/renamed", false, default).AsTask());
        await CostsAsync(4, () => test.Files.DeleteAsync(Root, Directory + "/renamed", false, default).AsTask());

        await test.WriteAsync(Directory + "/_staged", Bytes(100, 3));
        var commit = new CommitRequest
        {
            CommitDirectory = FilePath.Parse("/Projects/airports/commits"),
            Sequence = 0,
            Moves = [new FileMove(FilePath.Parse(Directory + "/_staged"), FilePath.Parse(Directory + "/part-0"))],
        };
        await CostsAsync(10, () => test.Files.CommitFilesAsync(Root, commit, default).AsTask());

        async Task CostsAsync(int roundTripsMax, Func<Task> operation)
        {
            store!.Cost.Clear();
            await operation();
            store.Cost.RoundTrips.ShouldBeLessThanOrEqualTo(roundTripsMax, operation.Method.Name);
        }
    }
}
