using System.Globalization;
using Hops.Core.Storage;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// Reads a partition's log after a stop of any kind. What the saved state vouches for is trusted (and checked again whenever it is read);
/// all after it is checked batch by batch. An unsound tail of the last segment is cut off: it never was acknowledged, because an
/// acknowledgement follows the sync. Unsound bytes anywhere else are damage: the partition then serves what is sound and takes nothing.
/// </summary>
internal sealed partial class Recovery(LogEnvironment environment, string directory)
{
    private readonly Disk _disk = environment.Disk;
    private readonly List<Segment> _segments = [];
    private readonly ProducerTable _producers = new(environment.Options.ProducersMax);
    private PartitionState _state = PartitionState.Fresh;
    private LeaderEpochs _epochs = LeaderEpochs.None;
    private long _nextOffset;
    private string? _damage;

    /// <summary>Recovers.</summary>
    public RecoveredLog Run()
    {
        // 1. What was saved.
        var bases = SegmentBases();
        _state = PartitionState.Load(_disk, directory) ?? PartitionState.Fresh with { LogStartOffset = bases.Count == 0 ? 0 : bases[0] };
        _epochs = _state.Epochs;
        foreach (var (producerId, entry) in _state.Producers)
            _producers.Restore(producerId, entry);

        // 2. Segments that a deletion had left over.
        RemoveBefore(bases, _state.LogStartOffset);

        // 3. The log, from where the state vouches for it.
        _nextOffset = bases.Count == 0 ? Math.Max(_state.LogStartOffset, _state.RecoveryOffset) : bases[0];
        for (var i = 0; i < bases.Count && _damage is null; i++)
            Open(bases, i);
        if (_damage is null && _nextOffset < _state.RecoveryOffset)
            _damage = $"the log ends at offset {_nextOffset}, but was durable up to {_state.RecoveryOffset}";
        if (_damage is not null)
            Damaged(environment.Logger, directory, _damage);
        return new RecoveredLog
        {
            Segments = _segments,
            LogStartOffset = _state.LogStartOffset,
            NextOffset = _nextOffset,
            Epochs = _epochs,
            Producers = _producers,
            SavedOffset = _state.RecoveryOffset,
            Damage = _damage,
        };
    }

    private List<long> SegmentBases()
    {
        var bases = new List<long>();
        foreach (var name in _disk.List(directory))
        {
            if (name.EndsWith(".log", StringComparison.Ordinal)
                && long.TryParse(name.AsSpan(0, name.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var baseOffset))
                bases.Add(baseOffset);
        }

        return bases;
    }

    private void RemoveBefore(List<long> bases, long startOffset)
    {
        while (bases.Count > 1 && bases[1] <= startOffset)
        {
            new Segment(environment, directory, bases[0]).Delete();
            bases.RemoveAt(0);
        }
    }

    private void Open(List<long> bases, int at)
    {
        var isLast = at == bases.Count - 1;
        if (bases[at] != _nextOffset && at > 0)
        {
            _damage = $"offsets {_nextOffset} to {bases[at] - 1} are missing";
            return;
        }

        var segment = new Segment(environment, directory, bases[at]);
        using var hold = segment.Hold();
        var lengthBytes = segment.File.LengthBytes;
        if (lengthBytes > int.MaxValue)
        {
            _damage = $"the segment {segment.BaseOffset} is larger than any that was written";
            return;
        }

        _segments.Add(segment);
        var isVouchedFor = !isLast && bases[at + 1] <= _state.RecoveryOffset;
        if (isVouchedFor)
            Trust(segment, (int)lengthBytes, bases[at + 1]);
        else
            Check(segment, (int)lengthBytes, isLast);
    }

    /// <summary>Takes a sealed segment as it is; its time range comes from its index.</summary>
    private void Trust(Segment segment, int lengthBytes, long nextBase)
    {
        segment.ReadableBytes = lengthBytes;
        (segment.LargestTimestampMs, segment.LargestTimestampBatch) = segment.Index.LargestTime(segment.BaseOffset);
        segment.FirstAppendMs = segment.LargestTimestampMs;
        _nextOffset = nextBase;
    }

    private void Check(Segment segment, int lengthBytes, bool isLast)
    {
        var index = new SparseIndex();
        var sinceEntryBytes = int.MaxValue;
        using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset, 0, lengthBytes);
        while (scan.TryNext(verify: scan.NextOffset >= _state.RecoveryOffset))
        {
            var header = scan.Header;
            if (!IsEpochSound(header))
            {
                Truncate(segment, index, scan.Position, header.BaseOffset);
                _damage = $"the batch at offset {header.BaseOffset} is sound but for its leader epoch {header.LeaderEpoch}";
                return;
            }

            if (header.MaxTimestamp > segment.LargestTimestampMs)
                (segment.LargestTimestampMs, segment.LargestTimestampBatch) = (header.MaxTimestamp, header.BaseOffset);
            if (sinceEntryBytes > TopicSettings.Default.IndexIntervalBytes)
            {
                index.Add((int)(header.BaseOffset - segment.BaseOffset), scan.Position, segment.LargestTimestampMs);
                sinceEntryBytes = 0;
            }

            sinceEntryBytes += header.TotalBytes;
            if (header.BaseOffset < _state.RecoveryOffset)
                continue;
            _epochs = _epochs.With(header.LeaderEpoch, header.BaseOffset);
            if (header.ProducerId >= 0)
            {
                // Seen now: the records may be dated long ago, and a producer must not expire for that.
                _producers.Stage(header, header.BaseOffset, environment.NowMs);
                _producers.Commit();
            }
        }

        Truncate(segment, index, scan.NextPosition, scan.NextOffset);
        if (scan.IsAtEnd)
            return;
        if (!isLast || _nextOffset < _state.RecoveryOffset)
            _damage = $"segment {segment.BaseOffset} is damaged at byte {scan.NextPosition}, offset {_nextOffset}";
        else
            CutTail(segment, lengthBytes);
    }

    /// <summary>The epoch lies outside of the CRC; a batch that is otherwise whole was not torn, so a wrong one is damage.</summary>
    private bool IsEpochSound(in RecordBatchHeader header) =>
        header.LeaderEpoch >= 0 && header.LeaderEpoch <= Math.Max(environment.LeaderEpoch, _state.Epochs.Latest)
        && (header.BaseOffset < _state.RecoveryOffset || header.LeaderEpoch >= _epochs.Latest);

    private void Truncate(Segment segment, SparseIndex index, int lengthBytes, long nextOffset)
    {
        _nextOffset = nextOffset;
        segment.ReadableBytes = lengthBytes;
        segment.FirstAppendMs = lengthBytes == 0 ? -1 : environment.NowMs;
        segment.Adopt(index);
    }

    private void CutTail(Segment segment, int lengthBytes)
    {
        TailCut(environment.Logger, directory, _nextOffset, lengthBytes - segment.ReadableBytes);
        segment.File.SetLength(segment.ReadableBytes);
        segment.File.Sync();
    }

    [LoggerMessage(EventId = 1, EventName = "LogDamaged", Level = LogLevel.Error,
        Message = "The log in {Directory} is damaged and takes no more records: {Damage}. Restore it from a backup, or delete the topic.")]
    private static partial void Damaged(ILogger logger, string directory, string damage);

    [LoggerMessage(EventId = 2, EventName = "LogTailCut", Level = LogLevel.Warning,
        Message = "The log in {Directory} ended in an unfinished write at offset {Offset}; {Bytes} unacknowledged bytes were cut off.")]
    private static partial void TailCut(ILogger logger, string directory, long offset, int bytes);
}
