using System.Diagnostics;
using System.Globalization;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.FileSystem.Tables;
using Hops.Metadata.Sqlite;

namespace Hops.Benchmarks;

/// <summary>
/// The bars of the file system: stat of a path of seven names on one thread, and durable creation of empty files by many callers, beside
/// bare SQLite in the same run and directory.
/// </summary>
internal static class FileSystemBenchmark
{
    private const int FileCount = 16_384;
    private const int CallerCount = 1_024;
    private const int LargeFileBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);
    private static readonly CreateOptions New = new();

    private static readonly Principal Caller = new()
    {
        Name = "airports__ada",
        UserName = "ada",
        UserId = 1,
        Groups = ["airports__data"],
    };

    internal static async Task RunAsync(Report report)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"filesystem-{Environment.ProcessId}")).FullName;
        try
        {
            using var bare = new BareSqlite(Path.Combine(directory, "bare.db"), isNew: true);
            var tables = FileSystemTables.All;
            await using var store = SqliteStore.Open(Path.Combine(directory, "hops.db"), tables, new SqliteOptions(), TimeProvider.System);
            await using (var files = await OpenAsync(store, directory, new FileSystemOptions()))
            {
                await FillAsync(files, bare);
                await StatsAsync(report, files, bare, store, directory);
                await CreationsAsync(report, files, bare, store);
                await ContentAsync(report, files);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ValueTask<FileSystem.FileSystem> OpenAsync(SqliteStore store, string directory, FileSystemOptions options) =>
        FileSystem.FileSystem.OpenAsync(store, new RealDisk(), Path.Combine(directory, "blocks"), options, TimeProvider.System, default);

    private static async Task FillAsync(FileSystem.FileSystem files, BareSqlite bare)
    {
        bare.Begin();
        for (var number = 0; number < FileCount; number++)
            bare.Insert(Entry.Of(number));
        bare.Commit();
        var root = OpenGate.Everybody;
        await files.MkdirsAsync(root, "/Projects/airports/departures", 0x1ED, true, default);
        await files.SetOwnerAsync(root, "/Projects/airports/departures", Caller.Name, "airports__data", default);
        await files.SetQuotaAsync(root, "/Projects/airports", 100_000_000, -1, default);
        await Parallel.ForAsync(0, FileCount, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (number, cancellation) =>
            await files.WriteFileAsync(Caller, PathOf(number), default, New, cancellation));
    }

    private static string PathOf(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"/Projects/airports/departures/year={number % 16}/month={number / 16 % 8}/day={number % (16 * 8 * 8)}/part-{number:D24}.data");

    private static async Task StatsAsync(Report report, FileSystem.FileSystem files, BareSqlite bare, SqliteStore store, string directory)
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 4_096).Select(_ => random.Next(FileCount)).ToArray();
        var (rows, paths) = (numbers.Select(number => Entry.Of(number)).ToArray(), numbers.Select(PathOf).ToArray());
        var next = 0;
        bare.Begin();
        var yardstick = report.Loop("bare SQLite: point reads in one snapshot", Duration, 1, () =>
        {
            var row = rows[next++ & 4_095];
            bare.Get(row.ParentId, row.Name);
        });
        bare.Commit();
        foreach (var path in paths)
            await files.StatAsync(Caller, path, default);
        report.Loop("StatAsync: 7 names, cached", Duration, 1, () => Wait(files.StatAsync(Caller, paths[next++ & 4_095], default)), yardstick);
        await using var uncached = await OpenAsync(store, directory, new FileSystemOptions { CachedInodesMax = 0 });
        report.Loop("StatAsync: 7 names, no cache", Duration, 1, () => Wait(uncached.StatAsync(Caller, paths[next++ & 4_095], default)), yardstick);
    }

    private static async Task CreationsAsync(Report report, FileSystem.FileSystem files, BareSqlite bare, SqliteStore store)
    {
        var rows = (long)FileCount;
        var whole = await CreateAsync(store, number => files.WriteFileAsync(Caller, PathOf(number), default, New, default).AsTask());
        var opened = await CreateAsync(store, async number =>
        {
            await using var writer = await files.CreateAsync(Caller, PathOf(number) + ".open", New, default);
            await writer.CloseAsync();
        });
        var perCommit = (int)Math.Max(1, whole.Count / whole.Commits);
        var yardstick = report.Loop($"bare SQLite: durable inserts, {perCommit} to a commit", Duration, perCommit, () =>
        {
            bare.Begin();
            for (var i = 0; i < perCommit; i++)
                bare.Insert(Entry.Of(++rows));
            bare.Commit();
        });
        report.Rate($"WriteFileAsync: empty file, {CallerCount} concurrent callers", whole.Count, whole.Elapsed, yardstick);
        report.Rate($"CreateAsync and CloseAsync, {CallerCount} concurrent callers", opened.Count, opened.Elapsed, yardstick);
    }

    private static async Task<(long Count, long Commits, TimeSpan Elapsed)> CreateAsync(SqliteStore store, Func<int, Task> create)
    {
        var next = FileCount;
        var commitsBefore = store.Commits;
        var start = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, CallerCount).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < Duration)
                await create(Interlocked.Increment(ref next));
        }));
        await Task.WhenAll(callers);
        var count = next - FileCount;
        return (count, store.Commits - commitsBefore, Stopwatch.GetElapsedTime(start));
    }

    private static async Task ContentAsync(Report report, FileSystem.FileSystem files)
    {
        var buffer = new byte[1024 * 1024];
        new Random(1).NextBytes(buffer);
        var start = Stopwatch.GetTimestamp();
        await using (var writer = await files.CreateAsync(Caller, "/Projects/airports/departures/large", New, default))
        {
            for (var at = 0; at < LargeFileBytes; at += buffer.Length)
                await writer.WriteAsync(buffer);
            await writer.CloseAsync();
        }

        report.Rate("FileWriter: MiB written and synced", LargeFileBytes >> 20, Stopwatch.GetElapsedTime(start));
        start = Stopwatch.GetTimestamp();
        using var reader = await files.OpenFileAsync(Caller, "/Projects/airports/departures/large", default);
        for (var at = 0L; at < LargeFileBytes; at += buffer.Length)
            await reader.ReadAsync(at, buffer);
        report.Rate("FileReader: MiB read and checked", LargeFileBytes >> 20, Stopwatch.GetElapsedTime(start));
    }

    private static FileStatus Wait(ValueTask<FileStatus> task) =>
        task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();
}
