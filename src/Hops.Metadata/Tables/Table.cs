namespace Hops.Metadata.Tables;

/// <summary>
/// Description of a table, as data: each engine derives its SQL from it, and nothing but the access paths declared here exists
/// (reference 02 section 13.1).
/// </summary>
public abstract class Table
{
    /// <param name="name">Lower case with underscores.</param>
    /// <param name="columns">All columns; the key columns come first, in key order.</param>
    /// <param name="keyLength">How many leading columns make the primary key.</param>
    /// <param name="partitionLength">How many leading key columns make the partition of a scan, at most <paramref name="keyLength"/>.</param>
    /// <param name="lookups">Declared unique look-ups besides the primary key.</param>
    protected Table(string name, IReadOnlyList<Column> columns, int keyLength, int partitionLength, IReadOnlyList<Lookup> lookups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, Math.Min(columns.Count, Key.PartsMax));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitionLength, keyLength);
        Name = name;
        Columns = columns;
        KeyLength = keyLength;
        PartitionLength = partitionLength;
        Lookups = lookups;
    }

    /// <summary>Name in every engine.</summary>
    public string Name { get; }

    /// <summary>All columns; the key columns come first.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>How many leading columns make the primary key.</summary>
    public int KeyLength { get; }

    /// <summary>How many leading key columns make the partition of a scan.</summary>
    public int PartitionLength { get; }

    /// <summary>Declared unique look-ups besides the primary key.</summary>
    public IReadOnlyList<Lookup> Lookups { get; }
}

/// <summary>A declared unique look-up: a unique index over columns other than the primary key.</summary>
/// <param name="Name">Name of the index, unique in the database.</param>
/// <param name="Columns">Column names, in index order.</param>
public sealed record Lookup(string Name, params string[] Columns);

/// <summary>A table whose rows are <typeparamref name="TRow"/>.</summary>
/// <typeparam name="TRow">An immutable record.</typeparam>
public sealed class Table<TRow> : Table
    where TRow : class
{
    /// <inheritdoc cref="Table(string, IReadOnlyList{Column}, int, int, IReadOnlyList{Lookup})"/>
    /// <param name="read">Makes a row of the values of a reader, reading each column once in declared order.</param>
    /// <param name="write">Writes the values of a row, each column once in declared order.</param>
    public Table(
        string name,
        IReadOnlyList<Column> columns,
        int keyLength,
        int partitionLength,
        Func<RowReader, TRow> read,
        Action<TRow, RowWriter> write,
        params Lookup[] lookups)
        : base(name, columns, keyLength, partitionLength, lookups)
    {
        Read = read;
        Write = write;
    }

    /// <summary>Makes a row of the values of a reader.</summary>
    public Func<RowReader, TRow> Read { get; }

    /// <summary>Writes the values of a row.</summary>
    public Action<TRow, RowWriter> Write { get; }

    /// <summary>The primary key of a row.</summary>
    public Key KeyOf(TRow row) => KeyOfRow.Of(this, row);
}

/// <summary>The values of one stored row, read in declared column order.</summary>
public abstract class RowReader
{
    /// <summary>The next column, an integer that is not null.</summary>
    public abstract long Int64();

    /// <summary>The next column, a text that is not null.</summary>
    public abstract string Text();

    /// <summary>The next column, bytes that are not null.</summary>
    public abstract byte[] Bytes();

    /// <summary>The next column, a nullable integer.</summary>
    public abstract long? Int64OrNull();

    /// <summary>The next column, a nullable text.</summary>
    public abstract string? TextOrNull();

    /// <summary>The next column, nullable bytes.</summary>
    public abstract byte[]? BytesOrNull();
}

/// <summary>Receives the values of one row in declared column order.</summary>
public abstract class RowWriter
{
    /// <summary>The next column, an integer.</summary>
    public abstract void Int64(long? value);

    /// <summary>The next column, a text.</summary>
    public abstract void Text(string? value);

    /// <summary>The next column, bytes.</summary>
    public abstract void Bytes(byte[]? value);
}
