using System.Buffers.Binary;
using DuckDB.NET.Native;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>One thread of an <see cref="AvroScan"/>.</summary>
internal sealed unsafe class AvroScanThread : TableScanThread
{
    /// <summary>Magic byte 0 and a big-endian id: the framing of Confluent's serializers.</summary>
    private const int HeaderLengthBytes = 5;

    private readonly AvroScan _scan;
    private readonly VectorSlots _vectors;
    private readonly RecordDecoder _decoder;
    private readonly (ColumnNode Node, int Position)[] _fields;
    private readonly (KafkaColumn Column, int Position)[] _kafka;
    private readonly EventTimeReader? _eventTimes;
    private SchemaSteps? _steps;
    private Morsel _morsel;
    private int _next;

    public AvroScanThread(AvroScan scan)
    {
        _scan = scan;
        var fieldCount = scan.Layout.Nodes.Count;
        var wanted = scan.ColumnIndexes.Select((column, position) => (column, position)).Where(pair => pair.column >= 0).ToArray();
        _fields = [.. wanted.Where(pair => pair.column < fieldCount).Select(pair => (scan.Layout.Nodes[pair.column], pair.position))];
        _kafka = [.. wanted.Where(pair => pair.column >= fieldCount).Select(pair => (scan.Layout.Kafka[pair.column - fieldCount], pair.position))];
        _vectors = new VectorSlots(_fields.Select(field => field.Node), scan.Layout.SlotCount);
        _decoder = new RecordDecoder(_vectors);
        if (scan.EventTimeIndex >= 0)
            _eventTimes = new EventTimeReader(scan.Layout, scan.EventTimeIndex, _vectors, scan.ColumnIndexes.Contains(scan.EventTimeIndex));
    }

    /// <inheritdoc/>
    public override int Fill(ReadOnlySpan<nint> vectors)
    {
        foreach (var (node, position) in _fields)
            _vectors.Attach(node, vectors[position]);
        var row = 0;
        while (row < RowsPerChunkMax && (_next < _morsel.Count || TakeMorsel()))
        {
            var slice = _scan.Batch.Source.Slices[_morsel.Slice];
            var records = slice.Records.Span.Slice(_morsel.First, _morsel.Count);
            var buffer = _scan.Batch.BufferOf(_morsel.Slice);
            _eventTimes?.Enter(slice.Partition, _scan.Batch.Times);
            while (row < RowsPerChunkMax && _next < records.Length)
                row += Decode(slice, records[_next], buffer, row, vectors, _morsel.First + _next++);
        }
        _vectors.Finish();
        _eventTimes?.Flush(_scan.Batch.Times);
        return row;
    }

    /// <summary>Decodes one record.</summary>
    /// <returns>Rows made: 1, or 0 for a bad record.</returns>
    private int Decode(SourceSlice slice, RecordRef record, byte* buffer, int row, ReadOnlySpan<nint> vectors, int index)
    {
        _vectors.Save();
        if (!TryDecode(slice, record, buffer, row, out var reason))
        {
            _vectors.Undo(row);
            _scan.Batch.Bad.Add(slice, _morsel.Slice, index, reason);
            return 0;
        }
        _eventTimes?.Read(record, row);
        foreach (var (column, position) in _kafka)
            WriteKafka(column, vectors[position], slice, record, buffer, row);
        return 1;
    }

    private bool TryDecode(SourceSlice slice, RecordRef record, byte* buffer, int row, out string reason)
    {
        reason = "";
        if (record.ValueLengthBytes < 0)
            reason = "the value is null";
        else if (!LiesIn(slice, record.ValueOffset, record.ValueLengthBytes) || !LiesIn(slice, record.KeyOffset, Math.Max(0, record.KeyLengthBytes)))
            throw new InvalidDataException($"record {record.Offset} of {slice.Topic}-{slice.Partition} lies outside its buffer");
        else if (record.ValueLengthBytes < HeaderLengthBytes || buffer[record.ValueOffset] != 0)
            reason = "the value does not begin with the five-byte header of a schema registry";
        else if (!IsTimestampValid(record.TimestampMs))
            reason = "the time of the record is outside the years 1 to 9999";
        if (reason.Length > 0)
            return false;

        var start = buffer + record.ValueOffset;
        var id = BinaryPrimitives.ReadInt32BigEndian(new ReadOnlySpan<byte>(start + 1, 4));
        if (_steps is null || _steps.SchemaId != id)
            _steps = _scan.StepsOf(id);
        if (_steps.Steps is null)
        {
            reason = _steps.Reason;
            return false;
        }
        var cursor = new ByteCursor(start + HeaderLengthBytes, start + record.ValueLengthBytes);
        if (_decoder.RunAll(_steps.Steps, ref cursor, row) && cursor.LengthLeftBytes == 0)
            return true;
        reason = cursor.Error ?? $"{cursor.LengthLeftBytes} bytes are left over after the record";
        return false;
    }

    private static bool LiesIn(SourceSlice slice, int offset, int lengthBytes) =>
        offset >= 0 && (long)offset + lengthBytes <= slice.Buffer.Length;

    private static bool IsTimestampValid(long timestampMs) => timestampMs is >= -62_135_596_800_000 and <= 253_402_300_799_999;

    private void WriteKafka(KafkaColumn column, nint vector, SourceSlice slice, RecordRef record, byte* buffer, int row)
    {
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        switch (column)
        {
            case KafkaColumn.Offset:
                ((long*)data)[row] = record.Offset;
                break;
            case KafkaColumn.Partition:
                ((int*)data)[row] = slice.Partition;
                break;
            case KafkaColumn.Timestamp:
                ((long*)data)[row] = record.TimestampMs * 1000;
                break;
            case KafkaColumn.Topic:
                fixed (byte* topic = _scan.Batch.TopicOf(_morsel.Slice))
                    StringCell.WriteBytes(data + (row * StringCell.LengthBytes), topic, _scan.Batch.TopicOf(_morsel.Slice).Length);
                break;
            case KafkaColumn.Key when record.KeyLengthBytes < 0:
                NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
                NativeMethods.Vectors.DuckDBVectorGetValidity(vector)[row >> 6] &= ~(1UL << (row & 63));
                break;
            case KafkaColumn.Key:
                StringCell.WriteBytes(data + (row * StringCell.LengthBytes), buffer + record.KeyOffset, record.KeyLengthBytes);
                break;
        }
    }

    private bool TakeMorsel()
    {
        _next = 0;
        return _scan.TryTakeMorsel(out _morsel);
    }
}
