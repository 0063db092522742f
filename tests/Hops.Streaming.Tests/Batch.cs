using Hops.Streaming.Decoding;

namespace Hops.Streaming.Tests;

/// <summary>Makes source batches of encoded values.</summary>
internal static class Batch
{
    public static SourceBatch Of(params byte[]?[] values) => Of("events", 0, 0, values);

    public static SourceBatch Of(string topic, int partition, long offsetFirst, IReadOnlyList<byte[]?> values)
    {
        var buffer = new MemoryStream();
        var records = new RecordRef[values.Count];
        for (var index = 0; index < values.Count; index++)
        {
            var start = (int)buffer.Position;
            buffer.Write(values[index]);
            records[index] = new RecordRef(start, values[index]?.Length ?? -1, 0, -1, offsetFirst + index, 1_600_000_000_000 + index);
        }
        return new SourceBatch([new SourceSlice(topic, partition, buffer.ToArray(), records)]);
    }
}
