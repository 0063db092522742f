using System.Buffers.Binary;
using System.Collections.Frozen;
using Hops.Kafka.Compression;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Benchmarks;

/// <summary>
/// What a broker does with the bytes of a batch before it queues it: the CRC alone, the CRC and a walk over all records, and the same with a look
/// at the schema id of each value, by processor time on one thread, in millions of opened bytes.
/// </summary>
internal static class IntakeBenchmark
{
    private const int SchemaId = 0x40000007;

    private static readonly SchemaDemand Demand = new(null, new SubjectIds("numbers-value", "confluent.value.schema.validation", FrozenSet.ToFrozenSet([.. Enumerable.Range(SchemaId, 10)])));

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    internal static Task RunAsync(Report report)
    {
        foreach (var valueBytes in new[] { 77, 1000 })
        {
            foreach (var codec in Enum.GetValues<CompressionCodec>())
                Measure(report, codec, valueBytes);
        }

        return Task.CompletedTask;
    }

    private static void Measure(Report report, CompressionCodec codec, int valueBytes)
    {
        using var writer = new RecordBatchWriter(codec);
        var value = new byte[valueBytes];
        var random = new Random(3);
        for (var records = 0; records < 500_000 / valueBytes; records++)
        {
            random.NextBytes(value.AsSpan(0, valueBytes / 3));
            BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), SchemaId);
            value[0] = 0;
            writer.Add(1_000 + records, default, value);
        }

        var openedBytes = writer.LengthBytes;
        var batch = writer.Build().ToArray();
        var name = $"{writer.Count} records of {valueBytes} bytes, {codec}";
        var bare = Loop(report, $"{name}: CRC", openedBytes, () => Check(batch));
        Loop(report, $"{name}: CRC and records", openedBytes, () => Walk(batch, null), bare);
        Loop(report, $"{name}: CRC, records and schema ids", openedBytes, () => Walk(batch, Demand), bare);
    }

    private static void Check(byte[] batch)
    {
        if (!RecordBatchHeader.CrcMatches(batch))
            throw new InvalidOperationException("the CRC does not match");
    }

    private static void Walk(byte[] batch, SchemaDemand? schemas)
    {
        Check(batch);
        using var walk = new RecordWalk(batch, RecordBatchHeader.Parse(batch), 64 << 20);
        while (walk.Step(long.MaxValue) == WalkStep.Record)
        {
            if (schemas?.Refuse(walk) is { } why)
                throw new InvalidOperationException(why);
        }
    }

    private static double Loop(Report report, string name, long operations, Action step, double? yardstick = null)
    {
        for (var i = 0; i < 300; i++)
            step();
        var count = 0L;
        var (started, used) = (Environment.CpuUsage.TotalTime, TimeSpan.Zero);
        for (; used < Duration; used = Environment.CpuUsage.TotalTime - started)
        {
            for (var i = 0; i < 20; i++)
                step();
            count += 20 * operations;
        }

        return report.Rate(name, count, used, yardstick);
    }
}
