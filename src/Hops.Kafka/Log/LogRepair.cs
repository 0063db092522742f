using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// Makes a damaged log whole again by giving up what cannot be read: in place of each gap stands a batch without records, as compaction
/// leaves them, so that the offsets follow each other and none is given twice. A segment is written anew beside the old one and takes its
/// place in one step, so a repair that is cut short is begun again.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="directory">Directory of the partition, which nobody writes to.</param>
/// <param name="partition">Number of the partition.</param>
/// <param name="epochs">Its leader epochs.</param>
internal sealed class LogRepair(Disk disk, string directory, int partition, LeaderEpochs epochs)
{
    private const int CopyBytes = 1 << 20;

    private readonly List<LogGap> _drops = [];
    private readonly List<SegmentPlan> _segments = [];
    private PartitionState _state = PartitionState.Fresh;
    private bool _hasState;
    private long _startOffset;
    private long _endOffset;
    private long _droppedBytes;

    /// <summary>Says what is wrong and changes nothing.</summary>
    /// <param name="lastSegmentBytes">Bytes of the last segment that count; null for all of its file.</param>
    /// <exception cref="PlatformException"><c>Unsupported</c>: a newer version wrote the log.</exception>
    public PartitionRepair Plan(int? lastSegmentBytes)
    {
        var condition = PartitionState.Load(disk, directory, out var saved);
        if (condition == StateCondition.Newer)
            throw new PlatformException(ErrorCode.Unsupported, $"Partition {partition} was written by a newer version, which has to repair it.");
        var bases = Segment.BasesIn(disk, directory);
        _hasState = saved is not null;
        _state = saved ?? PartitionState.Fresh with { LogStartOffset = bases.Count == 0 ? 0 : bases[0] };
        while (bases.Count > 1 && bases[1] <= _state.LogStartOffset)
            bases.RemoveAt(0);
        _startOffset = _state.LogStartOffset;
        if (bases.Count == 0)
        {
            (_startOffset, _endOffset) = (_state.RecoveryOffset, _state.RecoveryOffset);
            Drop(_state.LogStartOffset, _state.RecoveryOffset, "no file of the log is there");
        }
        else if (bases[0] > _startOffset)
        {
            Drop(_startOffset, bases[0], "a segment is missing");
            _startOffset = bases[0];
        }

        for (var i = 0; i < bases.Count; i++)
            Scan(bases[i], i + 1 < bases.Count ? bases[i + 1] : null, lastSegmentBytes);
        return new PartitionRepair(partition, _drops, _droppedBytes, _startOffset, _endOffset);
    }

    /// <summary>Does what was planned, durably.</summary>
    public void Apply()
    {
        foreach (var segment in _segments.Where(segment => segment.IsDamaged))
            Rewrite(segment);
        if (_segments.Count == 0 && _hasState)
        {
            using var file = disk.Open(PathOf(_endOffset, ".log"), DiskMode.OpenOrCreate);
            file.Sync();
        }

        disk.SyncDirectory(directory);
        if (_startOffset != _state.LogStartOffset)
            (_state with { LogStartOffset = _startOffset, Epochs = _state.Epochs.TrimmedTo(_startOffset) }).Save(disk, directory);
    }

    private void Scan(long baseOffset, long? nextBase, int? lastSegmentBytes)
    {
        using var file = disk.Open(PathOf(baseOffset, ".log"), DiskMode.Read);
        var lengthBytes = (int)Math.Min(file.LengthBytes, nextBase is null && lastSegmentBytes is { } bound ? bound : int.MaxValue);
        var plan = new SegmentPlan(baseOffset);
        var offset = baseOffset;
        var soundBytes = 0;
        using (var scan = new SegmentScan(file, baseOffset, baseOffset, 0, lengthBytes))
        {
            while (scan.TryNext(verify: true) || scan.TryResume(nextBase ?? long.MaxValue))
            {
                var header = scan.Header;
                if (header.LeaderEpoch != epochs.At(header.BaseOffset))
                    continue;
                if (header.BaseOffset > offset)
                    Leave(plan, offset, header.BaseOffset);
                plan.Keep(scan.Position, header.TotalBytes);
                soundBytes += header.TotalBytes;
                offset = header.LastOffset + 1;
            }
        }

        var end = nextBase ?? Math.Max(offset, _state.RecoveryOffset);
        if (offset < end)
            Leave(plan, offset, end);
        plan.IsDamaged |= soundBytes < lengthBytes;
        _droppedBytes += lengthBytes - soundBytes;
        _endOffset = end;
        _segments.Add(plan);
    }

