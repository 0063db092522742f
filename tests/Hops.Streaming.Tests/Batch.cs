using Hops.Streaming.Decoding;

namespace Hops.Streaming.Tests;

/// <summary>Makes source batches of encoded values.</summary>
internal static class Batch
{
    public static SourceBatch Of(params byte[]?[] values) => Of("events", 0, 0, values);

    public static SourceBatch Of(string topic, int partition, long offsetFirst, IReadOnlyList<byte[]?> values) =>
        Of(topic, partition, offsetFirst, [.. values.Select(value => ((byte[]?)null, value))]);

    public static SourceBatch Keyed(params (byte[]? Key, byte[]? Value)[] records) => Of("events", 0, 0, records);

    private static SourceBatch Of(string topic, int partition, long offsetFirst, (byte[]? Key, byte[]? Value)[] pairs)
    {
        var buffer = new MemoryStream();
        var records = new RecordRef[pairs.Length];
        for (var index = 0; index < pairs.Length; index++)
        {
            var (key, value) = pairs[index];
            var start = (int)buffer.Position;
            buffer.Write(key);
            buffer.Write(value);
            var keyLength = key?.Length ?? 0;
            records[index] = new RecordRef(start + keyLength, value?.Length ?? -1, start, key?.Length ?? -1, offsetFirst + index, 1_600_000_000_000 + index);
        }
        return new SourceBatch([new SourceSlice(topic, partition, buffer.ToArray(), records)]);
    }
}
