namespace Hops.Kafka.Records;

/// <summary>
/// Walks over the records of one decompressed batch of format 2 without allocating (reference 04 section 3.1).
/// </summary>
/// <example><code>
/// using var records = RecordBatch.Open(batch, lengthMaxBytes: 64 &lt;&lt; 20);
/// var reader = records.Read();
/// while (reader.MoveNext())
///     Use(reader.Current.Value);
/// </code></example>
public ref struct RecordBatchReader
{
    /// <summary>Bytes of the smallest header of a record: two lengths.</summary>
    private const int HeaderLeastBytes = 2;

    private readonly ReadOnlySpan<byte> _records;
    private readonly long _baseOffset;
    private readonly long _baseTimestampMs;
    private readonly long _appendTimeMs;
    private readonly int _lastOffsetDelta;
    private RecordCursor _cursor;
    private int _left;
    private int _headersAt;
    private int _headersLengthBytes;
    private int _headerCount;

    /// <param name="header">The header of the batch.</param>
    /// <param name="records">All that follows the header, decompressed.</param>
    public RecordBatchReader(RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        _records = records;
        _baseOffset = header.BaseOffset;
        _baseTimestampMs = header.BaseTimestamp;
        _appendTimeMs = header.IsLogAppendTime ? header.MaxTimestamp : -1;
        _lastOffsetDelta = header.LastOffsetDelta;
        _cursor = new RecordCursor(records);
        _left = header.RecordCount;
    }

    /// <summary>Offset of the present record in the partition.</summary>
    public long Offset { get; private set; }

    /// <summary>Time of the present record, milliseconds since 1970; -1 if it has none.</summary>
    public long TimestampMs { get; private set; }

    /// <summary>Where the key of the present record begins in the bytes that are walked over.</summary>
    public int KeyAt { get; private set; }

    /// <summary>Bytes of the key of the present record; -1 if it has none.</summary>
    public int KeyLengthBytes { get; private set; }

    /// <summary>Where the value of the present record begins in the bytes that are walked over.</summary>
    public int ValueAt { get; private set; }

    /// <summary>Bytes of the value of the present record; -1 if it has none.</summary>
    public int ValueLengthBytes { get; private set; }

    /// <summary>The present record. Who wants places and not bytes takes them one by one: a view is large.</summary>
    public readonly RecordView Current => new()
    {
        Offset = Offset,
        TimestampMs = TimestampMs,
        IsKeyNull = KeyLengthBytes < 0,
        IsValueNull = ValueLengthBytes < 0,
        Key = _records.Slice(KeyAt, Math.Max(0, KeyLengthBytes)),
        Value = _records.Slice(ValueAt, Math.Max(0, ValueLengthBytes)),
        Headers = new RecordHeaders(_records.Slice(_headersAt, _headersLengthBytes), _headerCount),
    };

    /// <summary>Steps to the next record.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>: the bytes are not records, or not as many as the header says.</exception>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            if (!_cursor.Rest.IsEmpty)
                throw RecordCursor.Malformed("bytes follow its last record");
            return false;
        }

        _left--;
        var lengthBytes = _cursor.VarInt();
        var startAt = _cursor.At;
        _cursor.Pass(lengthBytes);
        var endAt = _cursor.At;
        var record = new RecordCursor(_records[..endAt], startAt);
        record.Byte();
        var timestampDelta = record.VarLong();
        var offsetDelta = record.VarInt();
        if (offsetDelta < 0 || offsetDelta > _lastOffsetDelta)
            throw RecordCursor.Malformed("the offset of a record lies outside of it");
        Offset = _baseOffset + offsetDelta;
        TimestampMs = _appendTimeMs >= 0 ? _appendTimeMs : unchecked(_baseTimestampMs + timestampDelta);
        KeyLengthBytes = record.Skip();
        KeyAt = record.At - Math.Max(0, KeyLengthBytes);
        ValueLengthBytes = record.Skip();
        ValueAt = record.At - Math.Max(0, ValueLengthBytes);
        _headerCount = record.VarInt();
        _headersAt = record.At;
        _headersLengthBytes = endAt - _headersAt;
        if (_headerCount < 0 || _headerCount > _headersLengthBytes / HeaderLeastBytes)
            throw RecordCursor.Malformed("the number of headers cannot be");
        return true;
    }
}
