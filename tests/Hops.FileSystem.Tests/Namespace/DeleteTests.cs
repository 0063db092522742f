using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

public sealed class DeleteTests
{
    [Fact]
    public async Task A_tree_is_gone_at_once_and_its_blocks_soon_after()
    {
        await using var test = await OpenAsync(new FileSystemOptions { ReclaimSlice = 3 });
        for (var index = 0; index < 10; index++)
            await test.WriteAsync($"/d/{index % 3}/f{index}", Bytes(index % 2 == 0 ? 100 : 100_000, index));
        test.BlockFiles().Length.ShouldBe(10);

        (await test.Files.DeleteAsync(Root, "/d", true, default)).ShouldBeTrue();
        (await test.Files.FindAsync(Root, "/d/0/f0", default)).ShouldBeNull();
        await test.ReclaimedAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (test.BlockFiles().Length > 0)
            await Task.Delay(2, deadline.Token);
    }

    [Fact]
    public async Task A_directory_that_is_not_empty_needs_recursion()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/d/e");
        await test.Files.DeleteAsync(Root, "/d", false, default).ShouldRefuseAsync(ErrorCode.DirectoryNotEmpty);
        (await test.Files.DeleteAsync(Root, "/d/e", false, default)).ShouldBeTrue();
        (await test.Files.DeleteAsync(Root, "/d", false, default)).ShouldBeTrue();
        (await test.Files.DeleteAsync(Root, "/d", false, default)).ShouldBeFalse();
        (await test.Files.DeleteAsync(Root, "/", true, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_detached_when_the_process_ends_is_reclaimed_after_the_start()
    {
        await using var test = await OpenAsync(new FileSystemOptions { ReclaimSlice = 1 });
        for (var index = 0; index < 30; index++)
            await test.WriteAsync($"/d/f{index}", Bytes(70_000, index));
        await test.Files.DeleteAsync(Root, "/d", true, default);
        await test.RestartAsync();
        await test.ReclaimedAsync();
        (await test.NamesAsync("/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_watched_directory_tells_of_its_end_in_the_same_transaction()
    {
        var told = new List<WatchedChange>();
        var refuses = false;
        var options = new FileSystemOptions
        {
            Watch = (_, change) =>
            {
                if (refuses)
                    throw new PlatformException(ErrorCode.Conflict, "no");
                told.Add(change);
                return default;
            },
        };
        await using var test = await OpenAsync(options);
        await test.MkdirAsync("/Projects/p/one/below");
        await test.MkdirAsync("/Projects/p/two");
        await test.Store.WriteAsync(async transaction =>
        {
            await test.Files.WatchInAsync(transaction, Root, "/Projects/p/one");
            await test.Files.WatchInAsync(transaction, Root, "/Projects/p/two");
            return true;
        });

        await test.Files.RenameAsync(Root, "/Projects/p/one", "/Projects/p/uno", false, default);
        told.ShouldHaveSingleItem().NewPath.ShouldBe("/Projects/p/uno");
        await test.Files.RenameAsync(Root, "/Projects/p", "/Projects/q", false, default).ShouldRefuseAsync(ErrorCode.Conflict);

        told.Clear();
        refuses = true;
        await test.Files.DeleteAsync(Root, "/Projects/p", true, default).ShouldRefuseAsync(ErrorCode.Conflict);
        (await test.NamesAsync("/Projects/p")).ShouldBe(["two", "uno"]);
        refuses = false;
        await test.Files.DeleteAsync(Root, "/Projects/p", true, default);
        told.Select(change => change.Path).ShouldBe(["/Projects/p/two", "/Projects/p/uno"]);
        told.ShouldAllBe(change => change.NewPath == null);
    }
}
