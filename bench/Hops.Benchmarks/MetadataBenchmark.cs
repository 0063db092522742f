using System.Diagnostics;
using System.Globalization;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Benchmarks;

/// <summary>Point reads and durable inserts of the metadata database, beside bare SQLite in the same run and directory.</summary>
internal static class MetadataBenchmark
{
    private const int RowCount = 200_000;
    private const int CallerCount = 1_024;
    private const int PathDepth = 7;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    internal static async Task RunAsync(Report report)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"metadata-{Environment.ProcessId}")).FullName;
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(directory, "hops.db"), [Entry.Table], new SqliteOptions(), TimeProvider.System);
            using var bare = new BareSqlite(Path.Combine(directory, "bare.db"), isNew: true);
            await FillAsync(store, bare);
            Reads(report, store, bare);
            await WritesAsync(report, store, bare);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task FillAsync(SqliteStore store, BareSqlite bare)
    {
        bare.Begin();
        for (var i = 0; i < RowCount; i++)
            bare.Insert(Entry.Of(i));
        bare.Commit();
        await store.WriteAsync(async t =>
        {
            for (var i = 0; i < RowCount; i++)
                await t.InsertAsync(Entry.Table, Entry.Of(i));
            return 0;
        });
    }

    private static void Reads(Report report, SqliteStore store, BareSqlite bare)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 4_096).Select(_ => Entry.Of(random.Next(RowCount))).ToArray();
        var next = 0;
        Entry Next() => rows[next++ & 4_095];

        var single = report.Loop("bare SQLite: point read, each its own snapshot", Duration, 1, () =>
        {
            var row = Next();
            bare.Get(row.ParentId, row.Name);
        });
        report.Loop("ReadAsync: one point read", Duration, 1, () =>
        {
            var key = KeyOf(Next());
            _ = Wait(store.ReadAsync(t => t.GetAsync(Entry.Table, key)));
        }, single);

        bare.Begin();
        var many = report.Loop("bare SQLite: point reads in one snapshot", Duration, 1, () =>
        {
            var row = Next();
            bare.Get(row.ParentId, row.Name);
        });
        bare.Commit();
        var keys = new Key[PathDepth];
        report.Loop($"ReadAsync: {PathDepth} point reads (a path), counted as {PathDepth}", Duration, PathDepth, () =>
        {
            for (var i = 0; i < PathDepth; i++)
                keys[i] = KeyOf(Next());
            _ = Wait(store.ReadAsync(t => t.GetManyAsync(Entry.Table, keys)));
        }, many);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            var key = KeyOf(rows[i & 4_095]);
            _ = Wait(store.ReadAsync(t => t.GetAsync(Entry.Table, key)));
        }

        report.Fact("ReadAsync: bytes allocated per point read", ((GC.GetAllocatedBytesForCurrentThread() - before) / 10_000).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task WritesAsync(Report report, SqliteStore store, BareSqlite bare)
    {
        var next = (long)RowCount;
        var commitsBefore = store.Commits;
        var start = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, CallerCount).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < Duration)
            {
                var entry = Entry.Of(Interlocked.Increment(ref next));
                await store.WriteAsync(t => t.InsertAsync(Entry.Table, entry));
            }
        }));
        await Task.WhenAll(callers);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var count = next - RowCount;
        var commits = store.Commits - commitsBefore;
        var perCommit = (int)Math.Max(1, count / commits);

        var number = (long)RowCount;
        var yardstick = report.Loop($"bare SQLite: durable inserts, {perCommit} to a commit", Duration, perCommit, () =>
        {
            bare.Begin();
            for (var i = 0; i < perCommit; i++)
                bare.Insert(Entry.Of(++number));
            bare.Commit();
        });
        report.Rate($"WriteAsync: one insert, {CallerCount} concurrent callers", count, elapsed, yardstick);
        report.Fact("WriteAsync: inserts in a commit (mean)", perCommit.ToString(CultureInfo.InvariantCulture));
        report.Loop("WriteAsync: one insert, a single caller", Duration, 1, () =>
        {
            var entry = Entry.Of(Interlocked.Increment(ref next));
            _ = Wait(store.WriteAsync(t => t.InsertAsync(Entry.Table, entry)));
        });
        report.Loop("bare SQLite: durable inserts, 1 to a commit", Duration, 1, () => bare.Insert(Entry.Of(++number)));
    }

    private static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();

    private static Key KeyOf(Entry entry) => Key.Of(entry.ParentId, entry.Name);
}
