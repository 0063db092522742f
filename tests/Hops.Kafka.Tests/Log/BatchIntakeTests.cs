using Hops.Kafka.Compression;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using static Hops.Kafka.Tests.Support.CraftedBatch;

namespace Hops.Kafka.Tests.Log;

public sealed class BatchIntakeTests
{
    public static TheoryData<CompressionCodec> All => [CompressionCodec.None, .. Compressed];

    private static CompressionCodec[] Compressed => [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd];

    public static TheoryData<CompressionCodec, string> AllWithShapes
    {
        get
        {
            var data = new TheoryData<CompressionCodec, string>();
            foreach (var codec in (CompressionCodec[])[CompressionCodec.None, .. Compressed])
            {
                foreach (var shape in Shapes.Keys)
                    data.Add(codec, shape);
            }

            return data;
        }
    }

    /// <summary>What is wrong, in which record, with the bytes and the number of records that the header gives.</summary>
    private static Dictionary<string, (int Record, int Count, byte[] Records)> Shapes { get; } = new(StringComparer.Ordinal)
    {
        ["the last record is cut short"] = (1, 2, [.. Record(0), .. Record(1)[..^3]]),
        ["the first length points outside"] = (0, 1, [.. VarLong(5000), .. new byte[40]]),
        ["a length is negative"] = (0, 1, [.. VarLong(-5), .. new byte[40]]),
        ["garbage"] = (0, 3, [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 151))]),
        ["bytes follow the last record"] = (1, 2, [.. Record(0), .. Record(1), 0, 0, 0]),
        ["fewer records than the header says"] = (2, 3, [.. Record(0), .. Record(1)]),
        ["more records than the header says"] = (1, 2, [.. Record(0), .. Record(1), .. Record(2)]),
        ["a record is longer than its parts"] = (0, 1, Framed([.. Record(0)[1..], 7])),
        ["an offset comes twice"] = (1, 2, [.. Record(0), .. Record(0)]),
        ["the offsets begin at one"] = (0, 2, [.. Record(1), .. Record(2)]),
        ["an offset is negative"] = (0, 1, Record(-1)),
        ["the offsets leave one out"] = (1, 2, [.. Record(0), .. Record(2)]),
        ["a key is longer than its record"] = (0, 1, Framed([0, 0, 0, .. VarLong(500), 1, 2, 3, 4, 5])),
        ["a key has a negative length"] = (0, 1, Framed([0, 0, 0, .. VarLong(-2), .. VarLong(-1), 0])),
        ["a value is longer than its record"] = (0, 1, Framed([0, 0, 0, 1, .. VarLong(500), 1, 2, 3])),
        ["the number of headers is negative"] = (0, 1, Framed([0, 0, 0, 1, 1, .. VarLong(-1)])),
        ["there are fewer headers than their number"] = (0, 1, Framed([0, 0, 0, 1, 1, .. VarLong(2_000_000_000)])),
        ["a header has no name"] = (0, 1, Framed([0, 0, 0, 1, 1, .. VarLong(1), .. VarLong(-1), .. VarLong(-1)])),
        ["a number takes too many bytes"] = (0, 1, Framed([0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 1, 1, 0])),
        ["a number never ends"] = (0, 1, Framed([0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1])),
        ["a record is empty"] = (0, 1, [0, .. new byte[20]]),
    };

    [Fact]
    public void A_compacted_topic_takes_no_record_without_a_key()
    {
        var bench = new LogBench { Settings = new TopicSettings { IsCompacted = true, TimestampAfterMax = null } }.Open();
        using var writer = new RecordBatchWriter(CompressionCodec.Lz4);
        writer.Add(1_000, "key"u8, "value"u8);
        var keyed = writer.Build().ToArray();
        writer.Add(1_000, default, "value"u8);

        var answer = bench.Append(writer.Build().ToArray());

        (answer.Error, answer.RecordIndex).ShouldBe((KafkaError.InvalidRecord, 1));
        answer.Message.ShouldNotBeNull().ShouldContain("no key");
        bench.Append(keyed).Error.ShouldBe(KafkaError.None);
    }

    [Theory]
    [MemberData(nameof(AllWithShapes))]
    public void A_batch_is_refused_and_not_stored_if(CompressionCodec codec, string shape)
    {
        var bench = new LogBench().Open();
        var (record, count, records) = Shapes[shape];

        var answer = bench.Append(Of(codec, records, count));

        answer.Error.ShouldBe(KafkaError.InvalidRecord);
        answer.RecordIndex.ShouldBe(record);
        answer.Message.ShouldNotBeNullOrEmpty();
        bench.Partition.HighWatermark.ShouldBe(0);
        bench.Append(Of(codec, Record(0), Record(1))).BaseOffset.ShouldBe(0);
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void Content_of_another_codec_or_of_none_is_refused(CompressionCodec codec)
    {
        var bench = new LogBench().Open();
        byte[] records = [.. Record(0), .. Record(1)];
        foreach (var other in Enum.GetValues<CompressionCodec>().Where(other => other != codec))
        {
            using var content = new ByteBuffer(16);
            Codecs.Compress(other, records, content);
            bench.Append(Sealed(codec, content.Memory.ToArray(), 2)).Error.ShouldBe(KafkaError.InvalidRecord, $"{codec} holds {other}");
        }

        bench.Append(Sealed(codec, [], 2)).Error.ShouldBe(KafkaError.InvalidRecord);
        bench.Partition.HighWatermark.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Sound_records_of_all_sizes_are_stored_as_they_came(CompressionCodec codec)
    {
        var bench = new LogBench { Settings = new TopicSettings { MessageMaxBytes = 16 << 20, TimestampAfterMax = null, Retention = null } }.Open();
        var sizes = new[] { 0, 1, 50, 65_000, 65_536, 400_000, 3_000_000, 10, 0 };
        var batch = Of(codec, [.. sizes.Select((size, i) => Record(i, size))]);

        bench.Append(batch).Error.ShouldBe(KafkaError.None);

        using var slice = bench.Partition.Read(0, 32 << 20, atLeastOne: true);
        var stored = slice.Buffers.Single();
        stored.Span[RecordBatchHeader.CrcStart..].SequenceEqual(batch.AsSpan(RecordBatchHeader.CrcStart)).ShouldBeTrue();
        using var opened = RecordBatch.Open(stored, 16 << 20);
        var reader = opened.Read();
        foreach (var size in sizes)
        {
            reader.MoveNext().ShouldBeTrue();
            reader.Current.Value.Length.ShouldBe(size);
        }
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void A_batch_that_opens_to_more_than_its_bound_is_too_large(CompressionCodec codec)
    {
        var bench = new LogBench { Options = new LogOptions { BatchOpenedMaxBytes = 1 << 20, AllocationStepBytes = 64 << 10 } }.Open();
        var many = Enumerable.Range(0, 12).Select(i => Record(i, 200_000)).ToArray();

        bench.Append(Of(codec, many)).Error.ShouldBe(KafkaError.MessageTooLarge);
        bench.Append(Of(codec, Record(0, 3_000_000))).Error.ShouldBe(KafkaError.MessageTooLarge);

        bench.Partition.HighWatermark.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_largest_time_and_the_attributes_are_set_by_the_broker(CompressionCodec codec)
    {
        var bench = new LogBench().Open();
        using var content = new ByteBuffer(16);
        Codecs.Compress(codec, [.. Record(0, timestampDelta: 5), .. Record(1, timestampDelta: 70), .. Record(2, timestampDelta: 3)], content);

        bench.Append(Sealed(codec, content.Memory.ToArray(), 3, timestampMs: 1_000, maxTimestampMs: 9_999_999, moreAttributes: 0x140)).Error.ShouldBe(KafkaError.None);

        using var slice = bench.Partition.Read(0, 1 << 20, atLeastOne: true);
        using var stored = RecordBatch.Open(slice.Buffers.Single(), 1 << 20);
        stored.Header.MaxTimestamp.ShouldBe(1_070);
        stored.Header.Attributes.ShouldBe((short)codec);
        bench.FindByTime(1_006)!.Value.Offset.ShouldBe(1);
        bench.FindByTime(1_071).ShouldBeNull();
    }

    [Fact]
    public void The_record_whose_time_is_out_of_range_is_named()
    {
        var settings = new TopicSettings { TimestampAfterMax = TimeSpan.FromHours(1), TimestampBeforeMax = TimeSpan.FromHours(1), Retention = null };
        var bench = new LogBench { Settings = settings }.Open();
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var delta in new long[] { 3_700_000, -3_700_000, long.MaxValue, long.MinValue })
        {
            var answer = bench.Append(Sealed(CompressionCodec.None, [.. Record(0), .. Record(1), .. Record(2, timestampDelta: delta)], 3, nowMs));
            answer.Error.ShouldBe(KafkaError.InvalidTimestamp);
            answer.RecordIndex.ShouldBe(2);
        }

        bench.Append(Sealed(CompressionCodec.None, Record(0, timestampDelta: -1 - nowMs), 1, nowMs)).Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_batch_that_pauses_while_it_opens_is_the_same_as_one_that_does_not()
    {
        var bench = new LogBench { Settings = new TopicSettings { MessageMaxBytes = 16 << 20, TimestampAfterMax = null, Retention = null } }.Open();
        var batch = Of(CompressionCodec.Gzip, [.. Enumerable.Range(0, 300).Select(i => Record(i, i * 100))]);
        using var intake = new BatchIntake(bench.Partition, batch);
        var pauses = 0;
        while (!intake.Examine(intake.OpenedBytes + 100_000))
            pauses++;

        pauses.ShouldBeInRange(10, 60);
        var appended = intake.AppendAsync();
        bench.Run(appended).BaseOffset.ShouldBe(0);
        bench.Partition.HighWatermark.ShouldBe(300);
    }
}
