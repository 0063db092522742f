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

    internal static LogSlice Empty { get; } = new(KafkaError.None, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owner in _owners)
            owner.Dispose();
    }

    internal static LogSlice Refused(KafkaError error) => new(error, []);
}
