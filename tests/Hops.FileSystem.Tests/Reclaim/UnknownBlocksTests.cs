using Hops.Core.Health;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Reclaim;

/// <summary>Block files go only by a recorded deletion; what the metadata does not know is somebody's data and is put aside.</summary>
public sealed class UnknownBlocksTests
{
    private const int Length = 200_000;

    [Fact]
    public async Task Blocks_that_a_restored_older_database_does_not_know_are_put_aside_and_named()
    {
        var health = new HealthBoard();
        var said = new List<string>();
        await using var test = await OpenAsync(new FileSystemOptions { Health = health, Noticed = said.Add });
        await test.WriteAsync("/old", Bytes(Length, 1));
        await test.StopAsync();
        File.Copy(test.DatabasePath, test.DatabasePath + ".backup");
        await test.StartAsync();
        await test.WriteAsync("/new", Bytes(Length, 2));
        var newest = test.BlockFiles().Where(path => !path.EndsWith(".meta", StringComparison.Ordinal)).MaxBy(File.GetLastWriteTimeUtc)!;
        var content = await File.ReadAllBytesAsync(newest);
        await test.StopAsync();

        File.Move(test.DatabasePath + ".backup", test.DatabasePath, overwrite: true);
        foreach (var rest in new[] { "-wal", "-shm" })
            File.Delete(test.DatabasePath + rest);
        await test.StartAsync();
        await UntilAsync(() => health.Findings.Count > 0);
        (await test.ReadAsync("/old")).ShouldBe(Bytes(Length, 1));
        var aside = Path.Combine(test.BlocksDirectory, "unknown", Path.GetFileName(newest));
        (await File.ReadAllBytesAsync(aside)).ShouldBe(content);
        File.Exists(aside + ".meta").ShouldBeTrue();
        health.Findings.Single().Message.ShouldContain(Path.GetFileName(newest));
        said.ShouldContain(health.Findings.Single().Message);

        // It is named until a person has decided.
        await test.RestartAsync();
        await UntilAsync(() => health.Findings.Count > 0);
        Directory.Delete(Path.GetDirectoryName(aside)!, recursive: true);
        await test.RestartAsync();
        await UntilAsync(() => health.Findings.Count == 0);
    }

    [Fact]
    public async Task Unknown_blocks_lie_aside_before_there_is_a_writer_that_may_get_their_numbers()
    {
        const int Count = 2000;
        await using var test = await OpenAsync();
        await test.WriteAsync("/known", Bytes(Length, 1));
        await test.StopAsync();
        foreach (var number in Enumerable.Range(1_000_000, Count))
        {
            var directory = Path.Combine(test.BlocksDirectory, (number & 0xFF).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(Path.Combine(directory, $"{number}_1"), "somebody's");
        }

        await test.StartAsync();
        Directory.GetFiles(Path.Combine(test.BlocksDirectory, "unknown")).Length.ShouldBe(Count);
        (await test.ReadAsync("/known")).ShouldBe(Bytes(Length, 1));
    }

    [Fact]
    public async Task A_block_that_was_under_way_at_the_backup_and_was_finished_after_it_is_put_aside_and_not_deleted()
    {
        var health = new HealthBoard();
        await using var test = await OpenAsync(new FileSystemOptions { Health = health });
        await using (var writer = await test.Files.CreateAsync(Root, "/half", new CreateOptions(), default))
        {
            await writer.WriteAsync(Bytes(Length, 1));
            foreach (var part in new[] { "", "-wal" })
                File.Copy(test.DatabasePath + part, test.DatabasePath + ".backup" + part);
            await writer.CloseAsync();
        }

        var finished = test.BlockFiles().Single(path => !path.EndsWith(".meta", StringComparison.Ordinal));
        await test.StopAsync();
        File.Delete(test.DatabasePath + "-shm");
        foreach (var part in new[] { "", "-wal" })
            File.Move(test.DatabasePath + ".backup" + part, test.DatabasePath + part, overwrite: true);
        await test.StartAsync();
        var aside = Path.Combine(test.BlocksDirectory, "unknown", Path.GetFileName(finished));
        (await File.ReadAllBytesAsync(aside)).ShouldBe(Bytes(Length, 1));
        File.Exists(aside + ".meta").ShouldBeTrue();
        health.Findings.Single().Message.ShouldContain(Path.GetFileName(finished));
        (await LooseCountAsync(test)).ShouldBe(0);
    }

    [Fact]
    public async Task A_new_block_that_gets_the_number_of_an_unknown_one_takes_nothing_of_it()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/first", Bytes(Length, 1));
        var known = test.BlockFiles().Where(path => !path.EndsWith(".meta", StringComparison.Ordinal)).Select(Path.GetFileName).Single()!;
        var number = int.Parse(known.Split('_')[0], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var next in Enumerable.Range(number + 1, 300))
        {
            var directory = Path.Combine(test.BlocksDirectory, (next & 0xFF).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(Path.Combine(directory, $"{next}_1"), "somebody's");
        }

        await test.WriteAsync("/second", Bytes(Length, 2));
        (await test.ReadAsync("/second")).ShouldBe(Bytes(Length, 2));
        Directory.GetFiles(Path.Combine(test.BlocksDirectory, "unknown")).Select(File.ReadAllText).ShouldBe(["somebody's"]);
    }

    [Fact]
    public async Task A_block_that_a_writer_of_an_earlier_process_had_begun_goes_by_its_record()
    {
        var health = new HealthBoard();
        var cut = new FileSystemOptions { Health = health };
        var disk = new Hops.Core.Storage.SimulatedDisk(1);
        await using var test = await OpenAsync(cut, disk);
        var writer = await test.Files.CreateAsync(Root, "/half", new CreateOptions(), default);
        await writer.WriteAsync(Bytes(Length, 1));
        test.BlockFiles().Length.ShouldBe(1);

        // The process ends here: its writer is not disposed of, and its file is as durable as its name.
        disk.SyncDirectory(Path.GetDirectoryName(test.BlockFiles()[0])!);
        await test.RestartAsync();
        await UntilAsync(() => test.BlockFiles().Length == 0);
        health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_blocks_leave_neither_file_nor_record()
    {
        await using var test = await OpenAsync();
        for (var index = 0; index < 20; index++)
            await test.WriteAsync($"/tree/{index}", Bytes(Length, index));
        await test.Files.DeleteAsync(Root, "/tree", recursive: true, default);
        await UntilAsync(() => test.BlockFiles().Length == 0);
        await UntilAsync(() => LooseCountAsync(test).GetAwaiter().GetResult() == 0);
    }

    private static async Task<int> LooseCountAsync(TestFileSystem test) => await test.Store.ReadAsync(async read =>
        (await read.SweepAsync(Tables.LooseBlock.Begun, null, 100)).Count + (await read.SweepAsync(Tables.LooseBlock.Doomed, null, 100)).Count);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(5, deadline.Token);
    }
}
