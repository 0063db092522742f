using System.Buffers.Binary;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>
/// What producers did in numbered transactions and what they were told, over any number of crashes, and whether the logs and the groups agree.
/// Each producer commits the number of its transaction as the offset of its own group. Thread safe.
/// </summary>
internal sealed class TransactionLedger
{
    /// <summary>Records of a transaction in each of its partitions.</summary>
    public const int RecordsPerPartition = 3;

    private const long SeedsPerTransaction = 1_000;

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <summary>How many were begun, and how many of them are known to be committed.</summary>
    public (int Begun, int Committed) Count
    {
        get
        {
            lock (_gate)
                return (_entries.Count, _entries.Count(entry => entry.Fate == Fate.Committed));
        }
    }

    /// <summary>The group whose offsets a producer commits.</summary>
    public static string GroupOf(string producer) => "readers of " + producer;

    /// <summary>Notes that a producer begins a transaction.</summary>
    public Entry Begin(string producer, bool hasOffsets, IReadOnlyCollection<int> partitions)
    {
        lock (_gate)
        {
            var entry = new Entry(_entries.Count + 1, producer, hasOffsets, partitions);
            _entries.Add(entry);
            return entry;
        }
    }

    /// <summary>Compares it with a broker on which nothing is open any more, and notes what became of those of which it was not known.</summary>
    public void Verify(Broker broker, string topic, int partitionCount, string when)
    {
        var visible = new HashSet<long>();
        for (var partition = 0; partition < partitionCount; partition++)
        {
            var log = broker.Logs.Find(0, topic, partition)!;
            log.LastStableOffset.ShouldBe(log.HighWatermark, $"{when}: readers wait in partition {partition}");
            foreach (var seed in Committed(log))
            {
                visible.Add(seed).ShouldBeTrue($"{when}: record {seed} is there twice");
                (seed % SeedsPerTransaction / RecordsPerPartition).ShouldBe(partition, when);
            }
        }

        lock (_gate)
        {
            foreach (var entry in _entries)
                Settle(entry, entry.Seeds.Count(visible.Remove), when);
            visible.ShouldBeEmpty($"{when}: records that nobody wrote");
            foreach (var ofProducer in _entries.GroupBy(entry => entry.Producer))
            {
                var last = ofProducer.LastOrDefault(entry => entry is { Fate: Fate.Committed, HasOffsets: true })?.Number ?? -1;
                var offset = broker.Groups.Find(0, GroupOf(ofProducer.Key))?.Offsets.Values.Single().Offset ?? -1;
                offset.ShouldBe(last, $"{when}: offset of the group of {ofProducer.Key}");
            }
        }
    }

    private static void Settle(Entry entry, int found, string when)
    {
        var all = entry.Partitions.Count * RecordsPerPartition;
        if (entry.Fate == Fate.Unknown)
            entry.Fate = found > 0 ? Fate.Committed : Fate.NotCommitted;
        found.ShouldBe(entry.Fate == Fate.Committed ? all : 0, $"{when}: records of transaction {entry.Number} of {entry.Producer}, {entry.Fate}");
    }

    /// <summary>What a reader of a partition sees, from its start to the last stable offset.</summary>
    private static List<long> Committed(Partition log)
    {
        const int PieceBytes = 4 << 10;
        var seeds = new List<long>();
        for (var offset = log.LogStartOffset; offset < log.LastStableOffset;)
        {
            using var slice = log.Read(offset, PieceBytes, atLeastOne: true, isCommitted: true);
            slice.Error.ShouldBe(KafkaError.None);
            var filter = new CommittedFilter(slice.AbortedFrom(offset).Select(aborted => (aborted.ProducerId, aborted.FirstOffset)));
            foreach (var buffer in slice.Buffers)
            {
                for (var rest = buffer; !rest.IsEmpty; rest = rest[RecordBatchHeader.Parse(rest.Span).TotalBytes..])
                {
                    var header = RecordBatchHeader.Parse(rest.Span);
                    if (filter.Holds(header))
                        seeds.AddRange(Seeds(rest, offset));
                    offset = header.LastOffset + 1;
                }
            }
        }

        return seeds;
    }

    private static List<long> Seeds(ReadOnlyMemory<byte> bytes, long fromOffset)
    {
        var seeds = new List<long>();
        using var batch = RecordBatch.Open(bytes, 1 << 20);
        for (var records = batch.Read(); records.MoveNext();)
        {
            if (records.Current.Offset >= fromOffset)
                seeds.Add(BinaryPrimitives.ReadInt64BigEndian(records.Current.Value));
        }

        return seeds;
    }

    /// <summary>What a producer knows of a transaction of its own.</summary>
    internal enum Fate
    {
        /// <summary>It was not asked to be committed: nothing of it may ever be seen.</summary>
        NotCommitted,

        /// <summary>It was asked to be committed, and there was no answer: all of it is seen, or nothing.</summary>
        Unknown,

        /// <summary>It was answered that it is committed: all of it is seen.</summary>
        Committed,
    }

    /// <summary>One transaction.</summary>
    internal sealed record Entry(int Number, string Producer, bool HasOffsets, IReadOnlyCollection<int> Partitions)
    {
        public Fate Fate { get; set; }

        /// <summary>The values of its records, in the order of partitions.</summary>
        public IEnumerable<long> Seeds => Partitions.SelectMany(partition => Enumerable.Range(0, RecordsPerPartition).Select(record => SeedIn(partition) + record));

        /// <summary>The value of its first record in a partition; the others follow it.</summary>
        public long SeedIn(int partition) => (Number * SeedsPerTransaction) + (partition * RecordsPerPartition);
    }
}
