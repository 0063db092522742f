namespace Hops.Streaming.Parquet;

/// <summary>The columns of a row group that one thread fills at a time.</summary>
internal sealed class RowGroupEncoder : IDisposable
{
    /// <summary>Rows after which a row group is written: what DuckDB's writer takes, and its readers share among their threads.</summary>
    private const int RowsMax = 122_880;

    /// <summary>Bytes after which it is written, compressed for the most part.</summary>
    private const int BytesMax = 32 * 1024 * 1024;

    private readonly ColumnEncoder[] _columns;
    private readonly List<ReadOnlyMemory<byte>> _content = [];

    public RowGroupEncoder(IEnumerable<ParquetColumn> columns) => _columns = [.. columns.Select(column => column.BeginEncoder())];

    /// <summary>Rows so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>True if it is to be written before it gets more rows.</summary>
    public bool IsFull => RowCount >= RowsMax || _columns.Sum(column => (long)column.LengthBytes) > BytesMax;

    /// <summary>Adds the rows of a chunk.</summary>
    /// <param name="vectors">DuckDB's vectors of the columns.</param>
    /// <param name="count">How many, at most 2,048.</param>
    public void Add(ReadOnlySpan<nint> vectors, int count)
    {
        for (var index = 0; index < _columns.Length; index++)
            _columns[index].Add(vectors[index], count);
        RowCount += count;
    }

    /// <summary>Ends the row group.</summary>
    /// <param name="offset">Where in the file its first byte will be.</param>
    /// <returns>What the footer says of it, and what is to be written, which is valid until <see cref="Clear"/>.</returns>
    public (RowGroupFacts Facts, IReadOnlyList<ReadOnlyMemory<byte>> Content) Finish(long offset)
    {
        var chunks = new (ChunkFacts, long)[_columns.Length];
        var end = offset;
        for (var index = 0; index < chunks.Length; index++)
        {
            var facts = _columns[index].Finish(_content);
            chunks[index] = (facts, end);
            end += facts.CompressedBytes;
        }

        return (new RowGroupFacts(RowCount, offset, end, chunks), _content);
    }

    /// <summary>Begins the next row group.</summary>
    public void Clear()
    {
        foreach (var column in _columns)
            column.Clear();
        _content.Clear();
        RowCount = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns)
            column.Dispose();
    }
}

/// <summary>What the footer says of a row group.</summary>
/// <param name="RowCount">Its rows.</param>
/// <param name="Offset">Where its first byte is.</param>
/// <param name="End">Offset after its last byte.</param>
/// <param name="Chunks">Its columns, each with where it begins.</param>
internal sealed record RowGroupFacts(int RowCount, long Offset, long End, IReadOnlyList<(ChunkFacts Facts, long Offset)> Chunks);
