using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// The table function by which SQL reads a <see cref="SourceBatch"/>: records are decoded straight into DuckDB's vectors, only the wanted
/// columns, by several threads (reference 07 section 2.1). The batch is set before each statement.
/// </summary>
/// <param name="name">Name by which SQL calls it.</param>
/// <param name="layout">Columns.</param>
/// <param name="schemas">Writer schemas.</param>
/// <param name="eventTimeColumn">
/// Column whose values are tallied while they are decoded, before any filter, as Spark's watermark sees them; null for none.
/// </param>
internal sealed class RecordSource(string name, TopicLayout layout, WriterSchemas schemas, string? eventTimeColumn)
    : TableFunction(name, layout.Columns)
{
    private readonly int _eventTimeIndex = eventTimeColumn is null ? -1 : layout.Columns.ToList().FindIndex(column => column.Name == eventTimeColumn);

    /// <summary>The batch that the next statement reads; null between batches.</summary>
    public PinnedBatch? Batch { get; set; }

    /// <inheritdoc/>
    public override long RowCountEstimate => Batch?.RecordCount ?? 0;

    /// <inheritdoc/>
    public override TableScan BeginScan(IReadOnlyList<int> columnIndexes) =>
        new RecordScan(layout, schemas, Batch ?? PinnedBatch.Empty, columnIndexes, _eventTimeIndex);
}

/// <summary>One scan: hands out morsels of records, and has the steps of the writers of its values and keys.</summary>
internal sealed class RecordScan : TableScan
{
    private int _morselNext;

    public RecordScan(TopicLayout layout, WriterSchemas schemas, PinnedBatch batch, IReadOnlyList<int> columnIndexes, int eventTimeIndex)
    {
        (Layout, Batch, ColumnIndexes, EventTimeIndex) = (layout, batch, columnIndexes, eventTimeIndex);
        var wantedFields = columnIndexes.Append(eventTimeIndex).Where(index => index >= 0 && index < layout.Nodes.Count).ToHashSet();
        Values = new StepsByWriter(id => schemas.Find(id), writer => layout.Compile(writer, wantedFields));
        if (layout.Key is { } key && columnIndexes.Contains(layout.KeyIndex))
            Keys = new StepsByWriter(id => schemas.Find(id, isOfKey: true), key.Compile);
    }

    public TopicLayout Layout { get; }

    public PinnedBatch Batch { get; }

    public StepsByWriter Values { get; }

    /// <summary>Null if the typed key is not wanted.</summary>
    public StepsByWriter? Keys { get; }

    public IReadOnlyList<int> ColumnIndexes { get; }

    /// <summary>Column that is tallied, or -1.</summary>
    public int EventTimeIndex { get; }

    /// <inheritdoc/>
    public override int ThreadsMax => Math.Max(1, Batch.Morsels.Count);

    /// <inheritdoc/>
    public override TableScanThread BeginThread() => new RecordScanThread(this);

    public bool TryTakeMorsel(out Morsel morsel)
    {
        var index = Interlocked.Increment(ref _morselNext) - 1;
        var taken = index < Batch.Morsels.Count;
        morsel = taken ? Batch.Morsels[index] : default;
        return taken;
    }
}
