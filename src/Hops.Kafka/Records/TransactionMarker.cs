using System.Buffers.Binary;
using Hops.Core.Errors;

namespace Hops.Kafka.Records;

/// <summary>
/// The control record by which the broker ends a transaction in a partition (KIP-98, reference 04 section 3.1): the key is version and type, two
/// 16-bit numbers; the value is version (16 bits) and the epoch of the coordinator (32 bits).
/// </summary>
/// <param name="ProducerId">Whose transaction it ends.</param>
/// <param name="ProducerEpoch">Epoch of the producer; lower ones are fenced from here on.</param>
/// <param name="CoordinatorEpoch">Epoch of the coordinator that wrote it.</param>
/// <param name="IsCommit">False if the transaction was aborted.</param>
internal readonly record struct TransactionMarker(long ProducerId, short ProducerEpoch, int CoordinatorEpoch, bool IsCommit)
{
    private const int KeyBytes = 4;
    private const int ValueBytes = 6;
    private const short CommitType = 1;
    private const short AbortType = 0;

    /// <summary>Its batch: one record, transactional and control, without a sequence number.</summary>
    /// <param name="timestampMs">Time of the marker, milliseconds since 1970.</param>
    public byte[] ToBatch(long timestampMs)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> value = stackalloc byte[ValueBytes];
        key.Clear();
        value.Clear();
        BinaryPrimitives.WriteInt16BigEndian(key[2..], IsCommit ? CommitType : AbortType);
        BinaryPrimitives.WriteInt32BigEndian(value[2..], CoordinatorEpoch);
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(timestampMs, key, value);
        var batch = writer.Build(ProducerId, ProducerEpoch, isTransactional: true).ToArray();
        RecordBatchHeader.StampControl(batch);
        return batch;
    }

    /// <summary>Reads the marker of a whole control batch.</summary>
    /// <returns>Null if it is a control record of another kind, which ends no transaction.</returns>
    public static TransactionMarker? Read(in RecordBatchHeader header, ReadOnlySpan<byte> batch)
    {
        if (!header.IsControl || !header.IsTransactional || header.Codec != CompressionCodec.None)
            return null;
        try
        {
            var reader = new RecordBatchReader(header, batch[RecordBatchHeader.LengthBytes..]);
            if (!reader.MoveNext() || reader.Current.Key.Length < KeyBytes || reader.Current.Value.Length < ValueBytes)
                return null;
            var type = BinaryPrimitives.ReadInt16BigEndian(reader.Current.Key[2..]);
            var coordinatorEpoch = BinaryPrimitives.ReadInt32BigEndian(reader.Current.Value[2..]);
            return type is CommitType or AbortType ? new(header.ProducerId, header.ProducerEpoch, coordinatorEpoch, type == CommitType) : null;
        }
        catch (PlatformException)
        {
            return null;
        }
    }
}
