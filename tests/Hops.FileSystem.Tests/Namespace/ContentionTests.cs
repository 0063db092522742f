using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

/// <summary>Many callers want the same names at the same time: each name has one winner, and nothing is there twice or lost.</summary>
public sealed class ContentionTests
{
    private const int Callers = 16;
    private const int Rounds = 20;

    [Fact]
    public async Task Of_many_that_rename_onto_one_name_one_wins_and_the_others_keep_what_they_had()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await test.MkdirAsync($"/r{round}");
            for (var caller = 0; caller < Callers; caller++)
                await test.WriteAsync($"/r{round}/f{caller}", Bytes(caller + 1, caller));

            var won = await RaceAsync(caller => test.Files.RenameAsync(Root, $"/r{round}/f{caller}", $"/r{round}/won", false, default).AsTask(), ErrorCode.AlreadyExists);

            won.Count.ShouldBe(1);
            (await test.ReadAsync($"/r{round}/won")).ShouldBe(Bytes(won[0] + 1, won[0]));
            (await test.NamesAsync($"/r{round}")).Length.ShouldBe(Callers);
        }
    }

    [Fact]
    public async Task Of_many_that_rename_one_name_away_one_gets_it()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await test.WriteAsync($"/r{round}/f/deep", Bytes(9, round));

            var won = await RaceAsync(caller => test.Files.RenameAsync(Root, $"/r{round}/f", $"/r{round}/to{caller}", false, default).AsTask(), ErrorCode.NotFound);

            won.Count.ShouldBe(1);
            (await test.NamesAsync($"/r{round}")).ShouldBe([$"to{won[0]}"]);
            (await test.ReadAsync($"/r{round}/to{won[0]}/deep")).ShouldBe(Bytes(9, round));
        }
    }

    [Fact]
    public async Task Of_many_that_create_one_name_one_does()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var won = await RaceAsync(
                caller => test.WriteAsync($"/r{round}/new/f", Bytes(caller + 1, caller)), ErrorCode.AlreadyExists);

            won.Count.ShouldBe(1);
            (await test.ReadAsync($"/r{round}/new/f")).ShouldBe(Bytes(won[0] + 1, won[0]));
        }
    }

    [Fact]
    public async Task Of_many_that_delete_one_name_one_is_told_that_it_did()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await test.WriteAsync($"/r{round}/f/g", Bytes(9, round));

            var did = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () => await test.Files.DeleteAsync(Root, $"/r{round}/f", true, default))));

            did.Count(deleted => deleted).ShouldBe(1);
            (await test.NamesAsync($"/r{round}")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Two_directories_that_are_moved_into_each_other_make_no_circle()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < 4 * Rounds; round++)
        {
            await test.MkdirAsync($"/r{round}/a");
            await test.MkdirAsync($"/r{round}/b");
            string[] names = ["a", "b"];

            var won = await RaceAsync(
                mover => test.Files.RenameAsync(Root, $"/r{round}/{names[mover]}", $"/r{round}/{names[1 - mover]}/in", false, default).AsTask(), ErrorCode.NotFound, callers: 2);

            won.Count.ShouldBe(1);
            (await test.NamesAsync($"/r{round}")).ShouldBe([names[1 - won[0]]]);
            (await test.NamesAsync($"/r{round}/{names[1 - won[0]]}")).ShouldBe(["in"]);
        }
    }

    [Fact]
    public async Task Files_that_are_written_into_a_directory_that_is_deleted_are_whole_or_refused_and_its_quota_is_exact()
    {
        await using var test = await OpenAsync(new FileSystemOptions { ReclaimSlice = 3 });
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", 1_000_000, 1_000_000_000, default);

        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; index < 60; index++)
                await TolerantAsync(() => test.WriteAsync($"/q/d/w{writer}/f{index}", Bytes(index, index)), ErrorCode.Conflict, ErrorCode.NotFound);
        }));
        var deleter = Task.Run(async () =>
        {
            for (var round = 0; round < 60; round++)
                await test.Files.DeleteAsync(Root, round % 2 == 0 ? "/q/d" : $"/q/d/w{round % 6}", true, default);
        });
        await Task.WhenAll(writers.Append(deleter));

        await test.ReclaimedAsync();
        var summary = await test.Files.SummarizeAsync(Root, "/q", default);
        var report = (await test.Files.FindQuotaAsync(Root, "/q", default))!;
        report.BytesUsed.ShouldBe(summary.LengthBytes);
        report.NamesUsed.ShouldBe(summary.FileCount + summary.DirectoryCount);
    }

    [Fact]
    public async Task A_reader_sees_the_file_before_or_after_it_is_replaced_and_never_parts_of_both()
    {
        await using var test = await OpenAsync(new FileSystemOptions { BlockSizeBytes = 100_000, SmallFileMaxBytes = 1_000 });
        byte[][] contents = [Bytes(10, 1), Bytes(250_000, 2), Bytes(900, 3), Bytes(100_000, 4), []];
        await test.WriteAsync("/f", contents[0]);
        using var stop = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested || reads == 0; reads++)
            {
                byte[]? content = null;

                // A block that was reclaimed between two reads is a refusal, as in HDFS, and never other bytes.
                await TolerantAsync(async () => content = await test.ReadAsync("/f"), ErrorCode.CorruptData);
                if (content is not null)
                    contents.Any(whole => whole.AsSpan().SequenceEqual(content)).ShouldBeTrue($"{content.Length} bytes");
            }

            return reads;
        })).ToArray();
        for (var round = 0; round < 60; round++)
        {
            await test.WriteAsync("/new", contents[round % contents.Length], options: new CreateOptions { Overwrite = true });
            await test.Files.RenameAsync(Root, "/new", "/f", true, default);
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).Sum().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_reader_that_is_open_reads_to_its_end_while_the_file_is_appended_renamed_and_deleted()
    {
        await using var test = await OpenAsync(new FileSystemOptions { BlockSizeBytes = 50_000, SmallFileMaxBytes = 100 });
        var content = Bytes(180_000, 1);
        await test.WriteAsync("/d/f", content);
        using var reader = await test.Files.OpenFileAsync(Root, "/d/f", default);
        var buffer = new byte[60_000];
        (await reader.ReadAsync(0, buffer)).ShouldBe(60_000);

        await using (var writer = await test.Files.AppendAsync(Root, "/d/f", "", default))
        {
            await writer.WriteAsync(Bytes(70_000, 2));
            await writer.CloseAsync();
        }

        await test.Files.RenameAsync(Root, "/d", "/e", false, default);
        (await ReadAllAsync(reader)).ShouldBe(content, "what was there when it was opened");
        (await test.ReadAsync("/e/f")).Length.ShouldBe(250_000);
    }

    /// <summary>All callers at once; those that are not refused with the code that a loser gets.</summary>
    private static async Task<List<int>> RaceAsync(Func<int, Task> callAsync, ErrorCode ofLosers, int callers = Callers)
    {
        using var start = new ManualResetEventSlim();
        var calls = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            start.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            var won = true;
            await TolerantAsync(() => callAsync(caller), () => won = false, ofLosers);
            return won ? caller : -1;
        })).ToArray();
        start.Set();
        return [.. (await Task.WhenAll(calls)).Where(caller => caller >= 0)];
    }

    private static Task TolerantAsync(Func<Task> actAsync, params ErrorCode[] codes) => TolerantAsync(actAsync, () => { }, codes);

    private static async Task TolerantAsync(Func<Task> actAsync, Action refused, params ErrorCode[] codes)
    {
        try
        {
            await actAsync();
        }
        catch (PlatformException refusal) when (codes.Contains(refusal.Code))
        {
            refused();
        }
    }
}
