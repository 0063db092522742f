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

    private readonly long _baseOffset;
    private readonly long _baseTimestampMs;
    private readonly long _appendTimeMs;
    private readonly int _lastOffsetDelta;
    private RecordCursor _cursor;
    private int _left;

    /// <param name="header">The header of the batch.</param>
    /// <param name="records">All that follows the header, decompressed.</param>
    public RecordBatchReader(RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        _baseOffset = header.BaseOffset;
        _baseTimestampMs = header.BaseTimestamp;
        _appendTimeMs = header.IsLogAppendTime ? header.MaxTimestamp : -1;
        _lastOffsetDelta = header.LastOffsetDelta;
        _cursor = new RecordCursor(records);
        _left = header.RecordCount;
    }

    /// <summary>The present record.</summary>
    public RecordView Current { get; private set; }

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
        var record = new RecordCursor(_cursor.Take(_cursor.VarInt()));
        record.Byte();
        var timestampDelta = record.VarLong();
        var offsetDelta = record.VarInt();
        if (offsetDelta < 0 || offsetDelta > _lastOffsetDelta)
            throw RecordCursor.Malformed("the offset of a record lies outside of it");
        var key = record.Bytes(out var isKeyNull);
        var value = record.Bytes(out var isValueNull);
        var headerCount = record.VarInt();
        if (headerCount < 0 || headerCount > record.Rest.Length / HeaderLeastBytes)
            throw RecordCursor.Malformed("the number of headers cannot be");
        Current = new RecordView
        {
            Offset = _baseOffset + offsetDelta,
            TimestampMs = _appendTimeMs >= 0 ? _appendTimeMs : unchecked(_baseTimestampMs + timestampDelta),
            IsKeyNull = isKeyNull,
            IsValueNull = isValueNull,
            Key = key,
            Value = value,
            Headers = new RecordHeaders(record.Rest, headerCount),
        };
        return true;
    }
}
