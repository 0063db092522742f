using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests;

public sealed class FileSystemTests
{
    [Fact]
    public async Task Changes_within_a_transaction_of_the_caller_come_with_it_or_not_at_all()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/Projects/old");
        await test.Files.StatAsync(Root, "/Projects/old", default);
        await ChangeAsync(test, refuses: true).ShouldRefuseAsync(ErrorCode.Conflict);
        (await test.NamesAsync("/Projects")).ShouldBe(["old"]);
        (await test.Files.FindAsync(Root, "/Projects/p", default)).ShouldBeNull();
        (await test.Files.StatAsync(Root, "/Projects/old", default)).Mode.ShouldBe(0x1ED);
        await test.WriteAsync("/Projects/old/still-works", default);

        await ChangeAsync(test, refuses: false);
        (await test.NamesAsync("/Projects")).ShouldBe(["p"]);
        var dataset = await test.Files.StatAsync(Root, "/Projects/p/data", default);
        (dataset.Owner, dataset.Group, dataset.Mode).ShouldBe(("p__ada", "p__data", 0x1F8));
        (await test.Files.FindQuotaAsync(Root, "/Projects/p", default)).ShouldBe(new QuotaUsageReport(10, 2, 1000, 0));
        await test.WriteAsync("/Projects/p/data/f", Bytes(10, 1), Caller("p__ada"));
    }

    [Fact]
    public async Task A_path_may_be_as_deep_as_allowed()
    {
        await using var test = await OpenAsync();
        var deep = string.Concat(Enumerable.Repeat("/d", 99));
        await test.WriteAsync(deep + "/f", Bytes(10, 1));
        (await test.ReadAsync(deep + "/f")).ShouldBe(Bytes(10, 1));
        await Task.Run(() => test.MkdirAsync(deep + "/x/y")).ShouldRefuseAsync(ErrorCode.InvalidPath);

        // Deep into deep: still in order for those that walk it.
        await test.MkdirAsync("/a/b/c");
        await test.Files.RenameAsync(Root, "/d", "/a/b/c/d", false, default);
        (await test.Files.SummarizeAsync(Root, "/a", default)).ShouldBe(new ContentSummary(102, 1, 10, -1, -1));
        await test.Files.DeleteAsync(Root, "/a", true, default);
        await test.ReclaimedAsync();
    }

    [Fact]
    public async Task The_number_of_open_files_has_a_limit()
    {
        await using var test = await OpenAsync(new FileSystemOptions { OpenFilesMax = 2 });
        await using var first = await test.Files.CreateAsync(Root, "/1", new CreateOptions(), default);
        await using (await test.Files.CreateAsync(Root, "/2", new CreateOptions(), default))
            await test.Files.CreateAsync(Root, "/3", new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.LimitExceeded);
        await test.WriteAsync("/4", Bytes(10, 1));
        await using var third = await test.Files.CreateAsync(Root, "/3", new CreateOptions(), default);
        await test.Files.AppendAsync(Root, "/4", "", default).ShouldRefuseAsync(ErrorCode.LimitExceeded);
    }

    [Fact]
    public async Task Options_of_a_creation_are_checked()
    {
        await using var test = await OpenAsync();
        await test.Files.CreateAsync(Root, "/f", new CreateOptions { BlockSizeBytes = 1 }, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.CreateAsync(Root, "/f", new CreateOptions { Replication = 0 }, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.CreateAsync(Root, "/", new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.AlreadyExists);
        await test.Files.CreateAsync(Root, "/no/f", new CreateOptions { CreateParents = false }, default).ShouldRefuseAsync(ErrorCode.NotFound);
        await test.MkdirAsync("/d");
        await test.Files.CreateAsync(Root, "/d", new CreateOptions { Overwrite = true }, default).ShouldRefuseAsync(ErrorCode.AlreadyExists);
    }

    private static async Task ChangeAsync(TestFileSystem test, bool refuses)
    {
        var (project, dataset) = (await test.Files.ReserveIdsAsync("/Projects/p", default), await test.Files.ReserveIdsAsync("/Projects/p/data", default));
        await test.Store.WriteAsync(async transaction =>
        {
            await test.Files.MkdirsInAsync(transaction, project, Root, "/Projects/p", 0x1ED);
            await test.Files.SetQuotaInAsync(transaction, Root, "/Projects/p", 10, 1000);
            await test.Files.MkdirsInAsync(transaction, dataset, Root, "/Projects/p/data", 0x1ED);
            await test.Files.SetOwnerInAsync(transaction, Root, "/Projects/p/data", "p__ada", "p__data");
            await test.Files.SetPermissionInAsync(transaction, Root, "/Projects/p/data", 0x1F8);
            await test.Files.WatchInAsync(transaction, Root, "/Projects/p/data");
            await test.Files.SetPermissionInAsync(transaction, Root, "/Projects/old", 0x1C0);
            await test.Files.DeleteInAsync(transaction, Root, "/Projects/old", true);
            return refuses ? throw new PlatformException(ErrorCode.Conflict, "the project is refused for another reason") : true;
        });
    }
}
