namespace Hops.Kafka.Records;

/// <summary>One record, as spans into the decompressed batch; valid as long as that memory is.</summary>
public readonly ref struct RecordView
{
    /// <summary>Its offset in the partition.</summary>
    public long Offset { get; init; }

    /// <summary>Its timestamp, milliseconds since 1970; -1 if it has none.</summary>
    public long TimestampMs { get; init; }

    /// <summary>True if it has no key.</summary>
    public bool IsKeyNull { get; init; }

    /// <summary>True if it has no value (a tombstone).</summary>
    public bool IsValueNull { get; init; }

    /// <summary>Its key; empty if it has none.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Its value; empty if it has none.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Its headers.</summary>
    public RecordHeaders Headers { get; init; }
}
