using System.Runtime.InteropServices;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The calls that are made for each value of a row, without the bookkeeping of managed handles and of the collector, which costs several
/// times what they do. None of them waits, allocates much or calls back. The library is the one that SQLitePCLRaw has loaded.
/// </summary>
internal static unsafe partial class SqliteValues
{
    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    internal static partial int BindInt64(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    internal static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    internal static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    internal static partial long ColumnInt64(nint statement, int column);

    /// <summary>The bytes of a text or blob; valid until the statement moves.</summary>
    internal static ReadOnlySpan<byte> ColumnBytes(nint statement, int column)
    {
        // The blob is asked for before its length: https://sqlite.org/c3ref/column_blob.html
        var start = ColumnBlob(statement, column);
        return new ReadOnlySpan<byte>(start, ColumnLength(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [SuppressGCTransition]
    private static partial void* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [SuppressGCTransition]
    private static partial int ColumnLength(nint statement, int column);
}
