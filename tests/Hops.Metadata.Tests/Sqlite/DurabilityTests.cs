using System.Diagnostics;
using System.Globalization;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-kill-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var acknowledged = new HashSet<long>();
        foreach (var count in new[] { 1, 500, 2_000 })
            (await KillAfterAsync(count)).ForEach(id => acknowledged.Add(id).ShouldBeTrue("an id was given twice"));

        await using var store = SqliteStore.Open(_directory, [Town.Table, Mark.Table, Tally.Table], new SqliteOptions(), TimeProvider.System);
        var stored = await AllAsync(store, Tally.Table, row => row.Id, row => Key.Of(row.Id));
        var marks = await AllAsync(store, Mark.Table, row => BitConverter.ToInt64(row.Left), row => Key.Of(row.Left, row.Right));

        acknowledged.Except(stored).ShouldBeEmpty();
        marks.SetEquals(stored).ShouldBeTrue("a transaction is there by half");
    }

    /// <summary>Starts a writer and kills it once it has acknowledged so many transactions.</summary>
    /// <returns>What it acknowledged until it was dead.</returns>
    private async Task<List<long>> KillAfterAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(AcknowledgingWriter).Assembly.Location, _directory])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var acknowledged = new List<long>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (acknowledged.Count == count)
                    process.Kill();

                // The last line may be cut short by the death: it ends at the end of the stream, not at an end of line.
                acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }

        acknowledged.Count.ShouldBeGreaterThan(count);
        acknowledged.RemoveAt(acknowledged.Count - 1);
        return acknowledged;
    }

    private static async Task<HashSet<long>> AllAsync<TRow>(SqliteStore store, Table<TRow> table, Func<TRow, long> id, Func<TRow, Key> key)
        where TRow : class
    {
        var all = new HashSet<long>();
        Key? after = null;
        while (true)
        {
            var start = after;
            var page = await store.ReadAsync(t => t.SweepAsync(table, start, 5_000));
            if (page.Count == 0)
                return all;
            all.UnionWith(page.Select(id));
            after = key(page[^1]);
        }
    }
}
