namespace Hops.Streaming.Decoding;

/// <summary>Records of one partition that lie in one buffer, such as a decompressed fetch.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Buffer">The bytes; unchanged until the batch is done. Pinned memory avoids a pin for each batch.</param>
/// <param name="Records">The records in offset order.</param>
public sealed record SourceSlice(string Topic, int Partition, ReadOnlyMemory<byte> Buffer, ReadOnlyMemory<RecordRef> Records);

/// <summary>A batch of records as it lies in the log, which cannot be opened: its bytes are damaged, or never were what their header says.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="From">First offset that was to be read of it.</param>
/// <param name="End">Offset after the last one.</param>
/// <param name="Reason">Why it cannot be opened, for a person.</param>
/// <param name="Bytes">The batch, valid as long as its source.</param>
public sealed record UnreadableBatch(string Topic, int Partition, long From, long End, string Reason, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Largest batch whose bytes go to the dead-letter topic, which might not take a larger one.</summary>
    private const int LetterMaxBytes = 512 * 1024;

    /// <summary>The batch as one bad record: at its first offset, and with its bytes as they are stored for a value unless there are too many.</summary>
    public BadRecord ToBadRecord() => new(
        Topic, Partition, From, TimestampMs: 0, $"the stored batch of the offsets {From} to {End - 1} cannot be opened: {Reason}", Key: null,
        Bytes.Length <= LetterMaxBytes ? Bytes.ToArray() : null);
}

/// <summary>The input of one micro-batch, as it came from the topic: nothing is decoded or copied yet.</summary>
/// <param name="Slices">The records, in any order of partitions.</param>
public sealed record SourceBatch(IReadOnlyList<SourceSlice> Slices)
{
    /// <summary>Stored batches of records that could not be opened; none of their records is in the slices.</summary>
    public IReadOnlyList<UnreadableBatch> Unreadable { get; init; } = [];

    /// <summary>
    /// Partitions that hold more records than the batch takes of them: the watermark waits for what they still have to say. None when all
    /// was read that there was.
    /// </summary>
    public IReadOnlyCollection<int> Unfinished { get; init; } = [];

    /// <summary>A batch without records: the watermark alone may close windows.</summary>
    public static SourceBatch Empty { get; } = new([]);

    /// <summary>Records in it.</summary>
    public long RecordCount => Slices.Sum(slice => (long)slice.Records.Length);
}
