using DuckDB.NET.Native;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>One thread of an <see cref="RecordScan"/>.</summary>
internal sealed unsafe class RecordScanThread : TableScanThread
{
    private const long TimestampMinMs = -62_135_596_800_000;
    private const long TimestampMaxMs = 253_402_300_799_999;

    private readonly RecordScan _scan;
    private readonly VectorSlots _vectors;
    private readonly FramedDecoder _decoder;
    private readonly (ColumnNode Node, int Position)[] _fields;
    private readonly (KafkaColumn Column, int Position)[] _kafka;
    private readonly KafkaVector[] _kafkaVectors;
    private readonly EventTimeReader? _eventTimes;
    private readonly KeyReader? _keys;
    private readonly int _keyPosition;

    /// <summary>Which record of the morsel at hand a row of the chunk was made of.</summary>
    private readonly int[] _records = new int[RowsPerChunkMax];

    private StringCell.Content _topic;
    private Morsel _morsel;
    private int _next;

    public RecordScanThread(RecordScan scan)
    {
        _scan = scan;
        var fieldCount = scan.Layout.Nodes.Count;
        var wanted = scan.ColumnIndexes.Select((column, position) => (column, position)).Where(pair => pair.column >= 0).ToArray();
        _fields = [.. wanted.Where(pair => pair.column < fieldCount).Select(pair => (scan.Layout.Nodes[pair.column], pair.position))];
        _kafka = [.. wanted.Where(pair => pair.column >= fieldCount && pair.column < fieldCount + scan.Layout.Kafka.Count).Select(pair => (scan.Layout.Kafka[pair.column - fieldCount], pair.position))];
        _kafkaVectors = new KafkaVector[_kafka.Length];
        _vectors = new VectorSlots(_fields.Select(field => field.Node), scan.Layout.SlotCount);
        _decoder = new FramedDecoder(scan.Values, scan.Layout.BeginThread(_vectors), isKey: false);
        if (scan.Keys is { } keys)
            (_keys, _keyPosition) = (new KeyReader(scan.Layout.Key!, keys), wanted.Single(pair => pair.column == scan.Layout.KeyIndex).position);
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
        _keys?.Attach(vectors[_keyPosition]);
        var row = 0;
        while (!IsFull(row) && (_next < _morsel.Count || TakeMorsel()))
        {
            var first = row;
            row = Decode(_scan.Batch.Source.Slices[_morsel.Slice], row);
            WriteFacts(_scan.Batch.Source.Slices[_morsel.Slice], first, row);
        }
        _vectors.Finish();
        _keys?.Finish();
        return row;
    }

    /// <summary>True if a chunk with so many rows takes no more. One without rows would end the scan, so what bad records made room for does not count.</summary>
    private bool IsFull(int rows) => rows == RowsPerChunkMax || (rows > 0 && (_vectors.IsFull || _keys is { IsFull: true }));

    /// <summary>Decodes records of the morsel until it ends or the chunk is full.</summary>
    /// <returns>The next row; a bad record has none.</returns>
    private int Decode(SourceSlice slice, int row)
    {
        var records = slice.Records.Span.Slice(_morsel.First, _morsel.Count);
        var buffer = _scan.Batch.BufferOf(_morsel.Slice);
        var bufferLengthBytes = slice.Buffer.Length;
        while (!IsFull(row) && _next < records.Length)
        {
            var index = _next++;
            ref readonly var record = ref records[index];
            if (!record.LiesIn(bufferLengthBytes))
                throw new InvalidDataException($"record {record.Offset} of {slice.Topic}-{slice.Partition} lies outside its buffer");
            _vectors.Save();
            if (TryDecode(in record, buffer, row, out var reason))
            {
                _records[row++] = index;
                continue;
            }

            _vectors.Undo(row);
            _scan.Batch.Bad.Add(slice, _morsel.Slice, _morsel.First + index, reason);
        }

        return row;
    }

    private bool TryDecode(in RecordRef record, byte* buffer, int row, out string reason)
    {
        if (record.ValueLengthBytes < 0)
            reason = "the value is null";
        else if (record.TimestampMs is < TimestampMinMs or > TimestampMaxMs)
            reason = "the time of the record is outside the years 1 to 9999";
        else
            return _decoder.TryDecode(buffer + record.ValueOffset, record.ValueLengthBytes, row, out reason) && (_keys is null || _keys.TryRead(in record, buffer, row, out reason));
        return false;
    }

    /// <summary>Writes what is known of the records of some rows beside their values, a column at a time, and tallies their event times.</summary>
    private void WriteFacts(SourceSlice slice, int first, int end)
    {
        var rows = _records.AsSpan(first, end - first);
        var records = slice.Records.Span.Slice(_morsel.First, _morsel.Count);
        foreach (ref var vector in _kafkaVectors.AsSpan())
        {
            var data = vector.Data;
            switch (vector.Column)
            {
                case KafkaColumn.Offset:
                    for (var index = 0; index < rows.Length; index++)
                        ((long*)data)[first + index] = records[rows[index]].Offset;
                    break;
                case KafkaColumn.Partition:
                    new Span<int>((int*)data + first, rows.Length).Fill(slice.Partition);
                    break;
                case KafkaColumn.Timestamp:
                    WriteTimes(records, rows, (long*)data + first);
                    break;
                case KafkaColumn.Topic:
                    new Span<StringCell.Content>((StringCell.Content*)data + first, rows.Length).Fill(_topic);
                    break;
                case KafkaColumn.Key:
                    WriteKeys(ref vector, records, first, rows);
                    break;
            }
        }

        if (_eventTimes is null)
            return;
        if (_eventTimes.RecordTimes is not null)
            WriteTimes(records, rows, _eventTimes.RecordTimes + first);
        _eventTimes.Tally(slice.Partition, first, end, _scan.Batch.Times);
    }

    private static void WriteTimes(ReadOnlySpan<RecordRef> records, ReadOnlySpan<int> rows, long* micros)
    {
        for (var index = 0; index < rows.Length; index++)
            micros[index] = records[rows[index]].TimestampMs * 1000;
    }

    private void WriteKeys(ref KafkaVector vector, ReadOnlySpan<RecordRef> records, int first, ReadOnlySpan<int> rows)
    {
        var buffer = _scan.Batch.BufferOf(_morsel.Slice);
        for (var index = 0; index < rows.Length; index++)
        {
            ref readonly var record = ref records[rows[index]];
            if (record.KeyLengthBytes < 0)
                vector.SetNull(first + index);
            else
                StringCell.WriteBytes(vector.Data + ((first + index) * StringCell.LengthBytes), buffer + record.KeyOffset, record.KeyLengthBytes);
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
