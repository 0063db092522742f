using System.Buffers.Binary;
using DuckDB.NET.Native;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>One thread of an <see cref="RecordScan"/>.</summary>
internal sealed unsafe class RecordScanThread : TableScanThread
{
    /// <summary>Magic byte 0 and a big-endian id: the framing of Confluent's serializers.</summary>
    private const int HeaderLengthBytes = 5;

    private readonly RecordScan _scan;
    private readonly VectorSlots _vectors;
    private readonly ValueDecoder _decoder;
    private readonly (ColumnNode Node, int Position)[] _fields;
    private readonly (KafkaColumn Column, int Position)[] _kafka;
    private readonly KafkaVector[] _kafkaVectors;
    private readonly EventTimeReader? _eventTimes;
    private SchemaSteps? _steps;
    private StringCell.Content _topic;
    private Morsel _morsel;
    private int _next;

    public RecordScanThread(RecordScan scan)
    {
        _scan = scan;
        var fieldCount = scan.Layout.Nodes.Count;
        var wanted = scan.ColumnIndexes.Select((column, position) => (column, position)).Where(pair => pair.column >= 0).ToArray();
        _fields = [.. wanted.Where(pair => pair.column < fieldCount).Select(pair => (scan.Layout.Nodes[pair.column], pair.position))];
        _kafka = [.. wanted.Where(pair => pair.column >= fieldCount).Select(pair => (scan.Layout.Kafka[pair.column - fieldCount], pair.position))];
        _kafkaVectors = new KafkaVector[_kafka.Length];
        _vectors = new VectorSlots(_fields.Select(field => field.Node), scan.Layout.SlotCount);
        _decoder = scan.Layout.BeginThread(_vectors);
        if (scan.EventTimeIndex >= 0)
            _eventTimes = new EventTimeReader(scan.Layout, scan.EventTimeIndex, _vectors, scan.ColumnIndexes.Contains(scan.EventTimeIndex));
    }

    /// <inheritdoc/>
    public override int Fill(ReadOnlySpan<nint> vectors)
    {
        foreach (var (node, position) in _fields)
            _vectors.Attach(node, vectors[position]);
        for (var index = 0; index < _kafka.Length; index++)
            _kafkaVectors[index] = new KafkaVector(vectors[_kafka[index].Position], _kafka[index].Column);
        var row = 0;
        while (row < RowsPerChunkMax && !_vectors.IsFull && (_next < _morsel.Count || TakeMorsel()))
        {
            var slice = _scan.Batch.Source.Slices[_morsel.Slice];
            var records = slice.Records.Span.Slice(_morsel.First, _morsel.Count);
            var buffer = _scan.Batch.BufferOf(_morsel.Slice);
            _eventTimes?.Enter(slice.Partition, _scan.Batch.Times);
            while (row < RowsPerChunkMax && !_vectors.IsFull && _next < records.Length)
                row += Decode(slice, in records[_next], buffer, row, _morsel.First + _next++);
        }
        _vectors.Finish();
        _eventTimes?.Flush(_scan.Batch.Times);
        return row;
    }

    /// <summary>Decodes one record.</summary>
    /// <returns>Rows made: 1, or 0 for a bad record.</returns>
    private int Decode(SourceSlice slice, in RecordRef record, byte* buffer, int row, int index)
    {
        _vectors.Save();
        if (!TryDecode(slice, in record, buffer, row, out var reason))
        {
            _vectors.Undo(row);
            _scan.Batch.Bad.Add(slice, _morsel.Slice, index, reason);
            return 0;
        }
        _eventTimes?.Read(in record, row);
        foreach (ref var vector in _kafkaVectors.AsSpan())
            WriteKafka(ref vector, slice.Partition, in record, buffer, row);
        return 1;
    }

    private bool TryDecode(SourceSlice slice, in RecordRef record, byte* buffer, int row, out string reason)
    {
        var bufferLengthBytes = slice.Buffer.Length;
        reason = "";
        if (record.ValueLengthBytes < 0)
            reason = "the value is null";
        else if (!LiesIn(bufferLengthBytes, record.ValueOffset, record.ValueLengthBytes) || !LiesIn(bufferLengthBytes, record.KeyOffset, Math.Max(0, record.KeyLengthBytes)))
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
        return _decoder.TryDecode(_steps.Steps, start + HeaderLengthBytes, start + record.ValueLengthBytes, row, out reason);
    }

    private static bool LiesIn(int bufferLengthBytes, int offset, int lengthBytes) =>
        offset >= 0 && (long)offset + lengthBytes <= bufferLengthBytes;

    private static bool IsTimestampValid(long timestampMs) => timestampMs is >= -62_135_596_800_000 and <= 253_402_300_799_999;

    private void WriteKafka(ref KafkaVector vector, int partition, in RecordRef record, byte* buffer, int row)
    {
        var data = vector.Data;
        switch (vector.Column)
        {
            case KafkaColumn.Offset:
                ((long*)data)[row] = record.Offset;
                break;
            case KafkaColumn.Partition:
                ((int*)data)[row] = partition;
                break;
            case KafkaColumn.Timestamp:
                ((long*)data)[row] = record.TimestampMs * 1000;
                break;
            case KafkaColumn.Topic:
                ((StringCell.Content*)data)[row] = _topic;
                break;
            case KafkaColumn.Key when record.KeyLengthBytes < 0:
                vector.SetNull(row);
                break;
            case KafkaColumn.Key:
                StringCell.WriteBytes(data + (row * StringCell.LengthBytes), buffer + record.KeyOffset, record.KeyLengthBytes);
                break;
        }
    }

    private bool TakeMorsel()
    {
        _next = 0;
        if (!_scan.TryTakeMorsel(out _morsel))
            return false;
        var name = _scan.Batch.TopicOf(_morsel.Slice);

        // Its bytes are pinned, so the cell may point to them.
        fixed (byte* topic = name)
        fixed (StringCell.Content* cell = &_topic)
            StringCell.WriteBytes((byte*)cell, topic, name.Length);
        return true;
    }

    /// <summary>Where a column of the record's own facts is written in the chunk at hand: native calls once for a chunk and not for each row.</summary>
    private struct KafkaVector(nint vector, KafkaColumn column)
    {
        private ulong* _validity;

        public KafkaColumn Column { get; } = column;

        public byte* Data { get; } = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);

        public void SetNull(int row)
        {
            if (_validity is null)
            {
                NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
                _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
            }

            _validity[row >> 6] &= ~(1UL << (row & 63));
        }
    }
}
