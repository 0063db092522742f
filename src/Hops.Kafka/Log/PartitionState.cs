using System.Buffers.Binary;
using System.Collections.Immutable;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// What a partition saves beside its log, so that recovery need not read all of it: where the log begins, up to where it was durable and
/// checked, the leader epochs, the idempotent producers and the transactions as of then. Replaced atomically; protected by a CRC.
/// </summary>
internal sealed record PartitionState(
    long LogStartOffset, long RecoveryOffset, long SegmentBase, int SegmentPosition, LeaderEpochs Epochs,
    IReadOnlyDictionary<long, ProducerEntry> Producers, TransactionIndex Transactions)
{
    private const int Magic = 0x484F5053;
    private const int Version = 2;

    /// <summary>What is written where there are no transactions: an earlier version of the broker reads it too.</summary>
    private const int VersionWithoutTransactions = 1;

    private const int HeaderBytes = 12;
    private const int MaxBytes = 256 << 20;

    public static PartitionState Fresh { get; } = new(0, 0, 0, 0, LeaderEpochs.None, new Dictionary<long, ProducerEntry>(), TransactionIndex.None);

    private static string PathIn(string directory) => Path.Combine(directory, "state");

    /// <summary>Reads the state of a partition.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">Directory of the partition.</param>
    /// <param name="state">The state; null unless it was read.</param>
    /// <returns>Without a state all of the log must be read; a newer one must not be taken for none, for that would bring deleted records back.</returns>
    public static StateCondition Load(Disk disk, string directory, out PartitionState? state)
    {
        state = null;
        if (!disk.FileExists(PathIn(directory)))
            return StateCondition.Missing;
        var bytes = disk.ReadAll(PathIn(directory), MaxBytes).AsSpan();
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadInt32BigEndian(bytes) != Magic)
            return StateCondition.Damaged;
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) is var version && version is not (Version or VersionWithoutTransactions))
            return version > Version ? StateCondition.Newer : StateCondition.Damaged;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) != Crc32C.Of(bytes[HeaderBytes..]))
            return StateCondition.Damaged;
        state = Parse(bytes[HeaderBytes..], version);
        return StateCondition.Read;
    }

    private static PartitionState Parse(ReadOnlySpan<byte> bytes, int version)
    {
        var reader = new Cursor(bytes);
        var (start, recovery, segment, position) = (reader.Int64(), reader.Int64(), reader.Int64(), (int)reader.Int64());
        var leaderEpochs = LeaderEpochs.None;
        for (var count = reader.Int64(); count > 0; count--)
            leaderEpochs = leaderEpochs.With((int)reader.Int64(), reader.Int64());
        var producers = new Dictionary<long, ProducerEntry>();
        for (var count = reader.Int64(); count > 0; count--)
        {
            var producerId = reader.Int64();
            var (epochs, seenMs) = (reader.Int64(), reader.Int64());
            var recent = new ProducerBatch[reader.Int64()];
            for (var i = 0; i < recent.Length; i++)
                recent[i] = new ProducerBatch((int)reader.Int64(), (int)reader.Int64(), reader.Int64(), reader.Int64());
            producers.Add(producerId, new ProducerEntry((short)epochs, recent, seenMs, CoordinatorEpochIn(epochs)));
        }

        return new PartitionState(
            start, recovery, segment, position, leaderEpochs, producers, version == VersionWithoutTransactions ? TransactionIndex.None : ParseTransactions(ref reader));
    }

    /// <summary>The epoch of a producer in the low 16 bits, which is all that an earlier version reads of it, and one more than that of its coordinator above.</summary>
    private static long EpochsOf(ProducerEntry entry) => (((long)entry.CoordinatorEpoch + 1) << 16) | (ushort)entry.Epoch;

    private static int CoordinatorEpochIn(long epochs) => epochs < 0 ? -1 : (int)((epochs >> 16) - 1);

    private static TransactionIndex ParseTransactions(ref Cursor reader)
    {
        var open = ImmutableDictionary.CreateBuilder<long, long>();
        for (var count = reader.Int64(); count > 0; count--)
            open.Add(reader.Int64(), reader.Int64());
        var aborted = new List<AbortedTransaction>();
        for (var count = reader.Int64(); count > 0; count--)
            aborted.Add(new AbortedTransaction(reader.Int64(), reader.Int64(), reader.Int64()));
        return TransactionIndex.Restored(open.ToImmutable(), aborted);
    }

    /// <summary>Saves it, atomically and durably.</summary>
    public void Save(Disk disk, string directory)
    {
        var fields = new List<long> { LogStartOffset, RecoveryOffset, SegmentBase, SegmentPosition, Epochs.Starts.Count };
        foreach (var (epoch, startOffset) in Epochs.Starts)
            fields.AddRange([epoch, startOffset]);
        fields.Add(Producers.Count);
        foreach (var (producerId, entry) in Producers)
        {
            fields.AddRange([producerId, EpochsOf(entry), entry.SeenMs, entry.Recent.Length]);
            foreach (var batch in entry.Recent)
                fields.AddRange([batch.FirstSequence, batch.LastSequence, batch.BaseOffset, batch.TimestampMs]);
        }

        if (!Transactions.IsEmpty)
        {
            fields.Add(Transactions.Open.Count);
            foreach (var (producerId, firstOffset) in Transactions.Open)
                fields.AddRange([producerId, firstOffset]);
            fields.Add(Transactions.Aborted.Count);
            foreach (var (aborted, _) in Transactions.Aborted)
                fields.AddRange([aborted.ProducerId, aborted.FirstOffset, aborted.LastOffset]);
        }

        var bytes = new byte[12 + (fields.Count * sizeof(long))];
        for (var i = 0; i < fields.Count; i++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12 + (i * sizeof(long))), fields[i]);
        BinaryPrimitives.WriteInt32BigEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Transactions.IsEmpty ? VersionWithoutTransactions : Version);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Crc32C.Of(bytes.AsSpan(12)));
        disk.Replace(PathIn(directory), bytes);
    }

    /// <summary>Reads fields of 64 bits; the CRC has said that they are ours.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public long Int64()
        {
            var value = BinaryPrimitives.ReadInt64BigEndian(_rest);
            _rest = _rest[sizeof(long)..];
            return value;
        }
    }
}

/// <summary>What was found where a state is saved.</summary>
internal enum StateCondition
{
    /// <summary>A state that this version reads.</summary>
    Read,

    /// <summary>Nothing: none was saved yet, or it was lost.</summary>
    Missing,

    /// <summary>Bytes that are no state.</summary>
    Damaged,

    /// <summary>A state of a format that this version does not know.</summary>
    Newer,
}
