using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.FileSystem.Door.Copies;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Door;

/// <summary>Copies of files and trees through the door.</summary>
public sealed class CopyTests
{
    private static readonly FileSystemOptions Small = new() { BlockSizeBytes = 10_000, SmallFileMaxBytes = 1_000, CopiedNamesMax = 20, CopiedBytesMax = 100_000 };
    private static readonly Principal Ana = OpenGate.Everybody with { Name = "ana", UserName = "ana" };

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(35_000)]
    public async Task A_copy_of_a_file_is_a_file_of_its_own(int length)
    {
        await using var test = await TreeAsync();
        var content = Bytes(length, 7);
        await test.WriteAsync("/q/f", content, options: new CreateOptions { Mode = 0x1A0 });
        var report = await CopyAsync(test, "/q/f", "/q/g");
        (report.DirectoryCount, report.FileCount, report.LengthBytes, report.Status.Name, report.Status.Owner, report.Status.Mode).ShouldBe((0, 1, length, "g", "ana", 0x1A0));
        await test.Files.DeleteAsync(Root, "/q/f", false, default);
        await test.ReclaimedAsync();
        (await test.ReadAsync("/q/g")).ShouldBe(content);
        await UsageAsync(test, names: 1, bytes: length);
    }

    [Fact]
    public async Task A_copy_of_a_tree_has_all_of_it_but_what_is_the_platforms_and_what_is_being_written()
    {
        await using var test = await TreeAsync();
        await test.MkdirAsync("/q/tree/deep/empty");
        await test.WriteAsync("/q/tree/small", Bytes(10, 1));
        await test.WriteAsync("/q/tree/deep/large", Bytes(25_000, 2));
        await test.MkdirAsync("/q/tree/.Trash/1");
        await test.WriteAsync("/q/tree/.uploading-0123456789abcdef0123456789abcdef", Bytes(3, 3));
        await using var open = await test.Files.CreateAsync(Root, "/q/tree/deep/open", new CreateOptions(), default);

        var report = await CopyAsync(test, "/q/tree", "/q/copy");

        (report.DirectoryCount, report.FileCount, report.LengthBytes, report.LeftOutCount).ShouldBe((3, 2, 25_010, 1));
        (await test.NamesAsync("/q/copy")).ShouldBe(["deep", "small"]);
        (await test.NamesAsync("/q/copy/deep")).ShouldBe(["empty", "large"]);
        (await test.ReadAsync("/q/copy/deep/large")).ShouldBe(Bytes(25_000, 2));
        (await test.NamesAsync("/q")).ShouldBe(["copy", "tree"]);
    }

    [Fact]
    public async Task What_is_there_stays_unless_it_is_to_be_replaced_and_a_full_directory_stays_always()
    {
        await using var test = await TreeAsync();
        await test.WriteAsync("/q/a", Bytes(10, 1));
        await test.WriteAsync("/q/b", Bytes(2_000, 2));
        await test.MkdirAsync("/q/dir/below");
        await CopyAsync(test, "/q/a", "/q/b").ShouldRefuseAsync(ErrorCode.AlreadyExists);
        await CopyAsync(test, "/q/a", "/q/a", overwrite: true).ShouldRefuseAsync(ErrorCode.AlreadyExists);
        await CopyAsync(test, "/q/a", "/q/dir", overwrite: true).ShouldRefuseAsync(ErrorCode.IsADirectory);
        await CopyAsync(test, "/q/dir", "/q/b", overwrite: true).ShouldRefuseAsync(ErrorCode.NotADirectory);
        await CopyAsync(test, "/q/dir", "/q/dir/below/copy").ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await CopyAsync(test, "/q/a", "/q/none/a").ShouldRefuseAsync(ErrorCode.NotFound);
        await CopyAsync(test, "/q/none", "/q/c").ShouldRefuseAsync(ErrorCode.NotFound);
        await test.MkdirAsync("/q/other");
        await CopyAsync(test, "/q/other", "/q/dir", overwrite: true).ShouldRefuseAsync(ErrorCode.DirectoryNotEmpty);
        await CopyAsync(test, "/q/dir", "/q/other", overwrite: true);
        (await test.NamesAsync("/q/other")).ShouldBe(["below"]);
        await CopyAsync(test, "/q/a", "/q/b", overwrite: true);
        (await test.ReadAsync("/q/b")).ShouldBe(Bytes(10, 1));
        await test.ReclaimedAsync();
        await UsageAsync(test, names: 6, bytes: 20);
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_not_copied_in_half()
    {
        await using var test = await TreeAsync();
        await using var open = await test.Files.CreateAsync(Root, "/q/open", new CreateOptions(), default);
        await open.WriteAsync(Bytes(25_000, 1));
        await CopyAsync(test, "/q/open", "/q/copy").ShouldRefuseAsync(ErrorCode.LeaseConflict);
        (await test.NamesAsync("/q")).ShouldBe(["open"]);
    }

    [Fact]
    public async Task What_is_too_large_for_a_copy_or_for_the_quota_is_refused_and_leaves_nothing()
    {
        await using var test = await TreeAsync();
        await test.WriteAsync("/q/many/large", Bytes(60_000, 1));
        await test.Files.SetQuotaAsync(Root, "/q", -1, 100_000, default);
        await CopyAsync(test, "/q/many", "/q/copy").ShouldRefuseAsync(ErrorCode.StorageQuotaExceeded);
        await test.Files.SetQuotaAsync(Root, "/q", 4, -1, default);
        await CopyAsync(test, "/q/many", "/q/copy").ShouldRefuseAsync(ErrorCode.NamespaceQuotaExceeded);
        await test.Files.SetQuotaAsync(Root, "/q", 1_000, 1_000_000, default);
        await test.WriteAsync("/q/many/more", Bytes(60_000, 1));
        await CopyAsync(test, "/q/many", "/q/copy").ShouldRefuseAsync(ErrorCode.LimitExceeded);
        await test.Files.DeleteAsync(Root, "/q/many/more", false, default);
        for (var index = 0; index < 20; index++)
            await test.WriteAsync($"/q/many/f{index}", Bytes(1, 1));
        await CopyAsync(test, "/q/many", "/q/copy").ShouldRefuseAsync(ErrorCode.LimitExceeded);
        (await test.NamesAsync("/q")).ShouldBe(["many"]);
        await test.ReclaimedAsync();
        await UsageAsync(test, names: 22, bytes: 60_020);
    }

    [Fact]
    public async Task What_one_may_not_read_is_not_copied_and_what_one_may_read_is_ones_own_then()
    {
        await using var test = await TreeAsync();
        var ben = Caller("ben");
        await test.MkdirAsync("/q/of_ben");
        await test.Files.SetOwnerAsync(Root, "/q/of_ben", "ben", null, default);
        await test.MkdirAsync("/q/tree");
        await test.MkdirAsync("/q/tree/closed", 0x1C0);
        await test.WriteAsync("/q/tree/closed/f", Bytes(10, 1));
        await test.WriteAsync("/q/secret", Bytes(10, 1), options: new CreateOptions { Mode = 0x180 });
        await CopyAsync(test, "/q/tree", "/q/of_ben/tree", who: ben).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await CopyAsync(test, "/q/secret", "/q/of_ben/secret", who: ben).ShouldRefuseAsync(ErrorCode.AccessDenied);
        (await test.NamesAsync("/q/of_ben")).ShouldBeEmpty();
        await test.Files.SetPermissionAsync(Root, "/q/tree/closed", 0x16D, default);
        (await CopyAsync(test, "/q/tree", "/q/of_ben/tree", who: ben)).Status.Owner.ShouldBe("ben");
        (await test.ReadAsync("/q/of_ben/tree/closed/f", ben)).ShouldBe(Bytes(10, 1));
    }

    [Fact]
    public async Task Of_a_copy_that_a_stop_has_broken_off_nothing_is_left()
    {
        await using var test = await TreeAsync();
        await test.WriteAsync("/q/f", Bytes(30_000, 1));
        await test.MkdirAsync("/q/.copying-0123456789abcdef0123456789abcdef");
        await test.WriteAsync("/q/.copying-0123456789abcdef0123456789abcdef/f", Bytes(20_000, 1));
        var begun = await test.Files.StatAsync(Root, "/q/.copying-0123456789abcdef0123456789abcdef", default);
        await test.Store.WriteAsync(transaction => transaction.InsertAsync(Copying.Table, new Copying(begun.InodeId)));

        await test.RestartAsync();

        (await test.NamesAsync("/q")).ShouldBe(["f"]);
        await test.ReclaimedAsync();
        await UsageAsync(test, names: 1, bytes: 30_000);
        (await test.Store.ReadAsync(read => read.SweepAsync(Copying.Table, null, 1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_goes_breaks_its_copy_off()
    {
        await using var test = await TreeAsync();
        await test.WriteAsync("/q/f", Bytes(30_000, 1));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var copy = DoorOf(test).CopyAsync((Ana, Ana), new CopyRequest(FilePath.Parse("/q/f"), FilePath.Parse("/q/g"), false), gone.Token).AsTask();
        await Should.ThrowAsync<OperationCanceledException>(copy);
        (await test.NamesAsync("/q")).ShouldBe(["f"]);
    }

    [Fact]
    public async Task Nobody_sees_a_part_of_a_copy()
    {
        await using var test = await TreeAsync();
        for (var index = 0; index < 15; index++)
            await test.WriteAsync($"/q/tree/f{index}", Bytes(5_000, index));
        var copying = CopyAsync(test, "/q/tree", "/q/copy");
        var looks = new HashSet<int>();
        while (!copying.IsCompleted)
        {
            var isThere = await test.Files.FindAsync(Root, "/q/copy", default) is not null;
            looks.Add(isThere ? (await test.NamesAsync("/q/copy")).Length : 0);
        }

        await copying;
        looks.Except([0, 15]).ShouldBeEmpty();
        (await test.NamesAsync("/q/copy")).Length.ShouldBe(15);
    }

    private static async Task<TestFileSystem> TreeAsync()
    {
        var test = await OpenAsync(Small);
        await test.MkdirAsync("/q", 0x1FF);
        await test.Files.SetQuotaAsync(Root, "/q", 1_000, 1_000_000, default);
        return test;
    }

    private static FileDoor DoorOf(TestFileSystem test) => new(test.Files, new OpenGate());

    private static Task<CopyReport> CopyAsync(TestFileSystem test, string from, string to, bool overwrite = false, Principal? who = null) =>
        DoorOf(test).CopyAsync((who ?? Ana, who ?? Ana), new CopyRequest(FilePath.Parse(from), FilePath.Parse(to), overwrite), default).AsTask();

    /// <summary>The quota directory itself is one name.</summary>
    private static async Task UsageAsync(TestFileSystem test, long names, long bytes)
    {
        var usage = (await test.Files.FindQuotaAsync(Root, "/q", default))!;
        (usage.NamesUsed, usage.BytesUsed).ShouldBe((names + 1, bytes));
    }
}
