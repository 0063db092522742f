using System.Buffers.Binary;
using Hops.Core.Storage;

namespace Hops.Kafka.Records;

/// <summary>
/// The 61 bytes before the records of a batch of format 2 (reference 04 section 3.1; big endian). The broker reads this much of a batch
/// and passes the rest on as it came.
/// </summary>
public readonly record struct RecordBatchHeader
{
    /// <summary>Length of the header.</summary>
    public const int LengthBytes = 61;

    /// <summary>Bytes before those that <c>batchLength</c> counts: base offset and length.</summary>
    public const int PrefixBytes = 12;

    /// <summary>Where the bytes begin that the CRC covers.</summary>
    public const int CrcStart = 21;

    /// <summary>Where the byte of the format is; no format has moved it.</summary>
    public const int MagicAt = 16;

    /// <summary>Bit of <see cref="Attributes"/>: the batch is part of a transaction.</summary>
    internal const short TransactionalBit = 0x10;

    private const int EpochAt = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35;
    private const int RecordCountAt = 57;
    private const short CodecBits = 7;
    private const short LogAppendTimeBit = 8;
    private const short ControlBit = 0x20;
    private const short DeleteHorizonBit = 0x40;

    /// <summary>Offset of the first record.</summary>
    public long BaseOffset { get; private init; }

    /// <summary>Bytes of the whole batch, header included.</summary>
    public int TotalBytes { get; private init; }

    /// <summary>Epoch of the leader that appended it.</summary>
    public int LeaderEpoch { get; private init; }

    /// <summary>Format; 2 for all that is written today.</summary>
    public sbyte Magic { get; private init; }

    /// <summary>CRC-32C of all bytes from <see cref="CrcStart"/> on.</summary>
    public uint Crc { get; private init; }

    /// <summary>Bits: 0-2 codec, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon.</summary>
    public short Attributes { get; private init; }

    /// <summary>Offset of the last record less <see cref="BaseOffset"/>.</summary>
    public int LastOffsetDelta { get; private init; }

    /// <summary>Timestamp from which those of the records are deltas, milliseconds since 1970.</summary>
    public long BaseTimestamp { get; private init; }

    /// <summary>Largest timestamp of the records, or the time of appending, milliseconds since 1970.</summary>
    public long MaxTimestamp { get; private init; }

    /// <summary>Id of the idempotent producer; -1 if none.</summary>
    public long ProducerId { get; private init; }

    /// <summary>Epoch of the idempotent producer; -1 if none.</summary>
    public short ProducerEpoch { get; private init; }

    /// <summary>Sequence number of the first record; -1 if none.</summary>
    public int BaseSequence { get; private init; }

    /// <summary>Number of records.</summary>
    public int RecordCount { get; private init; }

    /// <summary>Offset of the last record.</summary>
    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>Sequence number of the last record; wraps from the largest number to 0.</summary>
    public int LastSequence => (int)(((long)BaseSequence + LastOffsetDelta) % (1L << 31));

    /// <summary>Codec of the records. Values above 4 are not defined by the protocol.</summary>
    public CompressionCodec Codec => (CompressionCodec)(Attributes & CodecBits);

    /// <summary>True if the broker's time stands in place of the producer's.</summary>
    public bool IsLogAppendTime => (Attributes & LogAppendTimeBit) != 0;

    /// <summary>True if the batch is part of a transaction.</summary>
    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    /// <summary>True if the batch holds a marker of the broker and no data.</summary>
    public bool IsControl => (Attributes & ControlBit) != 0;

    /// <summary>True if compaction has seen it: <see cref="BaseTimestamp"/> is the time from which on its tombstones may go (KIP-534).</summary>
    internal bool HasDeleteHorizon => (Attributes & DeleteHorizonBit) != 0;

    /// <summary>
    /// Reads a header whose fields agree with each other. Nothing is assumed of the bytes; that <see cref="TotalBytes"/> of them are
    /// there is for the caller to check, and the CRC besides (<see cref="CrcMatches"/>).
    /// </summary>
    /// <returns>False if there are fewer than <see cref="LengthBytes"/> or the fields cannot be those of a batch of format 2.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RecordBatchHeader header)
    {
        header = default;
        if (bytes.Length < LengthBytes)
            return false;
        header = Parse(bytes);
        return header.Magic == 2
            && header.TotalBytes >= LengthBytes
            && header.BaseOffset >= 0
            && header.LastOffsetDelta >= 0
            && header.RecordCount >= 0
            && header.BaseOffset <= long.MaxValue - header.LastOffsetDelta - 1;
    }

    /// <summary>Reads the fields as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="LengthBytes"/> bytes.</exception>
    public static RecordBatchHeader Parse(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..LengthBytes];
        var lengthBytes = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]);
        return new RecordBatchHeader
        {
            BaseOffset = BinaryPrimitives.ReadInt64BigEndian(bytes),
            TotalBytes = lengthBytes > int.MaxValue - PrefixBytes ? -1 : lengthBytes + PrefixBytes,
            LeaderEpoch = BinaryPrimitives.ReadInt32BigEndian(bytes[EpochAt..]),
            Magic = (sbyte)bytes[MagicAt],
            Crc = BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]),
            Attributes = BinaryPrimitives.ReadInt16BigEndian(bytes[AttributesAt..]),
            LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(bytes[23..]),
            BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(bytes[27..]),
            MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(bytes[MaxTimestampAt..]),
            ProducerId = BinaryPrimitives.ReadInt64BigEndian(bytes[43..]),
            ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(bytes[51..]),
            BaseSequence = BinaryPrimitives.ReadInt32BigEndian(bytes[53..]),
            RecordCount = BinaryPrimitives.ReadInt32BigEndian(bytes[57..]),
        };
    }

    /// <summary>True if the CRC in a whole batch is that of its bytes.</summary>
    public static bool CrcMatches(ReadOnlySpan<byte> batch) =>
        batch.Length >= LengthBytes && BinaryPrimitives.ReadUInt32BigEndian(batch[CrcAt..]) == Crc32C.Of(batch[CrcStart..]);

    /// <summary>Writes the fields that the broker sets; the CRC does not cover them.</summary>
    public static void Stamp(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[EpochAt..], leaderEpoch);
    }

    /// <summary>
    /// The header with the times that the broker sets, and with no attributes but those that the protocol defines for what a producer
    /// may send, as Apache Kafka does.
    /// </summary>
    /// <param name="isLogAppendTime">True if the time of appending stands for those of all records.</param>
    /// <param name="maxTimestampMs">That time, or the largest of the records, milliseconds since 1970.</param>
    public RecordBatchHeader With(bool isLogAppendTime, long maxTimestampMs) => this with
    {
        Attributes = (short)((Attributes & (CodecBits | TransactionalBit)) | (isLogAppendTime ? LogAppendTimeBit : 0)),
        MaxTimestamp = maxTimestampMs,
    };

    /// <summary>Writes attributes and largest time of a header into its whole batch, and renews the CRC if either was another.</summary>
    public static void StampTimes(Span<byte> batch, in RecordBatchHeader header)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) == header.Attributes
            && BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampAt..]) == header.MaxTimestamp)
            return;
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], header.Attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], header.MaxTimestamp);
        StampCrc(batch);
    }

    /// <summary>A batch without records that stands for offsets, as Apache Kafka's compaction leaves them (KAFKA-4586).</summary>
    /// <param name="baseOffset">The first offset.</param>
    /// <param name="lastOffset">The last one, at most 2,147,483,647 behind it.</param>
    /// <param name="leaderEpoch">Epoch of the leader.</param>
    public static byte[] Empty(long baseOffset, long lastOffset, int leaderEpoch)
    {
        var batch = new byte[LengthBytes];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), LengthBytes - PrefixBytes);
        batch[MagicAt] = 2;
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), checked((int)(lastOffset - baseOffset)));
        batch.AsSpan(27, 57 - 27).Fill(0xFF);
        Stamp(batch, baseOffset, leaderEpoch);
        StampCrc(batch);
        return batch;
    }

    /// <summary>
    /// Completes a batch of which compaction has kept some records: length, number of records, no transaction, the time from which on its
    /// tombstones may go, CRC. Offsets and sequence numbers stay those of the whole.
    /// </summary>
    /// <param name="batch">The whole batch, under the header of the one from which it was made.</param>
    /// <param name="recordCount">Records in it.</param>
    /// <param name="maxTimestampMs">Largest timestamp of them.</param>
    /// <param name="deleteHorizonMs">That time, from which the timestamps of its records count; null for none.</param>
    internal static void StampCleaned(Span<byte> batch, int recordCount, long maxTimestampMs, long? deleteHorizonMs)
    {
        var attributes = (short)(BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) & ~TransactionalBit);
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - PrefixBytes);
        if (deleteHorizonMs is { } horizonMs)
        {
            attributes |= DeleteHorizonBit;
            BinaryPrimitives.WriteInt64BigEndian(batch[BaseTimestampAt..], horizonMs);
        }

        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], maxTimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordCountAt..], recordCount);
        StampCrc(batch);
    }

    /// <summary>Marks a whole batch as one of the broker's own, and renews its CRC.</summary>
    internal static void StampControl(Span<byte> batch)
    {
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], (short)(BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) | ControlBit));
        StampCrc(batch);
    }

    /// <summary>Writes the CRC of a whole batch.</summary>
    public static void StampCrc(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Of(batch[CrcStart..]));
}
