using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Blocks;

/// <summary>
/// Power cuts on blocks: the disk of the blocks is simulated and loses what was not synced; the metadata is a real SQLite database, whose
/// commits are durable when they are acknowledged, so what is tested is that nothing is committed before its bytes are safe.
/// </summary>
public sealed class PowerCutTests
{
    private static readonly FileSystemOptions Options = new() { SmallFileMaxBytes = 200, BlockSizeBytes = 150_000 };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_acknowledged_is_lost_in_two_power_cuts(int seed)
    {
        var random = new Random(seed);
        var disk = new SimulatedDisk(seed);
        await using var test = await OpenAsync(Options, disk);
        var known = new Dictionary<string, Expected>(StringComparer.Ordinal);
        for (var cut = 0; cut < 2; cut++)
        {
            if (random.Next(4) == 0)
                disk.FailSyncAfter(random.Next(12));
            else
                disk.StopAfter(random.Next(1, 90));
            await WorkAsync(test, random, known, $"/{cut}");
            disk.PowerCut();
            await test.RestartAsync();
            foreach (var (path, expected) in known)
                await CheckAsync(test, path, expected);
        }

        await NoOrphanIsLeftAsync(test);
    }

    [Fact]
    public async Task Directories_that_an_earlier_process_did_not_get_to_sync_are_synced_before_a_block_is_acknowledged()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var disk = new SimulatedDisk(seed);
            for (var directory = 0; directory < 256; directory++)
                disk.CreateDirectory($"/blocks/{directory:x2}");
            await using var test = await OpenAsync(Options, disk);
            await using (var writer = await test.Files.CreateAsync(Root, "/g", new CreateOptions(), default))
            {
                await writer.WriteAsync(Bytes(1_000, seed));
                await writer.CloseAsync();
            }

            disk.PowerCut();
            await test.RestartAsync();
            (await test.ReadAsync("/g")).ShouldBe(Bytes(1_000, seed));
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 100)];

    private static async Task WorkAsync(TestFileSystem test, Random random, Dictionary<string, Expected> known, string directory)
    {
        try
        {
            for (var index = 0; index < 40; index++)
                await StepAsync(test, random, known, $"{directory}/f{index}");
        }
        catch (IOException)
        {
            // The simulated machine has stopped.
        }
    }

    private static async Task StepAsync(TestFileSystem test, Random random, Dictionary<string, Expected> known, string path)
    {
        var content = Bytes(random.Next(5) * random.Next(100_000), random.Next());
        var before = Array.Empty<byte>();
        if (known.Count > 0 && random.Next(3) == 0)
        {
            path = known.Keys.ElementAt(random.Next(known.Count));
            if (known[path].IsGone || known[path].Least != known[path].Most.Length)
                return;
            before = known[path].Most;
        }

        if (before.Length > 0 && random.Next(3) == 0)
        {
            known[path] = known[path] with { MayBeGone = true };
            await test.Files.DeleteAsync(Root, path, false, default);
            known[path] = known[path] with { IsGone = true };
            return;
        }

        byte[] after = [.. before, .. content];
        known[path] = new Expected(before.Length, after, MayBeGone: !known.ContainsKey(path));
        await using (var writer = known[path].MayBeGone
            ? await test.Files.CreateAsync(Root, path, new CreateOptions(), default)
            : await test.Files.AppendAsync(Root, path, "", default))
        {
            await writer.WriteAsync(content);
            await writer.CloseAsync();
        }

        known[path] = new Expected(after.Length, after);
    }

    private static async Task CheckAsync(TestFileSystem test, string path, Expected expected)
    {
        if (await test.Files.FindAsync(Root, path, default) is null)
        {
            (expected.MayBeGone || expected.IsGone).ShouldBeTrue($"{path} is lost");
            return;
        }

        expected.IsGone.ShouldBeFalse($"{path} is back");
        var content = await test.ReadAsync(path);
        content.Length.ShouldBeInRange(expected.Least, expected.Most.Length, path);
        content.AsSpan().SequenceEqual(expected.Most.AsSpan(0, content.Length)).ShouldBeTrue($"{path} has other bytes");
    }

    /// <summary>Blocks have their rows; aside lies at most what a writer had finished and not yet committed at a cut, whole.</summary>
    private static async Task NoOrphanIsLeftAsync(TestFileSystem test)
    {
        await test.ReclaimedAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var rows = await test.Store.ReadAsync(transaction => transaction.SweepAsync(Hops.FileSystem.Tables.Block.Table, null, 10_000));
            var aside = test.BlockFiles().Where(path => path.Contains("/unknown/", StringComparison.Ordinal)).ToArray();
            aside.Length.ShouldBeLessThanOrEqualTo(2 * 2);
            aside.Count(path => path.EndsWith(".meta", StringComparison.Ordinal)).ShouldBe(aside.Length / 2);
            if (test.BlockFiles().Length - aside.Length == rows.Count * 2)
                return;
            await Task.Delay(2, deadline.Token);
        }
    }

    private sealed record Expected(int Least, byte[] Most, bool MayBeGone = false, bool IsGone = false);
}
