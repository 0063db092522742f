namespace Hops.Kafka.Log;

/// <summary>Where a record is and of when it is.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
/// <param name="LeaderEpoch">Epoch of the leader that appended it.</param>
public readonly record struct RecordPosition(long Offset, long TimestampMs, int LeaderEpoch);
