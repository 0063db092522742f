namespace Hops.Streaming.Decoding;

/// <summary>Records of one partition that lie in one buffer, such as a decompressed fetch.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Buffer">The bytes; unchanged until the batch is done. Pinned memory avoids a pin for each batch.</param>
/// <param name="Records">The records in offset order.</param>
public sealed record SourceSlice(string Topic, int Partition, ReadOnlyMemory<byte> Buffer, ReadOnlyMemory<RecordRef> Records);

/// <summary>The input of one micro-batch, as it came from the topic: nothing is decoded or copied yet.</summary>
/// <param name="Slices">The records, in any order of partitions.</param>
public sealed record SourceBatch(IReadOnlyList<SourceSlice> Slices)
{
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
