using Hops.Kafka.Records;

namespace Hops.Kafka.Reading;

/// <summary>A piece of the batches of a partition. Its bytes are valid until disposal.</summary>
/// <param name="batches">Whole batches, some of them in one buffer; the last of a buffer may be cut short.</param>
/// <param name="aborted">Producer and first offset of each transaction that was aborted and has records here.</param>
/// <param name="owner">Disposed of with it; null for nothing.</param>
public sealed class RecordPiece(
    IReadOnlyList<ReadOnlyMemory<byte>> batches, IReadOnlyList<(long ProducerId, long FirstOffset)> aborted, IDisposable? owner) : IDisposable
{
    /// <summary>Where to go on if what was asked for is not there any more; null if it is.</summary>
    public long? GoneUntilOffset { get; init; }

    /// <summary>True if a part of what was asked for cannot be read.</summary>
    public bool IsUnreadable { get; init; }

    internal IReadOnlyList<ReadOnlyMemory<byte>> Batches => batches;

    internal CommittedFilter Committed() => new(aborted);

    /// <summary>One without records, because those that were asked for are gone.</summary>
    public static RecordPiece GoneUntil(long offset) => new([], [], null) { GoneUntilOffset = offset };

    /// <inheritdoc/>
    public void Dispose() => owner?.Dispose();
}
