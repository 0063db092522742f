using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Files;

public sealed class FileWriterTests
{
    private static readonly FileSystemOptions SmallBlocks = new() { BlockSizeBytes = 200_000 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(199_999)]
    [InlineData(200_000)]
    [InlineData(200_001)]
    [InlineData(1_234_567)]
    public async Task What_is_written_is_read_after_a_restart(int length)
    {
        await using var test = await OpenAsync(SmallBlocks);
        var content = Bytes(length, length);
        await using (var writer = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default))
        {
            for (var at = 0; at < length; at += 77_777)
                await writer.WriteAsync(content.AsMemory(at, Math.Min(77_777, length - at)));
            await writer.CloseAsync();
        }

        (await test.ReadAsync("/f")).ShouldBe(content);
        await test.RestartAsync();
        (await test.ReadAsync("/f")).ShouldBe(content);
        (await test.Files.StatAsync(Root, "/f", default)).LengthBytes.ShouldBe(length);
        test.BlockFiles().Length.ShouldBe(length <= 65_536 ? 0 : 2 * ((length + 199_999) / 200_000));
    }

    [Fact]
    public async Task Reads_at_any_offset_give_those_bytes()
    {
        await using var test = await OpenAsync(SmallBlocks);
        var content = Bytes(900_001, 7);
        await test.WriteAsync("/f", content);
        using var reader = await test.Files.OpenFileAsync(Root, "/f", default);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var offset = random.Next(content.Length + 10);
            var buffer = new byte[random.Next(1, 300_000)];
            var expected = Math.Max(0, Math.Min(buffer.Length, content.Length - offset));
            (await reader.ReadAsync(offset, buffer)).ShouldBe(expected);
            buffer.AsSpan(0, expected).SequenceEqual(content.AsSpan(Math.Min(offset, content.Length), expected)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(60_000, 10_000)]
    [InlineData(60_000, 600_000)]
    [InlineData(300_000, 10)]
    [InlineData(300_000, 300_000)]
    public async Task An_append_adds_at_the_end(int first, int second)
    {
        await using var test = await OpenAsync(SmallBlocks);
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", -1, 10_000_000, default);
        await test.WriteAsync("/q/f", Bytes(first, 1));
        for (var seed = 2; seed < 4; seed++)
        {
            await using var writer = await test.Files.AppendAsync(Root, "/q/f", "test", default);
            await writer.WriteAsync(Bytes(second, seed));
            await writer.CloseAsync();
        }

        byte[] expected = [.. Bytes(first, 1), .. Bytes(second, 2), .. Bytes(second, 3)];
        (await test.ReadAsync("/q/f")).ShouldBe(expected);
        (await test.Files.FindQuotaAsync(Root, "/q", default))!.BytesUsed.ShouldBe(expected.Length);
    }

    [Fact]
    public async Task Giving_up_removes_a_new_file_and_leaves_an_old_one()
    {
        await using var test = await OpenAsync(SmallBlocks);
        await test.WriteAsync("/old", Bytes(100_000, 1));
        await using (var writer = await test.Files.CreateAsync(Root, "/new", new CreateOptions(), default))
            await writer.WriteAsync(Bytes(300_000, 2));
        await using (var writer = await test.Files.AppendAsync(Root, "/old", "", default))
            await writer.WriteAsync(Bytes(100_000, 3));

        (await test.NamesAsync("/")).ShouldBe(["old"]);
        (await test.ReadAsync("/old")).ShouldBe(Bytes(100_000, 1));
        await test.ReclaimedAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (test.BlockFiles().Length > 2)
            await Task.Delay(2, deadline.Token);
    }

    [Fact]
    public async Task A_file_that_is_renamed_while_it_is_written_is_found_again()
    {
        await using var test = await OpenAsync(SmallBlocks);
        await test.MkdirAsync("/a");
        await using var writer = await test.Files.CreateAsync(Root, "/a/f", new CreateOptions(), default);
        await writer.WriteAsync(Bytes(250_000, 1));
        await test.Files.RenameAsync(Root, "/a", "/b", false, default);
        await writer.WriteAsync(Bytes(250_000, 2));
        await writer.CloseAsync();
        (await test.ReadAsync("/b/f")).ShouldBe([.. Bytes(250_000, 1), .. Bytes(250_000, 2)]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task A_writer_whose_file_was_replaced_or_deleted_is_fenced(int length)
    {
        await using var test = await OpenAsync(SmallBlocks);
        var first = await test.Files.CreateAsync(Root, "/d/f", new CreateOptions(), default);
        await first.WriteAsync(Bytes(length, 1));
        await test.Files.CreateAsync(Root, "/d/f", new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.LeaseConflict);
        await test.Files.AppendAsync(Root, "/d/f", "", default).ShouldRefuseAsync(ErrorCode.LeaseConflict);
        var second = await test.Files.CreateAsync(Root, "/d/f", new CreateOptions { Overwrite = true }, default);
        await second.WriteAsync(Bytes(length, 2));
        await first.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
        await second.CloseAsync();
        (await test.ReadAsync("/d/f")).ShouldBe(Bytes(length, 2));

        var third = await test.Files.CreateAsync(Root, "/d/g", new CreateOptions(), default);
        await third.WriteAsync(Bytes(length, 3));
        await test.Files.DeleteAsync(Root, "/d", true, default);
        await third.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
        await first.DisposeAsync();
        await third.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_was_open_at_a_restart_is_closed_with_its_complete_blocks()
    {
        await using var test = await OpenAsync(SmallBlocks);
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", -1, 10_000_000, default);
        var writer = await test.Files.CreateAsync(Root, "/q/f", new CreateOptions(), default);
        await writer.WriteAsync(Bytes(450_000, 1));
        await test.RestartAsync();

        var status = await test.Files.StatAsync(Root, "/q/f", default);
        status.IsUnderConstruction.ShouldBeFalse();
        (await test.ReadAsync("/q/f")).ShouldBe(Bytes(450_000, 1)[..400_000]);
        (await test.Files.FindQuotaAsync(Root, "/q", default))!.BytesUsed.ShouldBe(400_000);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (test.BlockFiles().Length > 4)
            await Task.Delay(2, deadline.Token);
    }
}
