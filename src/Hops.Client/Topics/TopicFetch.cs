using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Client.Topics;

/// <summary>What one fetch has brought. Its bytes are valid until disposal.</summary>
public sealed class TopicFetch : IDisposable
{
    private readonly IReadOnlyList<ReceivedFrame> _frames;

    internal TopicFetch(IReadOnlyList<FetchedRecords> partitions, params IReadOnlyList<ReceivedFrame> frames) => (Partitions, _frames) = (partitions, frames);

    /// <summary>What several fetches have brought, as one.</summary>
    internal static TopicFetch Of(IReadOnlyList<TopicFetch> parts) => new([.. parts.SelectMany(part => part.Partitions)], [.. parts.SelectMany(part => part._frames)])
    {
        Moved = parts.FirstOrDefault(part => part.Moved is not null)?.Moved,
    };

    /// <summary>What was said of a partition whose leader has moved; null if none has.</summary>
    internal PlatformException? Moved { get; init; }

    /// <summary>The partitions that had something.</summary>
    public IReadOnlyList<FetchedRecords> Partitions { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var frame in _frames)
            frame.Dispose();
    }
}

/// <summary>Record batches of one partition as they lie in its log.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Batches">Raw batches; the last one may be cut short.</param>
/// <param name="HighWatermark">Offset after the last record at the time, of open transactions too.</param>
public sealed record FetchedRecords(int Partition, ReadOnlyMemory<byte> Batches, long HighWatermark)
{
    /// <summary>Producer and first offset of each transaction that was aborted and has records here.</summary>
    public IReadOnlyList<(long ProducerId, long FirstOffset)> Aborted { get; init; } = [];

    /// <summary>Tells which of the batches hold records that are committed; to be asked of each, in their order.</summary>
    public CommittedFilter Committed() => new(Aborted);
}
