using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>Event times of a batch in microseconds. Thread safe.</summary>
internal sealed class EventTimeTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, long> _maxByPartition = [];
    private long _count;
    private Int128 _sum;

    /// <summary>Earliest, if <see cref="HasTimes"/>.</summary>
    public long MinMicros { get; private set; } = long.MaxValue;

    /// <summary>Latest, if <see cref="HasTimes"/>.</summary>
    public long MaxMicros { get; private set; } = long.MinValue;

    /// <summary>True if there was one.</summary>
    public bool HasTimes => _count > 0;

    /// <summary>Mean, if <see cref="HasTimes"/>.</summary>
    public long AverageMicros => (long)(_sum / _count);

    /// <summary>Latest of each partition that had one.</summary>
    public IReadOnlyDictionary<int, long> MaxMicrosByPartition => _maxByPartition;

    public void Add(int partition, long minMicros, long maxMicros, Int128 sumMicros, long count)
    {
        lock (_lock)
        {
            _maxByPartition[partition] = Math.Max(_maxByPartition.GetValueOrDefault(partition, long.MinValue), maxMicros);
            (MinMicros, MaxMicros) = (Math.Min(MinMicros, minMicros), Math.Max(MaxMicros, maxMicros));
            _sum += sumMicros;
            _count += count;
        }
    }
}

/// <summary>Tallies the event times that one thread decodes. The column need not be wanted by the statement: then it is decoded aside.</summary>
internal sealed unsafe class EventTimeReader
{
    private readonly VectorSlot* _slot;
    private readonly byte[] _aside = [];
    private readonly bool _isRecordTime;
    private long _min = long.MaxValue;
    private long _max = long.MinValue;
    private long _count;
    private Int128 _sum;
    private int _partition;

    public EventTimeReader(TopicLayout layout, int columnIndex, VectorSlots vectors, bool isWanted)
    {
        _isRecordTime = columnIndex >= layout.Nodes.Count;
        if (_isRecordTime)
            return;
        _slot = vectors.Slots + layout.Nodes[columnIndex].Slot;
        if (isWanted)
            return;
        const int RowsMax = TableScanThread.RowsPerChunkMax;
        _aside = GC.AllocateArray<byte>((RowsMax * sizeof(long)) + (RowsMax / 8), pinned: true);
        _aside.AsSpan(RowsMax * sizeof(long)).Fill(0xff);
        _slot->Data = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _aside[0]);
        _slot->Validity = (ulong*)(_slot->Data + (RowsMax * sizeof(long)));
    }

    /// <summary>What is read from now on belongs to a partition.</summary>
    public void Enter(int partition, EventTimeTally tally)
    {
        if (partition == _partition)
            return;
        Flush(tally);
        _partition = partition;
    }

    /// <summary>Tallies a record that was decoded into a row.</summary>
    public void Read(in RecordRef record, int row)
    {
        long micros;
        if (_isRecordTime)
        {
            micros = record.TimestampMs * 1000;
        }
        else
        {
            var isNull = _slot->Validity is not null && (_slot->Validity[row >> 6] >> (row & 63) & 1) == 0;
            if (_aside.Length > 0)
                _slot->SetValid(row);
            if (isNull)
                return;
            micros = ((long*)_slot->Data)[row];
        }
        _min = Math.Min(_min, micros);
        _max = Math.Max(_max, micros);
        _sum += micros;
        _count++;
    }

    /// <summary>Hands the tally over.</summary>
    public void Flush(EventTimeTally tally)
    {
        GC.KeepAlive(_aside);
        if (_count == 0)
            return;
        tally.Add(_partition, _min, _max, _sum, _count);
        (_min, _max, _sum, _count) = (long.MaxValue, long.MinValue, 0, 0);
    }
}
