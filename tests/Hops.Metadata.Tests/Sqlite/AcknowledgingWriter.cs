using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

/// <summary>The process that the tests of durability kill: many callers insert, and each acknowledged id is a line on the standard output.</summary>
internal static class AcknowledgingWriter
{
    private const int CallerCount = 32;

    internal static async Task<int> Main(string[] arguments)
    {
        await using var store = SqliteStore.Open(arguments[0], [Town.Table, Mark.Table, Tally.Table], new SqliteOptions(), TimeProvider.System);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, CallerCount).Select(_ => Task.Run(() => InsertAsync(store, output))));
        return 0;
    }

    private static async Task InsertAsync(SqliteStore store, TextWriter output)
    {
        while (true)
        {
            var id = await store.NextIdAsync("tally");
            await store.WriteAsync(async t =>
            {
                // Two rows of two tables: a half-done transaction would show.
                await t.InsertAsync(Mark.Table, new Mark(BitConverter.GetBytes(id), []));
                return await t.InsertAsync(Tally.Table, new Tally(id, id));
            });
            await output.WriteLineAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
