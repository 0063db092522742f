using System.Buffers.Binary;
using Hops.Kafka.Compression;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Wire;

namespace Hops.Kafka.Tests.Log;

/// <summary>Hostile batches of producers: what is taken, every reader reads; what is not, is refused with a reason, and the log goes on.</summary>
public sealed class BatchIntakeFuzzTests
{
    private const int GoodBatches = 8;
    private const int PieceBytes = 64;
    private const int OpenedMaxBytes = 1 << 20;

    /// <summary>A log is kept in memory here, and so another is begun after so many.</summary>
    private const int FramesPerLog = 2_000;

    public static TheoryData<CompressionCodec, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<CompressionCodec, bool>();
            foreach (var codec in Enum.GetValues<CompressionCodec>())
            {
                kinds.Add(codec, false);
                kinds.Add(codec, true);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hostile_batches_are_taken_or_refused_in_bounded_memory(CompressionCodec codec, bool isCompacted) => Batches(codec, isCompacted, FuzzRun.Frames);

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Speed", "Slow")]
    public void A_million_batches(CompressionCodec codec, bool isCompacted) => Batches(codec, isCompacted, FuzzRun.Wanted);

    private static void Batches(CompressionCodec codec, bool isCompacted, int count)
    {
        var bench = Bench(isCompacted);
        var (seen, taken) = (0, 0);
        FuzzRun.Each(
            new MutatedFrames(Good(codec), FuzzRun.Seed),
            count,
            frame =>
            {
                if (++seen % FramesPerLog == 0)
                    bench = Bench(isCompacted);
                var batch = Repaired(frame, codec);
                var result = Take(bench, batch);
                if (result.Error != KafkaError.None)
                {
                    result.Message.ShouldNotBeNullOrEmpty();
                    return;
                }

                taken++;
                Read(batch);
                // What a producer sends again is told where it stands already.
                bench.Partition.HighWatermark.ShouldBeGreaterThanOrEqualTo(result.BaseOffset + RecordBatchHeader.Parse(batch).RecordCount);
            },
            $"batches of {codec}",
            // The buffers are rented, and a log that is new has files and a cache.
            besidesBytes: 16 * OpenedMaxBytes);
        taken.ShouldBeGreaterThan(count / 200, "some are changed where it does no harm, or nothing behind the checks would be tried");
    }

    /// <summary>With lengths and a CRC as a sender would have them, in most of them, or nothing behind those checks would be reached.</summary>
    private static byte[] Repaired(ArraySegment<byte> frame, CompressionCodec codec)
    {
        byte[] batch = [.. frame];
        if (batch.Length < RecordBatchHeader.LengthBytes || batch.Length % 16 == 0)
            return batch;
        if (batch.Length % 4 != 0)
        {
            batch.AsSpan(0, 8).Clear();
            BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.PrefixBytes);
            (batch[16], batch[21], batch[22]) = (2, 0, (byte)codec);
        }

        RecordBatchHeader.StampCrc(batch);
        return batch;
    }

    /// <summary>As Produce does it, in pieces.</summary>
    private static AppendResult Take(LogBench bench, byte[] batch)
    {
        using var intake = new BatchIntake(bench.Partition, batch);
        while (!intake.Examine(intake.OpenedBytes + PieceBytes))
        {
            // It goes on where it has paused.
        }

        var appended = intake.AppendAsync();
        if (!appended.IsCompleted)
            bench.Run(appended);
        return appended.GetAwaiter().GetResult();
    }

    private static void Read(byte[] batch)
    {
        using var opened = RecordBatch.Open(batch, OpenedMaxBytes);
        var reader = opened.Read();
        var records = 0;
        while (reader.MoveNext())
            records++;
        records.ShouldBe(opened.Header.RecordCount);
    }

    private static LogBench Bench(bool isCompacted) => new LogBench
    {
        Options = new LogOptions { BatchOpenedMaxBytes = OpenedMaxBytes, AllocationStepBytes = 64 << 10 },
        Settings = new TopicSettings { IsCompacted = isCompacted, SegmentBytes = 256 << 10, Retention = null, TimestampAfterMax = null },
    }.Open();

    private static List<byte[]> Good(CompressionCodec codec)
    {
        using var writer = new RecordBatchWriter(codec);
        return [.. Enumerable.Range(1, GoodBatches).Select(records =>
        {
            for (var number = 0; number < records; number++)
                writer.Add(1_700_000_000_000 + number, "key"u8, new byte[number * 20], [KeyValuePair.Create("h"u8.ToArray(), (byte[]?)"v"u8.ToArray())]);
            var batch = (records % 3 == 0 ? writer.Build(records, producerEpoch: 0, baseSequence: 0, isTransactional: records % 2 == 0) : writer.Build()).ToArray();
            writer.Clear();
            return batch;
        })];
    }
}
