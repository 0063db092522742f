using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// Whole batches read from a partition, as they are on the wire. The bytes stay valid until disposal, which must come exactly once,
/// after they have been copied or sent.
/// </summary>
public sealed class LogSlice : IDisposable
{
    private readonly IDisposable[] _owners;

    internal LogSlice(KafkaError error, IReadOnlyList<ReadOnlyMemory<byte>> buffers, params IDisposable[] owners)
    {
        Error = error;
        Buffers = buffers;
        _owners = owners;
        foreach (var buffer in buffers)
            LengthBytes += buffer.Length;
    }

    /// <summary>None, or why there is nothing: <c>OffsetOutOfRange</c>, <c>CorruptMessage</c>, <c>KafkaStorageError</c>.</summary>
    public KafkaError Error { get; }

    /// <summary>The batches, one after the other; a boundary between buffers is one between batches.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Buffers { get; }

    /// <summary>Bytes in all buffers.</summary>
    public int LengthBytes { get; }

    /// <summary>Offset of its first record; it has one.</summary>
    internal long FirstOffset => RecordBatchHeader.Parse(Buffers[0].Span).BaseOffset;

    /// <summary>Offset after its last record; it has one.</summary>
    internal long EndOffset
    {
        get
        {
            var end = 0L;
            for (var rest = Buffers[^1]; !rest.IsEmpty;)
            {
                var header = RecordBatchHeader.Parse(rest.Span);
                end = header.LastOffset + 1;
                rest = rest[header.TotalBytes..];
            }

            return end;
        }
    }

    /// <summary>The transactions as of the moment in which it was read: those whose records are in it.</summary>
    private TransactionIndex Transactions { get; set; } = TransactionIndex.None;

    internal static LogSlice Empty { get; } = new(KafkaError.None, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owner in _owners)
            owner.Dispose();
    }

    internal static LogSlice Refused(KafkaError error) => new(error, []);

    /// <summary>The same, with the transactions under which it was read.</summary>
    internal LogSlice Under(TransactionIndex transactions)
    {
        if (LengthBytes > 0)
            Transactions = transactions;
        return this;
    }

    /// <summary>The aborted transactions whose records are to be skipped.</summary>
    /// <param name="fromOffset">The first offset that was wanted. A piece that follows damage begins behind it, and what ended there is not named: its marker does not come.</param>
    internal IReadOnlyList<AbortedTransaction> AbortedFrom(long fromOffset) =>
        Transactions.Aborted.IsEmpty ? [] : Transactions.AbortedIn(Math.Max(fromOffset, FirstOffset), EndOffset);
}
