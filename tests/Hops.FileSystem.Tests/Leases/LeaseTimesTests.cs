using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Leases;

/// <summary>Who may take a file over when, by a clock that goes when it is told to. Limits: 60 seconds soft, 20 minutes hard.</summary>
public sealed class LeaseTimesTests
{
    private static readonly FileSystemOptions SmallBlocks = new() { BlockSizeBytes = 10_000, SmallFileMaxBytes = 1_000 };

    /// <summary>Seconds of silence, what the second client does, whether it gets through.</summary>
    public static TheoryData<int, string, ErrorCode?> Second => new()
    {
        { 0, "append", ErrorCode.LeaseConflict },
        { 60, "append", ErrorCode.LeaseConflict },
        { 61, "append", null },
        { 0, "create", ErrorCode.LeaseConflict },
        { 60, "create", ErrorCode.LeaseConflict },
        { 61, "create", ErrorCode.AlreadyExists },
        { 0, "overwrite", null },
        { 0, "delete", null },
        { 0, "recover", null },
        { 0, "rename", null },
        { 0, "read", null },
    };

    [Theory]
    [MemberData(nameof(Second))]
    public async Task A_second_client_gets_through_by_this_table(int seconds, string does, ErrorCode? refusal)
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(SmallBlocks, time: time);
        await using var first = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        await first.WriteAsync(Bytes(25_000, 1));
        time.Advance(TimeSpan.FromSeconds(seconds));

        var act = ActAsync(test, does);

        if (refusal is { } code)
            await act.ShouldRefuseAsync(code);
        else
            await act;
        if (refusal is not null || does is "rename" or "read")
        {
            await first.WriteAsync(Bytes(10, 2));
            await first.CloseAsync();
            (await test.ReadAsync(does == "rename" ? "/g" : "/f")).ShouldBe([.. Bytes(25_000, 1), .. Bytes(10, 2)]);
        }
        else
        {
            await first.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
        }
    }

    [Fact]
    public async Task A_writer_that_writes_now_and_then_is_never_taken_over_however_long_it_lasts()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(SmallBlocks, time: time);
        await using var writer = await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
        for (var minute = 0; minute < 90; minute++)
        {
            time.Advance(TimeSpan.FromSeconds(60));
            await test.Files.AppendAsync(Root, "/f", "", default).ShouldRefuseAsync(ErrorCode.LeaseConflict);
            await writer.WriteAsync(Bytes(300, minute));
        }

        await writer.CloseAsync();
        (await test.Files.StatAsync(Root, "/f", default)).LengthBytes.ShouldBe(27_000);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(900, 0)]
    [InlineData(9_999, 0)]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 10_000)]
    [InlineData(35_000, 30_000)]
    public async Task What_a_silent_writer_leaves_are_its_whole_blocks_and_the_quota_is_of_those(int written, int left)
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(SmallBlocks, time: time);
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", -1, 1_000_000, default);
        await using var writer = await test.Files.CreateAsync(Root, "/q/f", new CreateOptions(), default);
        await writer.WriteAsync(Bytes(written, 1));

        time.Advance(TimeSpan.FromMinutes(21));

        await UntilAsync(async () => !(await test.Files.StatAsync(Root, "/q/f", default)).IsUnderConstruction);
        (await test.ReadAsync("/q/f")).ShouldBe(Bytes(written, 1)[..left]);
        await UntilAsync(async () => (await test.Files.FindQuotaAsync(Root, "/q", default))!.BytesUsed == left);
        await writer.WriteAsync(Bytes(1, 1)).ShouldRefuseAsync(ErrorCode.LeaseExpired);
    }

    [Fact]
    public async Task Only_the_silent_writers_of_many_lose_their_files()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(SmallBlocks, time: time);
        var writers = new List<FileWriterOf>();
        for (var index = 0; index < 12; index++)
            writers.Add(new FileWriterOf(index, await test.Files.CreateAsync(Root, $"/f{index}", new CreateOptions(), default)));
        time.Advance(TimeSpan.FromMinutes(15));
        foreach (var writer in writers.Where(writer => writer.Index % 3 == 0))
            await writer.Writer.WriteAsync(Bytes(10, 1));

        time.Advance(TimeSpan.FromMinutes(6));

        await UntilAsync(async () => (await test.Files.ListAsync(Root, "/", "", 100, default)).Entries.Count(entry => entry.IsUnderConstruction) == 4);
        foreach (var writer in writers)
        {
            if (writer.Index % 3 == 0)
                await writer.Writer.CloseAsync();
            else
                await writer.Writer.CloseAsync().ShouldRefuseAsync(ErrorCode.LeaseExpired);
            await writer.Writer.DisposeAsync();
        }
    }

    [Fact]
    public async Task As_many_files_are_open_as_the_options_allow_and_one_more_when_one_closes()
    {
        await using var test = await OpenAsync(SmallBlocks with { OpenFilesMax = 3 });
        var writers = new List<Hops.FileSystem.Files.FileWriter>();
        for (var index = 0; index < 3; index++)
            writers.Add(await test.Files.CreateAsync(Root, $"/f{index}", new CreateOptions(), default));
        await test.Files.CreateAsync(Root, "/more", new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.LimitExceeded);
        await test.WriteAsync("/small", Bytes(10, 1));

        await writers[0].CloseAsync();
        await writers[1].AbortAsync();
        await test.Files.RecoverLeaseAsync(Root, "/f2", default);

        for (var index = 0; index < 3; index++)
            await using (await test.Files.CreateAsync(Root, $"/again{index}", new CreateOptions(), default))
                (await test.Files.StatAsync(Root, $"/again{index}", default)).IsUnderConstruction.ShouldBeTrue();
        await writers[2].DisposeAsync();
    }

    private sealed record FileWriterOf(int Index, Hops.FileSystem.Files.FileWriter Writer);

    private static async Task ActAsync(TestFileSystem test, string does)
    {
        switch (does)
        {
            case "append":
                await (await test.Files.AppendAsync(Root, "/f", "", default)).CloseAsync();
                break;
            case "create":
                await test.Files.CreateAsync(Root, "/f", new CreateOptions(), default);
                break;
            case "overwrite":
                await (await test.Files.CreateAsync(Root, "/f", new CreateOptions { Overwrite = true }, default)).CloseAsync();
                break;
            case "delete":
                await test.Files.DeleteAsync(Root, "/f", false, default);
                break;
            case "recover":
                await test.Files.RecoverLeaseAsync(Root, "/f", default);
                break;
            case "rename":
                await test.Files.RenameAsync(Root, "/f", "/g", false, default);
                break;
            default:
                (await test.ReadAsync("/f")).ShouldBe(Bytes(25_000, 1)[..20_000]);
                break;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(2, deadline.Token);
    }
}
