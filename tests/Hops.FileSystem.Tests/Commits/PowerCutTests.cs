using System.Globalization;
using Hops.Core.Storage;
using Hops.FileSystem.Commits;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Commits;

/// <summary>
/// Power cuts on a checkpoint: a query stages the file and the state of each batch and commits both under the number of the batch. The disk
/// of the blocks is simulated and loses what was not synced; the metadata is a real SQLite database.
/// </summary>
public sealed class PowerCutTests
{
    private const int BatchesMax = 12;
    private static readonly FileSystemOptions Options = new() { SmallFileMaxBytes = 200, BlockSizeBytes = 150_000 };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Each_batch_is_there_whole_or_not_at_all_in_two_power_cuts(int seed)
    {
        var random = new Random(seed);
        var disk = new SimulatedDisk(seed);
        await using var test = await OpenAsync(Options, disk);
        foreach (var directory in new[] { "/sink", "/sink/_staged", "/commits", "/state" })
            await test.MkdirAsync(directory);
        var next = 0L;
        for (var cut = 0; cut < 2; cut++)
        {
            if (random.Next(4) == 0)
                disk.FailSyncAfter(random.Next(12));
            else
                disk.StopAfter(random.Next(1, 90));
            var acknowledged = await WorkAsync(test, cut, next, seed);
            disk.PowerCut();
            await test.RestartAsync();
            next = await CheckAsync(test, seed);
            next.ShouldBeInRange(acknowledged, acknowledged + 1, "what was acknowledged is there, and at most the batch that was in progress");
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 100)];

    private static byte[] Content(long batch, int seed) => Bytes((int)((batch * 7919) + seed) % 5 * 70_000, (int)batch);

    private static byte[] State(long batch) => Bytes(1000 + (int)batch, (int)batch + 1);

    private static FilePath Path(string path) => FilePath.Parse(path);

    /// <summary>Commits batches until the simulated machine stops.</summary>
    /// <returns>The number after the last batch that was acknowledged.</returns>
    private static async Task<long> WorkAsync(TestFileSystem test, int run, long first, int seed)
    {
        var next = first;
        try
        {
            for (; next < first + BatchesMax; next++)
            {
                var staged = $"/sink/_staged/{next}-{run}";
                var state = $"/state/{next}-{run}";
                await test.WriteAsync(staged, Content(next, seed));
                await test.WriteAsync(state, State(next));
                var request = new CommitRequest
                {
                    CommitDirectory = Path("/commits"),
                    Sequence = next,
                    Body = System.Text.Encoding.UTF8.GetBytes(state),
                    Moves = [new FileMove(Path(staged), Path($"/sink/part-{next}"))],
                    Removals = next == 0 ? [] : [Path(await StateOfAsync(test, next - 1))],
                };
                await test.Files.CommitFilesAsync(Root, request, default);
            }
        }
        catch (IOException)
        {
            // The simulated machine has stopped.
        }

        return next;
    }

    /// <summary>Holds what is visible against the commits.</summary>
    /// <returns>The number after the last commit.</returns>
    private static async Task<long> CheckAsync(TestFileSystem test, int seed)
    {
        var commits = (await test.NamesAsync("/commits")).Select(name => long.Parse(name, CultureInfo.InvariantCulture)).Order().ToList();
        commits.ShouldBe(Enumerable.Range(0, commits.Count).Select(number => (long)number));
        var parts = (await test.NamesAsync("/sink")).Where(name => name.StartsWith("part-", StringComparison.Ordinal));
        parts.ShouldBe(commits.Select(number => $"part-{number}"), ignoreOrder: true);
        foreach (var number in commits)
            (await test.ReadAsync($"/sink/part-{number}")).ShouldBe(Content(number, seed));
        if (commits.Count > 0)
            (await test.ReadAsync(await StateOfAsync(test, commits[^1]))).ShouldBe(State(commits[^1]));
        return commits.Count;
    }

    private static async Task<string> StateOfAsync(TestFileSystem test, long batch) =>
        System.Text.Encoding.UTF8.GetString(await test.ReadAsync($"/commits/{batch}"));
}
