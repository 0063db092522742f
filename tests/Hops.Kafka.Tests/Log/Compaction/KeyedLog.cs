using System.Globalization;
using System.Text;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log.Compaction;

/// <summary>A compacted log on a simulated disk, with records of keys and values that are short texts.</summary>
internal sealed class KeyedLog
{
    private readonly Dictionary<long, int> _sequences = [];

    public KeyedLog(TopicSettings? settings = null, LogOptions? options = null, int seed = 1) => Bench = new LogBench
    {
        Disk = new SimulatedDisk(seed),
        Options = options ?? new LogOptions { AllocationStepBytes = 8 << 10 },
        Settings = settings ?? Compacted,
    }.Open();

    /// <summary>Segments of a few batches, compacted however little that brings.</summary>
    public static TopicSettings Compacted { get; } = new()
    {
        SegmentBytes = 1 << 10, IndexIntervalBytes = 128, TimestampAfterMax = null, IsDeleted = false, IsCompacted = true, DirtyRatioMin = 0,
    };

    public LogBench Bench { get; }

    public Partition Partition => Bench.Partition;

    /// <summary>Appends records in one batch; a value of null is a tombstone.</summary>
    public AppendResult Write(params (string Key, string? Value)[] records) => Write(CompressionCodec.None, -1, records);

    public AppendResult Write(CompressionCodec codec, long producerId, params (string Key, string? Value)[] records)
    {
        using var writer = new RecordBatchWriter(codec);
        foreach (var (key, value) in records)
        {
            writer.Add(
                Bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(key), value is null ? default : Encoding.UTF8.GetBytes(value),
                [new("h"u8.ToArray(), "v"u8.ToArray())]);
        }

        var sequence = _sequences.GetValueOrDefault(producerId);
        _sequences[producerId] = sequence + records.Length;
        var batch = producerId < 0 ? writer.Build() : writer.Build(producerId, 0, sequence, isTransactional: true);
        return Bench.Append(batch.ToArray());
    }

    /// <summary>Fills the segment that is appended to, so that all before is in full ones.</summary>
    public void Roll()
    {
        var segments = Partition.Segments.Count;
        for (var i = 0; Partition.Segments.Count == segments; i++)
            Write(("filling", i.ToString(CultureInfo.InvariantCulture) + new string('.', 200)));
    }

    public void Compact() => Bench.Run(Bench.Store.CompactOnceAsync());

    /// <summary>What who reads what is committed sees, offset by offset; the batches follow each other without a gap.</summary>
    public List<(long Offset, string Key, string? Value)> Read()
    {
        var records = new List<(long, string, string?)>();
        for (var from = Partition.LogStartOffset; from < Partition.LastStableOffset;)
        {
            using var slice = Partition.Read(from, 700, atLeastOne: true, isCommitted: true);
            slice.Error.ShouldBe(KafkaError.None);
            var filter = new CommittedFilter(slice.AbortedFrom(from).Select(aborted => (aborted.ProducerId, aborted.FirstOffset)));
            foreach (var buffer in slice.Buffers)
            {
                for (var rest = buffer; !rest.IsEmpty;)
                {
                    using var batch = RecordBatch.Open(rest, 1 << 20);
                    batch.Header.BaseOffset.ShouldBeLessThanOrEqualTo(from, "a batch follows the one before it");
                    var reader = batch.Read();
                    for (var isData = filter.Holds(batch.Header); isData && reader.MoveNext();)
                    {
                        reader.Current.TimestampMs.ShouldBeGreaterThan(1_600_000_000_000);
                        records.Add((reader.Current.Offset, Encoding.UTF8.GetString(reader.Current.Key), reader.Current.IsValueNull ? null : Encoding.UTF8.GetString(reader.Current.Value)));
                    }

                    from = batch.Header.LastOffset + 1;
                    rest = rest[batch.Header.TotalBytes..];
                }
            }
        }

        return records;
    }

    /// <summary>The newest value of each key, tombstones left out.</summary>
    public SortedDictionary<string, string> Table()
    {
        var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, key, value) in Read())
        {
            if (value is null)
                table.Remove(key);
            else
                table[key] = value;
        }

        return table;
    }
}
