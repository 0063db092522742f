namespace Hops.Kafka.Reading;

/// <summary>One record of a partition, copied out of its batch.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970; -1 if it has none.</param>
/// <param name="Key">Its key; null if it has none.</param>
/// <param name="Value">Its value; null if it has none.</param>
/// <param name="Headers">Its headers: names in UTF-8 and values; null for none.</param>
public sealed record StoredMessage(
    int Partition, long Offset, long TimestampMs, byte[]? Key, byte[]? Value, IReadOnlyList<KeyValuePair<byte[], byte[]?>> Headers)
{
    /// <summary>Bytes of key, value and headers.</summary>
    public int SizeBytes { get; } =
        (Key?.Length ?? 0) + (Value?.Length ?? 0) + Headers.Sum(header => header.Key.Length + (header.Value?.Length ?? 0));
}
