using System.Text;
using Hops.Metadata.Tables;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>Reads the row on which a statement stands.</summary>
internal sealed class SqliteRowReader : RowReader
{
    private nint _statement;
    private int _column;

    internal void Start(sqlite3_stmt statement)
    {
        _statement = statement.DangerousGetHandle();
        _column = 0;
    }

    public override long Int64() => SqliteValues.ColumnInt64(_statement, _column++);

    // The blob of a text column is its UTF-8, with its length, so that a text may hold any character.
    public override string Text() => Encoding.UTF8.GetString(SqliteValues.ColumnBytes(_statement, _column++));

    public override byte[] Bytes() => SqliteValues.ColumnBytes(_statement, _column++).ToArray();

    public override long? Int64OrNull() => IsNull() ? null : Int64();

    public override string? TextOrNull() => IsNull() ? null : Text();

    public override byte[]? BytesOrNull() => IsNull() ? null : Bytes();

    private bool IsNull()
    {
        if (SqliteValues.ColumnType(_statement, _column) != raw.SQLITE_NULL)
            return false;
        _column++;
        return true;
    }
}
