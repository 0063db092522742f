namespace Hops.Streaming.DuckDb;

/// <summary>
/// A source of rows that DuckDB scans with several threads, asking only for the columns that a statement needs. Exceptions of a subclass
/// become errors of the statement; none crosses into native code.
/// </summary>
public abstract class TableFunction
{
    /// <param name="name">Name by which SQL calls it.</param>
    /// <param name="columns">Its columns.</param>
    protected TableFunction(string name, IReadOnlyList<SqlColumn> columns) => (Name, Columns) = (name, columns);

    /// <summary>Name by which SQL calls it.</summary>
    public string Name { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; }

    /// <summary>Rows that a scan will give, for the optimizer.</summary>
    public abstract long RowCountEstimate { get; }

    /// <summary>Begins a scan.</summary>
    /// <param name="columnIndexes">
    /// Wanted columns: the vector at a position of the output holds the column of that index; -1 for a column that nobody reads.
    /// </param>
    public abstract TableScan BeginScan(IReadOnlyList<int> columnIndexes);
}

/// <summary>One scan of a <see cref="TableFunction"/>, shared by its threads.</summary>
public abstract class TableScan
{
    /// <summary>Most threads that can work on it.</summary>
    public abstract int ThreadsMax { get; }

    /// <summary>Begins the work of one thread.</summary>
    public abstract TableScanThread BeginThread();
}

/// <summary>The part of a scan that one thread does.</summary>
public abstract class TableScanThread
{
    /// <summary>Fills the next chunk.</summary>
    /// <param name="vectors">Native vectors of the wanted columns, each with room for <see cref="RowsPerChunkMax"/> rows.</param>
    /// <returns>Rows filled; 0 ends the work of this thread.</returns>
    public abstract int Fill(ReadOnlySpan<nint> vectors);

    /// <summary>Rows that a vector has room for.</summary>
    public const int RowsPerChunkMax = 2_048;
}
