using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// Looks through the whole database once after it was opened, in the background: 1. SQLite's own check of the trees
/// (https://sqlite.org/pragma.html#pragma_integrity_check), for a damaged inner page hides rows that are then simply not found; 2. the
/// checksum of every row. It works on a snapshot, so it stops after <see cref="SqliteOptions.ExaminationTimeMax"/>: until then the
/// write-ahead log cannot be emptied.
/// </summary>
internal sealed class Examination : IDisposable
{
    private const int InstructionsBetweenLooks = 10_000;
    private const int PageCacheBytes = 1 << 20;

    private readonly string _path;
    private readonly IReadOnlyList<TableSql> _tables;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Thread _thread;
    private volatile bool _isClosing;

    internal Examination(string path, IReadOnlyList<TableSql> tables, SqliteOptions options, TimeProvider time)
    {
        _path = path;
        _tables = tables;
        _options = options;
        _time = time;
        _started = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "hops-metadata-examination", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    private bool MustStop => _isClosing || _time.GetElapsedTime(_started) > _options.ExaminationTimeMax;

    public void Dispose()
    {
        _isClosing = true;
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            using var connection = SqliteConnection.OpenReader(_path, _options with { PageCacheBytes = PageCacheBytes });
            connection.StopWhen(() => MustStop, InstructionsBetweenLooks);
            if (StructureFault(connection) is { } fault)
                Damaged(fault);
            else
                CheckRows(connection);
        }
        catch (Exception) when (MustStop)
        {
            if (!_isClosing)
                _options.Examined!(new ExaminationReport(null, IsWhole: false));
        }
        catch (Exception cause)
        {
            // The file cannot be read to its end, which is what this is there to find out.
            Damaged(cause.InnerException?.Message ?? cause.Message);
        }
    }

    /// <summary>The first thing that is wrong with the trees; null if nothing is.</summary>
    private static string? StructureFault(SqliteConnection connection)
    {
        using var check = connection.Prepare("PRAGMA integrity_check(1)");
        connection.Step(check, "integrity_check");
        var answer = raw.sqlite3_column_text(check, 0).utf8_to_string();
        return answer == "ok" ? null : answer.Replace('\n', ' ');
    }

    private void CheckRows(SqliteConnection connection)
    {
        foreach (var table in _tables)
        {
            if (DamagedRows(connection, table) is > 0 and var count)
            {
                Damaged($"table {table.Table.Name} has rows that are not as they were written: {count}");
                return;
            }
        }

        _options.Examined!(new ExaminationReport(null, IsWhole: true));
    }

    private static long DamagedRows(SqliteConnection connection, TableSql table)
    {
        using var rows = connection.Prepare(table.EveryRow);
        long damaged = 0;
        while (connection.Step(rows, table.Table.Name))
        {
            if (!RowChecksum.Matches(rows.DangerousGetHandle(), table.Table.Columns.Count))
                damaged++;
        }

        return damaged;
    }

    private void Damaged(string what) => _options.Examined!(new ExaminationReport(what, IsWhole: false));
}

/// <summary>What an examination of the database found.</summary>
/// <param name="Damage">The first thing that is wrong, in the words of the engine; null if nothing was found.</param>
/// <param name="IsWhole">True if everything was looked at and is sound.</param>
public sealed record ExaminationReport(string? Damage, bool IsWhole);
