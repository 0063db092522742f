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

    public EventTimeReader(TopicLayout layout, int columnIndex, VectorSlots vectors, bool isWanted)
    {
        const int RowsMax = TableScanThread.RowsPerChunkMax;
        var isRecordTime = columnIndex >= layout.Nodes.Count;
        if (isRecordTime || !isWanted)
        {
            _aside = GC.AllocateArray<byte>((RowsMax * sizeof(long)) + (RowsMax / 8), pinned: true);
            _aside.AsSpan(RowsMax * sizeof(long)).Fill(0xff);
        }

        if (isRecordTime)
        {
            RecordTimes = Aside;
            return;
        }

        _slot = vectors.Slots + layout.Nodes[columnIndex].Slot;
        if (isWanted)
            return;
        _slot->Data = (byte*)Aside;
        _slot->Validity = (ulong*)(Aside + RowsMax);
    }

    /// <summary>Where the caller writes the times of the records, by row, if these are the event times; else null.</summary>
    public long* RecordTimes { get; }

    private long* Aside => (long*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _aside[0]);

    /// <summary>Tallies rows that were decoded, of one partition.</summary>
    public void Tally(int partition, int first, int end, EventTimeTally tally)
    {
        var times = RecordTimes is null ? (long*)_slot->Data : RecordTimes;
        var validity = RecordTimes is null ? _slot->Validity : null;
        var (min, max, count) = (long.MaxValue, long.MinValue, 0);
        // The sum of a chunk does not fit into 64 bits, and that of its halves does.
        var (high, low) = (0L, 0UL);
        for (var row = first; row < end; row++)
        {
            if (validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0)
                continue;
            var micros = times[row];
            (min, max) = (Math.Min(min, micros), Math.Max(max, micros));
            high += micros >> 32;
            low += (uint)micros;
            count++;
        }

        // Nobody else makes the rows aside valid again.
        if (_aside.Length > 0)
            _aside.AsSpan(TableScanThread.RowsPerChunkMax * sizeof(long)).Fill(0xff);
        if (count > 0)
            tally.Add(partition, min, max, ((Int128)high << 32) + low, count);
    }
}
