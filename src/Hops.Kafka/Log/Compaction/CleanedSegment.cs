using Hops.Core.Storage;

namespace Hops.Kafka.Log.Compaction;

/// <summary>The file that is to take the place of some segments, written and durable under a name of its own.</summary>
/// <param name="File">The file, open.</param>
/// <param name="Path">Its name, which recovery removes.</param>
/// <param name="Replaced">The segments, one after the other.</param>
/// <param name="EndOffset">Offset after the last of them.</param>
internal sealed record CleanedSegment(DiskFile File, string Path, IReadOnlyList<Segment> Replaced, long EndOffset)
{
    /// <summary>Bytes of it.</summary>
    public int LengthBytes { get; set; }

    /// <summary>True if it differs from what it would replace.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Its indexes.</summary>
    public required SparseIndex Index { get; init; }

    /// <summary>Largest timestamp in it; -1 if there is none.</summary>
    public long LargestTimestampMs { get; set; } = -1;

    /// <summary>Base offset of the batch that has it; -1 if there is none.</summary>
    public long LargestTimestampBatch { get; set; } = -1;
}
