using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Quotas;

public sealed class QuotaTests
{
    [Fact]
    public async Task Names_and_bytes_beyond_the_limit_are_refused_and_change_nothing()
    {
        await using var test = await WithQuotaAsync(namesLimit: 4, bytesLimit: 1000);
        await test.WriteAsync("/q/a", Bytes(600, 1));
        await test.Files.WriteFileAsync(Root, "/q/b", Bytes(401, 1), new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.StorageQuotaExceeded);
        await test.WriteAsync("/q/b", Bytes(400, 1));
        await test.Files.MkdirsAsync(Root, "/q/c/d", 0x1ED, true, default).ShouldRefuseAsync(ErrorCode.NamespaceQuotaExceeded);
        (await test.NamesAsync("/q")).ShouldBe(["a", "b"]);
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(4, 3, 1000, 1000));
        await test.Files.DeleteAsync(Root, "/q/a", false, default);
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(4, 2, 1000, 400));
    }

    [Fact]
    public async Task A_large_write_is_refused_before_it_is_acknowledged_and_leaves_nothing()
    {
        await using var test = await WithQuotaAsync(-1, 5_000_000);
        await using (var writer = await test.Files.CreateAsync(Root, "/q/f", new CreateOptions { BlockSizeBytes = 1_000_000 }, default))
        {
            for (var part = 0; part < 5; part++)
                await writer.WriteAsync(Bytes(1_000_000, part));
            await writer.WriteAsync(Bytes(1, 0)).ShouldRefuseAsync(ErrorCode.StorageQuotaExceeded);
            await writer.CloseAsync().ShouldRefuseAsync(ErrorCode.Conflict);
        }

        await test.ReclaimedAsync();
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(-1, 1, 5_000_000, 0));
    }

    [Fact]
    public async Task Writers_at_the_same_time_never_pass_the_limit_together()
    {
        await using var test = await WithQuotaAsync(-1, 10_000_000);
        var writers = Enumerable.Range(0, 16).Select(index => Task.Run(async () =>
        {
            try
            {
                await test.WriteAsync($"/q/f{index}", Bytes(1_500_000, index));
            }
            catch (PlatformException e) when (e.Code == ErrorCode.StorageQuotaExceeded)
            {
                // As many as fit get through.
            }
        }));
        await Task.WhenAll(writers);
        await test.ReclaimedAsync();
        var summary = await test.Files.SummarizeAsync(Root, "/q", default);
        var report = await test.Files.FindQuotaAsync(Root, "/q", default);
        report!.BytesUsed.ShouldBe(summary.LengthBytes);
        report.BytesUsed.ShouldBeLessThanOrEqualTo(10_000_000);
    }

    [Fact]
    public async Task A_move_between_quota_directories_moves_the_usage_or_is_refused()
    {
        await using var test = await WithQuotaAsync(-1, 10_000);
        await test.MkdirAsync("/r");
        await test.Files.SetQuotaAsync(Root, "/r", 10, 1_000, default);
        await test.WriteAsync("/q/d/f", Bytes(900, 1));
        await test.WriteAsync("/q/d/g", Bytes(900, 1));
        await test.Files.RenameAsync(Root, "/q/d", "/r/d", false, default).ShouldRefuseAsync(ErrorCode.StorageQuotaExceeded);
        await test.Files.RenameAsync(Root, "/q/d/f", "/r/f", false, default);
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(-1, 3, 10_000, 900));
        (await test.Files.FindQuotaAsync(Root, "/r", default)).ShouldBe(new QuotaUsageReport(10, 2, 1_000, 900));
    }

    [Fact]
    public async Task A_deleted_tree_gives_its_bytes_back_when_it_is_reclaimed()
    {
        await using var test = await WithQuotaAsync(-1, 1_000_000);
        for (var index = 0; index < 20; index++)
            await test.WriteAsync($"/q/d/e/f{index}", Bytes(4_000 * index, index));
        await test.Files.DeleteAsync(Root, "/q/d", true, default);
        await test.ReclaimedAsync();
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(-1, 1, 1_000_000, 0));
    }

    [Fact]
    public async Task A_write_that_needs_the_room_of_a_deleted_tree_gets_it()
    {
        await using var test = await WithQuotaAsync(-1, 100_000);
        for (var round = 0; round < 10; round++)
        {
            await test.WriteAsync("/q/d/f", Bytes(90_000, round));
            await test.Files.DeleteAsync(Root, "/q/d", true, default);
        }
    }

    [Fact]
    public async Task A_quota_on_a_tree_counts_what_is_there_and_goes_when_it_is_cleared()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/d/e/f", Bytes(70_000, 1));
        await test.Files.SetQuotaAsync(Caller("alice"), "/d", 1, 1, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.SetQuotaAsync(Root, "/d", 2, 2, default);
        (await test.Files.FindQuotaAsync(Root, "/d", default)).ShouldBe(new QuotaUsageReport(2, 3, 2, 70_000));
        await test.Files.MkdirsAsync(Root, "/d/x", 0x1ED, true, default).ShouldRefuseAsync(ErrorCode.NamespaceQuotaExceeded);
        await test.Files.SetQuotaAsync(Root, "/d", -1, -1, default);
        await test.MkdirAsync("/d/x");
        (await test.Files.FindQuotaAsync(Root, "/d", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_quota_that_is_set_anew_is_not_given_what_was_deleted_under_the_one_before()
    {
        await using var test = await WithQuotaAsync(-1, 1_000_000);
        for (var index = 0; index < 20; index++)
            await test.WriteAsync($"/q/d/e{index}/f", Bytes(4_000 * index, index));
        await test.WriteAsync("/q/kept", Bytes(500, 1));
        await test.Store.WriteAsync(async write =>
        {
            // In one transaction, so that the reclaimer cannot come in between.
            await test.Files.DeleteInAsync(write, Root, "/q/d", recursive: true);
            await test.Files.SetQuotaInAsync(write, Root, "/q", -1, -1);
            await test.Files.SetQuotaInAsync(write, Root, "/q", -1, 2_000);
            return true;
        });
        await test.ReclaimedAsync();
        (await test.Files.FindQuotaAsync(Root, "/q", default)).ShouldBe(new QuotaUsageReport(-1, 2, 2_000, 500));
    }

    private static async Task<TestFileSystem> WithQuotaAsync(long namesLimit, long bytesLimit)
    {
        var test = await OpenAsync();
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", namesLimit, bytesLimit, default);
        return test;
    }
}
