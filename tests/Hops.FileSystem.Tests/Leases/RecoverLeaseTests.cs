using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Leases;

public sealed class RecoverLeaseTests
{
    [Fact]
    public async Task A_file_that_was_moved_out_of_reach_of_any_path_does_not_keep_the_file_system_from_opening()
    {
        const int Moves = 105;
        var down = string.Concat(Enumerable.Repeat("/d", 98));
        await using var test = await OpenAsync();
        await test.MkdirAsync("/0");
        var writer = await test.Files.CreateAsync(Root, "/0/f", new CreateOptions(), default);
        for (var move = 1; move <= Moves; move++)
        {
            await test.MkdirAsync($"/{move}{down}");
            await test.Files.RenameAsync(Root, $"/{move - 1}", $"/{move}{down}/x", false, default);
        }

        await writer.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
        await test.RestartAsync();
        await test.Files.DeleteAsync(Root, $"/{Moves}", true, default);
        await test.ReclaimedAsync();
    }

    [Fact]
    public async Task After_the_soft_limit_another_client_takes_the_file_over()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(new FileSystemOptions { BlockSizeBytes = 100_000 }, time: time);
        var first = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        await first.WriteAsync(Bytes(150_000, 1));
        time.Advance(TimeSpan.FromSeconds(59));
        await test.Files.AppendAsync(Root, "/f", "", default).ShouldRefuseAsync(ErrorCode.LeaseConflict);
        time.Advance(TimeSpan.FromSeconds(2));
        await using (var second = await test.Files.AppendAsync(Root, "/f", "", default))
        {
            await second.WriteAsync(Bytes(10, 2));
            await second.CloseAsync();
        }

        await first.WriteAsync(Bytes(10, 3)).ShouldRefuseAsync(ErrorCode.LeaseExpired);
        await first.DisposeAsync();
        (await test.ReadAsync("/f")).ShouldBe([.. Bytes(150_000, 1)[..100_000], .. Bytes(10, 2)]);
    }

    [Fact]
    public async Task A_write_renews_the_lease()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(time: time);
        await using var writer = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        for (var round = 0; round < 5; round++)
        {
            time.Advance(TimeSpan.FromSeconds(50));
            await writer.WriteAsync(Bytes(10, round));
        }

        await test.Files.AppendAsync(Root, "/f", "", default).ShouldRefuseAsync(ErrorCode.LeaseConflict);
        await writer.CloseAsync();
    }

    [Fact]
    public async Task A_client_with_the_right_to_write_closes_the_file_at_once()
    {
        await using var test = await OpenAsync();
        var writer = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        await writer.WriteAsync(Bytes(10, 1));
        (await test.Files.RecoverLeaseAsync(Root, "/f", default)).ShouldBeTrue();
        (await test.Files.StatAsync(Root, "/f", default)).IsUnderConstruction.ShouldBeFalse();
        await writer.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
        await writer.DisposeAsync();
        (await test.ReadAsync("/f")).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_hard_limit_the_file_is_closed_by_itself()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(time: time);
        await using var writer = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        time.Advance(TimeSpan.FromMinutes(21));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((await test.Files.StatAsync(Root, "/f", default)).IsUnderConstruction)
            await Task.Delay(2, deadline.Token);
    }
}
