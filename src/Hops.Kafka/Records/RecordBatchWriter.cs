using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hops.Kafka.Compression;

namespace Hops.Kafka.Records;

/// <summary>Builds one batch of format 2 at a time, for producers. Reuses its memory; not thread safe.</summary>
/// <param name="codec">How the records are compressed.</param>
public sealed class RecordBatchWriter(CompressionCodec codec) : IDisposable
{
    private readonly ByteBuffer _records = new(16 << 10);
    private readonly ByteBuffer _record = new(1 << 10);
    private readonly ByteBuffer _batch = new(16 << 10);
    private long _baseTimestampMs;
    private long _maxTimestampMs;

    /// <summary>Records added since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the batch as it would be without compression.</summary>
    public int LengthBytes => RecordBatchHeader.LengthBytes + _records.LengthBytes;

    /// <summary>Adds a record.</summary>
    /// <param name="timestampMs">Milliseconds since 1970.</param>
    /// <param name="key">Its key; the default span for none.</param>
    /// <param name="value">Its value; the default span for none (a tombstone).</param>
    /// <param name="headers">Names (UTF-8) and values; null for none.</param>
    public void Add(
        long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IReadOnlyList<KeyValuePair<byte[], byte[]?>>? headers = null)
    {
        if (Count == 0)
            (_baseTimestampMs, _maxTimestampMs) = (timestampMs, timestampMs);
        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
        _record.Clear();
        _record.Write([0]);
        RecordFields.VarLong(_record, timestampMs - _baseTimestampMs);
        RecordFields.VarLong(_record, Count);
        Part(_record, key, IsNull(key));
        Part(_record, value, IsNull(value));
        RecordFields.VarLong(_record, headers?.Count ?? 0);
        for (var i = 0; i < (headers?.Count ?? 0); i++)
        {
            Part(_record, headers![i].Key, isNull: false);
            Part(_record, headers[i].Value, headers[i].Value is null);
        }

        RecordFields.VarLong(_records, _record.LengthBytes);
        _records.Write(_record.Span);
        Count++;
    }

    /// <summary>The batch of what was added.</summary>
    /// <param name="producerId">Id from InitProducerId; -1 for a producer that is not idempotent.</param>
    /// <param name="producerEpoch">Its epoch; -1 for none.</param>
    /// <param name="baseSequence">Sequence number of the first record; -1 for none.</param>
    /// <param name="isTransactional">True if its records are part of a transaction of the producer.</param>
    /// <returns>The whole batch; valid until the next call of any method.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public ReadOnlyMemory<byte> Build(long producerId = -1, short producerEpoch = -1, int baseSequence = -1, bool isTransactional = false)
    {
        if (Count == 0)
            throw new InvalidOperationException("A batch has at least one record.");
        _batch.Clear();
        _batch.Fill(0, RecordBatchHeader.LengthBytes);
        Codecs.Compress(codec, _records.Span, _batch);
        var batch = _batch.Span;
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - RecordBatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch[12..], -1);
        batch[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch[21..], (short)((int)codec | (isTransactional ? RecordBatchHeader.TransactionalBit : 0)));
        BinaryPrimitives.WriteInt32BigEndian(batch[23..], Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch[27..], _baseTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[35..], _maxTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[43..], producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[51..], producerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[53..], baseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[57..], Count);
        RecordBatchHeader.StampCrc(batch);
        return _batch.Memory;
    }

    /// <summary>Begins a new batch.</summary>
    public void Clear()
    {
        _records.Clear();
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _record.Dispose();
        _batch.Dispose();
    }

    private static bool IsNull(ReadOnlySpan<byte> bytes) => Unsafe.IsNullRef(ref MemoryMarshal.GetReference(bytes));

    private static void Part(ByteBuffer output, ReadOnlySpan<byte> bytes, bool isNull)
    {
        RecordFields.VarLong(output, isNull ? -1 : bytes.Length);
        output.Write(bytes);
    }
}
