namespace Hops.Metadata.Tables;

/// <summary>One column of a <see cref="Table"/>. Names are lower case with underscores and are never SQL keywords.</summary>
/// <param name="Name">Its name in every engine.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsNullable">True if it may be null; key columns may not.</param>
public sealed record Column(string Name, ColumnType Type, bool IsNullable = false);

/// <summary>Type of a column: the subset that every engine stores alike.</summary>
public enum ColumnType
{
    /// <summary>64-bit signed integer (INTEGER, BIGINT); also times as Unix milliseconds and booleans as 0 or 1.</summary>
    Int64,

    /// <summary>UTF-8 text compared byte by byte (TEXT with binary collation).</summary>
    Text,

    /// <summary>Bytes compared as unsigned (BLOB, BYTEA).</summary>
    Bytes,
}
