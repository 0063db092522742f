using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Records;

public sealed class RecordBatchReaderTests
{
    private const long BaseMs = 1_600_000_000_000;

    private static readonly int[] Lengths = [0, 1, 2, 62, 63, 64, 65, 127, 128, 8_190, 8_191, 8_192, 8_193, 20_000];

    [Fact]
    public void Records_come_back_as_they_were_written_whatever_lengths_and_times_they_have()
    {
        var random = new Random(20130101);
        for (var round = 0; round < 200; round++)
        {
            var written = Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Made(random)).ToArray();
            var reader = new RecordBatchReader(Written(written, out var records), records);
            foreach (var (record, index) in written.Select((record, index) => (record, index)))
            {
                reader.MoveNext().ShouldBeTrue();
                reader.Offset.ShouldBe(index);
                reader.TimestampMs.ShouldBe(record.TimestampMs);
                records.AsSpan(reader.KeyAt, Math.Max(0, reader.KeyLengthBytes)).ToArray().ShouldBe(record.Key ?? []);
                (reader.KeyLengthBytes < 0).ShouldBe(record.Key is null);
                records.AsSpan(reader.ValueAt, Math.Max(0, reader.ValueLengthBytes)).ToArray().ShouldBe(record.Value ?? []);
                (reader.ValueLengthBytes < 0).ShouldBe(record.Value is null);
                var headers = reader.Current.Headers;
                foreach (var (name, value) in record.Headers)
                {
                    headers.MoveNext().ShouldBeTrue();
                    headers.Name.ToArray().ShouldBe(name);
                    headers.Value.ToArray().ShouldBe(value ?? []);
                }

                headers.MoveNext().ShouldBeFalse();
            }

            reader.MoveNext().ShouldBeFalse();
        }
    }

    [Fact]
    public void Records_that_are_cut_off_or_changed_are_refused_or_lie_within_their_bytes()
    {
        var random = new Random(20130102);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var header = Written([.. Enumerable.Range(0, 3).Select(_ => Made(random, lengthMaxBytes: 200))], out var records);
            if (round % 2 == 0)
                records = records[..random.Next(records.Length)];
            else
                records[random.Next(records.Length)] = (byte)random.Next(256);
            refused += IsRefused(header, records) ? 1 : 0;
        }

        refused.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void A_number_of_more_than_five_bytes_is_refused()
    {
        var header = Written([new Record(BaseMs, null, [1], [])], out _);
        // Length, attributes, time, offset, a key of -1 in six bytes, and what would follow it.
        IsRefused(header, [22, 0, 0, 0, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00, 1, 0]).ShouldBeTrue();
        IsRefused(header, [20, 0, 0, 0, 0x81, 0x80, 0x80, 0x80, 0x00, 1, 0]).ShouldBeFalse();
    }

    private static bool IsRefused(RecordBatchHeader header, byte[] records)
    {
        try
        {
            var reader = new RecordBatchReader(header, records);
            while (reader.MoveNext())
            {
                _ = records.AsSpan(reader.KeyAt, Math.Max(0, reader.KeyLengthBytes));
                _ = records.AsSpan(reader.ValueAt, Math.Max(0, reader.ValueLengthBytes));
                _ = reader.Current;
            }

            return false;
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.UndecodableRecord)
        {
            return true;
        }
    }

    private static RecordBatchHeader Written(Record[] written, out byte[] records)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        foreach (var record in written)
            writer.Add(record.TimestampMs, record.Key, record.Value, record.Headers);
        using var batch = RecordBatch.Open(writer.Build().ToArray(), int.MaxValue);
        records = batch.Records.ToArray();
        return batch.Header;
    }

    private static Record Made(Random random, int lengthMaxBytes = int.MaxValue) => new(
        BaseMs + (random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(24, 64)),
        Bytes(random, lengthMaxBytes),
        Bytes(random, lengthMaxBytes),
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => KeyValuePair.Create(Bytes(random, 64) ?? [], Bytes(random, lengthMaxBytes)))]);

    /// <summary>Bytes of a length at which a number takes another byte, or null; not of the span that stands for null.</summary>
    private static byte[]? Bytes(Random random, int lengthMaxBytes)
    {
        if (random.Next(4) == 0)
            return null;
        var bytes = new byte[Math.Min(lengthMaxBytes, Lengths[random.Next(Lengths.Length)])];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Record(long TimestampMs, byte[]? Key, byte[]? Value, KeyValuePair<byte[], byte[]?>[] Headers);
}