    private void Leave(SegmentPlan plan, long fromOffset, long toOffset)
    {
        if (toOffset - plan.BaseOffset > int.MaxValue)
            throw new PlatformException(ErrorCode.Unsupported, $"Partition {partition} lacks more offsets than a segment can number, from {fromOffset} on: restore it from a backup.");
        plan.Fill(fromOffset, toOffset);
        Drop(fromOffset, toOffset, $"segment {plan.BaseOffset} is damaged, or its neighbour is missing");
    }

    private void Drop(long fromOffset, long toOffset, string reason)
    {
        if (toOffset > Math.Max(fromOffset, _state.LogStartOffset))
            _drops.Add(new LogGap(Math.Max(fromOffset, _state.LogStartOffset), toOffset, reason));
    }

    private void Rewrite(SegmentPlan plan)
    {
        var path = PathOf(plan.BaseOffset, ".log");
        var temporary = path + ".repair";
        disk.Delete(temporary);
        using (var old = disk.Open(path, DiskMode.Read))
        using (var made = disk.Open(temporary, DiskMode.CreateNew))
        {
            var position = 0L;
            foreach (var piece in plan.Pieces)
                position += piece.LengthBytes > 0 ? Copy(old, made, piece, position) : WriteEmpty(made, piece, position);
            made.Sync();
        }

        disk.Delete(PathOf(plan.BaseOffset, ".index"));
        disk.Delete(PathOf(plan.BaseOffset, ".timeindex"));
        disk.Rename(temporary, path);
        disk.SyncDirectory(directory);
    }

    private static int Copy(DiskFile from, DiskFile to, SegmentPiece piece, long position)
    {
        var buffer = new byte[Math.Min(CopyBytes, piece.LengthBytes)];
        for (var copied = 0; copied < piece.LengthBytes;)
        {
            var part = buffer.AsSpan(0, Math.Min(buffer.Length, piece.LengthBytes - copied));
            from.ReadExactly(part, piece.Position + copied);
            to.Write(part, position + copied);
            copied += part.Length;
        }

        return piece.LengthBytes;
    }

    private int WriteEmpty(DiskFile to, SegmentPiece piece, long position)
    {
        var batch = RecordBatchHeader.Empty(piece.FromOffset, piece.ToOffset - 1, Math.Max(0, epochs.At(piece.FromOffset)));
        to.Write(batch, position);
        return batch.Length;
    }

    private string PathOf(long baseOffset, string extension) => Path.Combine(directory, Segment.FileName(baseOffset, extension));

    /// <summary>A part of a segment: bytes that are kept, or, without a length, offsets for which an empty batch stands.</summary>
    private readonly record struct SegmentPiece(int Position, int LengthBytes, long FromOffset, long ToOffset);

    /// <summary>What becomes of one segment.</summary>
    private sealed class SegmentPlan(long baseOffset)
    {
        public long BaseOffset => baseOffset;

        public bool IsDamaged { get; set; }

        public List<SegmentPiece> Pieces { get; } = [];

        /// <summary>Keeps a batch, together with the one before if they lie side by side.</summary>
        public void Keep(int position, int lengthBytes)
        {
            if (Pieces.Count > 0 && Pieces[^1] is { LengthBytes: > 0 } last && last.Position + last.LengthBytes == position)
                Pieces[^1] = last with { LengthBytes = last.LengthBytes + lengthBytes };
            else
                Pieces.Add(new SegmentPiece(position, lengthBytes, 0, 0));
        }

        public void Fill(long fromOffset, long toOffset)
        {
            IsDamaged = true;
            Pieces.Add(new SegmentPiece(0, 0, fromOffset, toOffset));
        }
    }
}
