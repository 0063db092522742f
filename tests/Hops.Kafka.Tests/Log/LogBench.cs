using System.Buffers.Binary;
using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Log;

/// <summary>A store on a simulated disk whose rounds the test runs itself, and batches to put in it.</summary>
internal sealed class LogBench
{
    public static readonly PartitionId Id = new(Guid.Parse("11112222333344445555666677778888"), 0);

    private int _starts;

    public SimulatedDisk Disk { get; init; } = new(1);

    public LogOptions Options { get; init; } = new() { AllocationStepBytes = 64 << 10 };

    public TopicSettings Settings { get; init; } = new() { SegmentBytes = 16 << 10, IndexIntervalBytes = 512, Retention = null, TimestampAfterMax = null };

    public ManualTime Time { get; } = new();

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public HealthBoard Health { get; } = new();

    public PartitionStore Store { get; private set; } = null!;

    public Partition Partition { get; private set; } = null!;

    public LogBench Open()
    {
        Disk.CreateDirectory("/data");
        Disk.SyncDirectory("/");
        Store = PartitionStore.Open(Disk, "/data/topics", Options, Time, Logger, _starts++, Health);
        Partition = Store.Open(Id, Settings);
        return this;
    }

    /// <summary>Takes the partition that the store has now: a repair makes another one.</summary>
    public void Reopened() => Partition = Store.Find(Id)!;

    /// <summary>A log of 20 records that was closed, lost the second half of its first segment and was opened again.</summary>
    public static async Task<LogBench> DamagedAsync()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 20; i++)
            bench.Append(Batch(1, seed: i));
        await bench.Store.DisposeAsync();
        using (var file = bench.Disk.Open(bench.Partition.Segments[0].Path, DiskMode.ReadWrite))
            file.SetLength(file.LengthBytes / 2);
        return bench.Open();
    }

    public static byte[] Batch(int records, long seed = 0, long timestampMs = 1_000, long producerId = -1, int sequence = -1,
        short epoch = 0, int valueBytes = 20, CompressionCodec codec = CompressionCodec.None, bool isTransactional = false)
    {
        using var writer = new RecordBatchWriter(codec);
        var value = new byte[valueBytes];
        for (var i = 0; i < records; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(value, seed + i);
            writer.Add(timestampMs + i, default, value);
        }

        return writer.Build(producerId, producerId < 0 ? (short)-1 : epoch, sequence, isTransactional).ToArray();
    }

    public AppendResult Append(byte[] batch)
    {
        var task = Partition.AppendAsync(batch);
        Store.Loop.RunRound();
        task.IsCompleted.ShouldBeTrue();
        return task.Result;
    }

    public AppendResult End(long producerId, bool isCommit, short epoch = 0, int coordinatorEpoch = 0)
    {
        var task = Partition.AppendMarkerAsync(producerId, epoch, coordinatorEpoch, isCommit);
        Store.Loop.RunRound();
        task.IsCompleted.ShouldBeTrue();
        return task.Result;
    }

    /// <summary>A search that never has to wait.</summary>
    public RecordPosition? FindByTime(long timestampMs) => Finished(Partition.FindByTimeAsync(timestampMs, () => default));

    public RecordPosition? FindLargestTime() => Finished(Partition.FindLargestTimeAsync(() => default));

    public T Run<T>(Task<T> task)
    {
        Run((Task)task);
        return task.Result;
    }

    /// <summary>Runs the loop until the task is done: between two commands it goes on in a thread of the pool.</summary>
    public void Run(Task task)
    {
        SpinWait.SpinUntil(() => !Store.Loop.RunRound() && task.IsCompleted, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        task.GetAwaiter().GetResult();
    }

    /// <summary>First 8 bytes of the value of each record from an offset on, with its offset.</summary>
    public List<(long Offset, long Seed)> ReadAll(long from = 0, int maxBytes = 4096) => Read(from, maxBytes, mayBeDamaged: false);

    /// <summary>The same of a damaged log, up to where nothing sound follows.</summary>
    public List<(long Offset, long Seed)> ReadReadable(long from = 0, int maxBytes = 4096) => Read(from, maxBytes, mayBeDamaged: true);

    private List<(long Offset, long Seed)> Read(long from, int maxBytes, bool mayBeDamaged)
    {
        var records = new List<(long, long)>();
        while (from < Partition.HighWatermark)
        {
            using var slice = Partition.Read(from, maxBytes, atLeastOne: true);
            if (mayBeDamaged && slice.Error == KafkaError.CorruptMessage)
                break;
            slice.Error.ShouldBe(KafkaError.None);
            slice.LengthBytes.ShouldBeGreaterThan(0);
            foreach (var buffer in slice.Buffers)
            {
                for (var rest = buffer; !rest.IsEmpty;)
                {
                    using var batch = RecordBatch.Open(rest, 1 << 20);
                    var reader = batch.Read();
                    while (reader.MoveNext())
                    {
                        if (reader.Current.Offset >= from)
                            records.Add((reader.Current.Offset, BinaryPrimitives.ReadInt64BigEndian(reader.Current.Value)));
                    }

                    from = batch.Header.LastOffset + 1;
                    rest = rest[batch.Header.TotalBytes..];
                }
            }
        }

        return records;
    }

    private static RecordPosition? Finished(ValueTask<RecordPosition?> search)
    {
        search.IsCompleted.ShouldBeTrue();
        return search.GetAwaiter().GetResult();
    }

    /// <summary>Offset after the last record of batches that follow each other.</summary>
    public static long EndOf(ReadOnlyMemory<byte> batches)
    {
        var end = 0L;
        for (var rest = batches; !rest.IsEmpty; rest = rest[RecordBatchHeader.Parse(rest.Span).TotalBytes..])
            end = RecordBatchHeader.Parse(rest.Span).LastOffset + 1;
        return end;
    }

    public void DropCache()
    {
        lock (Partition.Gate)
            Partition.Cache.Clear();
    }
}

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
