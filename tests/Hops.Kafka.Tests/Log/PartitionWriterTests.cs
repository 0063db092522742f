using System.Buffers.Binary;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log;

public class PartitionWriterTests
{
    [Fact]
    public async Task Batches_that_claim_more_offsets_than_a_segment_can_number_take_nothing_acknowledged_with_them()
    {
        var bench = new LogBench().Open();
        byte[][] batches = [Claiming(1_000_000_000), Claiming(1_000_000_000), Claiming(1_000_000_000), LogBench.Batch(1, seed: 7)];
        var appends = batches.Select(batch => bench.Partition.AppendAsync(batch)).ToArray();
        while (bench.Store.Loop.RunRound())
        {
        }

        var results = await Task.WhenAll(appends);
        results.Select(result => result.Error).ShouldBe([KafkaError.None, KafkaError.None, KafkaError.RequestTimedOut, KafkaError.None]);
        var end = bench.Partition.HighWatermark;
        bench.Disk.PowerCut();
        bench.Open();
        bench.Partition.HighWatermark.ShouldBe(end);
        bench.ReadAll(results[3].BaseOffset).ShouldBe([(results[3].BaseOffset, 7L)]);
        bench.Append(Claiming(1_000_000_000)).BaseOffset.ShouldBe(end);
        bench.Append(Claiming(1_000_000_000)).BaseOffset.ShouldBe(end + 1_000_000_000);
    }

    /// <summary>A batch of the default size at most, whose header claims a number of records that its bytes might hold when decompressed.</summary>
    private static byte[] Claiming(int records)
    {
        var batch = new byte[1_000_000];
        LogBench.Batch(1, codec: CompressionCodec.Gzip).CopyTo(batch, 0);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), records - 1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), records);
        RecordBatchHeader.StampCrc(batch);
        return batch;
    }
}
