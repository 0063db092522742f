using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Compression;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Parquet;

/// <summary>
/// Writes the rows of a SELECT as a Parquet file while DuckDB's threads make them: each thread encodes its chunks into the columns of a row
/// group, straight from DuckDB's vectors, and writes the group when it is full. One file at a time; the memory is kept for the next one.
/// </summary>
internal sealed class ParquetOutput : RowSink, IDisposable
{
    /// <summary>Most columns: each takes a quarter of a megabyte for each thread.</summary>
    private const int ColumnsMax = 128;

    private const string FunctionName = "hops_parquet_rows";

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly Stack<RowGroupEncoder> _idle = new();
    private readonly List<RowGroupFacts> _groups = [];
    private DiskFile? _file;
    private long _end;

    private ParquetOutput(IReadOnlyList<ParquetColumn> columns)
        : base(FunctionName, columns.Select(column => column.Type.Id)) => _columns = columns;

    /// <summary>An output of these columns; null if there are some that only DuckDB's own writer writes.</summary>
    public static ParquetOutput? Of(IReadOnlyList<SqlColumn> columns)
    {
        if (columns.Count > ColumnsMax)
            return null;
        var parquet = columns.Select(ParquetColumn.Of).OfType<ParquetColumn>().ToArray();
        return parquet.Length == columns.Count ? new ParquetOutput(parquet) : null;
    }

    /// <summary>Runs a SELECT and writes its rows.</summary>
    /// <param name="connection">Where this is registered.</param>
    /// <param name="select">The SELECT; its columns are those of this output.</param>
    /// <param name="file">An empty file.</param>
    /// <returns>Rows written; without rows the file stays empty.</returns>
    /// <exception cref="PlatformException">The SELECT fails, or the disk is full.</exception>
    public long Write(Connection connection, string select, DiskFile file)
    {
        (_file, _end) = (file, 0);
        try
        {
            var counted = Run(connection, select);
            foreach (var encoder in _idle.Where(encoder => encoder.RowCount > 0))
                WriteGroup(encoder);
            var rowCount = _groups.Sum(group => (long)group.RowCount);
            if (rowCount != counted)
                throw new UnreachableException($"DuckDB has counted {counted} rows and passed {rowCount}");
            if (rowCount > 0)
                WriteFooter();
            return rowCount;
        }
        finally
        {
            _file = null;
            _groups.Clear();
            foreach (var encoder in _idle)
                encoder.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var encoder in _idle)
            encoder.Dispose();
        _idle.Clear();
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<nint> vectors, int rowCount)
    {
        RowGroupEncoder? encoder;
        lock (_lock)
            _idle.TryPop(out encoder);
        encoder ??= new RowGroupEncoder(_columns);
        try
        {
            encoder.Add(vectors, rowCount);
            if (encoder.IsFull)
                WriteGroup(encoder);
        }
        finally
        {
            lock (_lock)
                _idle.Push(encoder);
        }
    }

    /// <returns>How many rows DuckDB has counted.</returns>
    private long Run(Connection connection, string select)
    {
        // What is counted are calls that gave a value, and they all do; so it is one that DuckDB may not leave out.
        var names = string.Join(", ", _columns.Select(column => SqlText.Quote(column.Name)));
        try
        {
            using var result = connection.Query($"SELECT count({FunctionName}({names})) FROM ({select})");
            return result.SingleRow()[0] ?? 0;
        }
        catch (PlatformException) when (Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        finally
        {
            Failure = null;
        }
    }

    private void WriteGroup(RowGroupEncoder encoder)
    {
        lock (_lock)
        {
            if (_end == 0)
                Append([Footer.Magic.ToArray()]);
            var (facts, content) = encoder.Finish(_end);
            Append(content);
            _groups.Add(facts);
        }

        encoder.Clear();
    }

    private void WriteFooter()
    {
        using var footer = new ByteBuffer(16 * 1024);
        Footer.Write(footer, _columns, _groups);
        Append([footer.Memory]);
    }

    private void Append(IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        _file!.Write(content, _end);
        _end += content.Sum(part => (long)part.Length);
    }
}
