namespace Hops.Streaming.Decoding;

/// <summary>A record that does not decode.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Offset">Offset.</param>
/// <param name="TimestampMs">Its time, milliseconds since the Unix epoch.</param>
/// <param name="Reason">Why it does not decode, for a person.</param>
/// <param name="Key">A copy of its key, or null.</param>
/// <param name="Value">A copy of its value, or null.</param>
public sealed record BadRecord(
    string Topic, int Partition, long Offset, long TimestampMs, string Reason, byte[]? Key, byte[]? Value);
