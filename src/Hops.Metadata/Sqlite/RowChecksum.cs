using System.Buffers.Binary;
using System.Numerics;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The checksum of one stored row: CRC-32C over type, length and value of each column, and the number of columns in the upper half, so that
/// a row stays valid when columns are added behind it. SQLite itself keeps no checksum of its pages (ADR 0062).
/// </summary>
internal struct RowChecksum
{
    /// <summary>Name of the column that holds it, in every table; null in a row that was written before there was one.</summary>
    internal const string ColumnName = "row_checksum";

    private uint _crc;
    private int _columns;

    /// <summary>The value of the column.</summary>
    internal readonly long Value => ((long)_columns << 32) | _crc;

    /// <summary>The next column, an integer.</summary>
    internal void Add(long? value)
    {
        if (value is { } some)
            Begin(raw.SQLITE_INTEGER, sizeof(long));
        else
            Begin(raw.SQLITE_NULL, 0);
        _crc = BitOperations.Crc32C(_crc, (ulong)(value ?? 0));
    }

    /// <summary>The next column, a text that is not null, as its UTF-8.</summary>
    internal void AddText(ReadOnlySpan<byte> value) => Add(raw.SQLITE_TEXT, value);

    /// <summary>The next column, bytes that are not null.</summary>
    internal void AddBytes(ReadOnlySpan<byte> value) => Add(raw.SQLITE_BLOB, value);

    /// <summary>True if the row on which a statement stands is as it was written, or was written without a checksum.</summary>
    /// <param name="statement">A statement that selects all columns of a table, then its checksum.</param>
    /// <param name="columnCount">Columns of the table, without the checksum.</param>
    internal static bool Matches(nint statement, int columnCount)
    {
        if (SqliteValues.ColumnType(statement, columnCount) == raw.SQLITE_NULL)
            return true;
        var expected = SqliteValues.ColumnInt64(statement, columnCount);
        var count = (int)(expected >> 32);
        if (count < 1 || count > columnCount)
            return false;
        var actual = default(RowChecksum);
        for (var column = 0; column < count; column++)
            actual.AddStored(statement, column);
        return actual.Value == expected;
    }

    private void AddStored(nint statement, int column)
    {
        var type = SqliteValues.ColumnType(statement, column);
        if (type == raw.SQLITE_INTEGER)
            Add(SqliteValues.ColumnInt64(statement, column));
        else if (type == raw.SQLITE_NULL)
            Add(null);
        else
            Add(type, SqliteValues.ColumnBytes(statement, column));
    }

    private void Add(int type, ReadOnlySpan<byte> value)
    {
        Begin(type, value.Length);
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(value));
        foreach (var rest in value)
            _crc = BitOperations.Crc32C(_crc, rest);
    }

    private void Begin(int type, int lengthBytes)
    {
        _columns++;
        _crc = BitOperations.Crc32C(_crc, ((ulong)(uint)type << 32) | (uint)lengthBytes);
    }
}
