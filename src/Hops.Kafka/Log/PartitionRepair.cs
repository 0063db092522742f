namespace Hops.Kafka.Log;

/// <summary>What the repair of one partition drops, or would drop.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Drops">Offsets whose records go for good: they cannot be read now. None if the log is sound.</param>
/// <param name="DroppedBytes">Bytes of the files that are not kept.</param>
/// <param name="LogStartOffset">First offset afterwards.</param>
/// <param name="EndOffset">Offset of the next record afterwards: never one that was given before, as far as is known.</param>
public sealed record PartitionRepair(int Partition, IReadOnlyList<LogGap> Drops, long DroppedBytes, long LogStartOffset, long EndOffset)
{
    /// <summary>True if there was nothing to repair.</summary>
    public bool IsSound => Drops.Count == 0 && DroppedBytes == 0;
}
