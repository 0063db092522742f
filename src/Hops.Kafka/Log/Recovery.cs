using Hops.Core.Storage;
using Hops.Kafka.Log.Compaction;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// Reads a partition's log after a stop of any kind, and compares it with the saved state. What the state vouches for in full segments is
/// trusted (and checked again whenever it is read); all else is checked batch by batch. An unsound tail of the last segment is cut off: it
/// never was acknowledged, because an acknowledgement follows the sync. Unsound bytes with sound ones behind them are a gap, which is told
/// and stepped over. Where the end itself is not known, the partition serves what is sound and takes nothing.
/// </summary>
internal sealed partial class Recovery(LogEnvironment environment, string directory, TopicSettings settings)
{
    private const int SectorBytes = 512;

    private readonly Disk _disk = environment.Disk;
    private readonly List<Segment> _segments = [];
    private readonly List<LogGap> _gaps = [];
    private readonly ProducerTable _producers = new(environment.Options.ProducersMax);
    private PartitionState _state = PartitionState.Fresh;
    private LeaderEpochs _epochs = LeaderEpochs.None;
    private TransactionIndex _transactions = TransactionIndex.None;
    private long _nextOffset;
    private string? _damage;

    /// <summary>Recovers.</summary>
    public RecoveredLog Run()
    {
        // 1. What compaction had decided and not finished; what was saved.
        var swaps = PendingSwap.FinishAll(_disk, directory);
        var bases = Segment.BasesIn(_disk, directory);
        var condition = PartitionState.Load(_disk, directory, out var saved);
        if (condition == StateCondition.Newer)
            return Refused("its state was written by a newer version; start that version, or a newer one");
        _state = saved ?? PartitionState.Fresh with { LogStartOffset = bases.Count == 0 ? 0 : bases[0] };
        _epochs = _state.Epochs;
        _transactions = swaps.Aggregate(_state.Transactions, static (transactions, swap) => transactions.Without(swap.BaseOffset, swap.EndOffset));
        foreach (var (producerId, entry) in _state.Producers)
            _producers.Restore(producerId, entry);
        if (condition == StateCondition.Damaged || (saved is null && bases.Count > 0 && bases[0] > 0))
            StateLost(environment.Logger, directory, condition == StateCondition.Damaged ? "damaged" : "missing", _state.LogStartOffset);

        // 2. Segments that a deletion had left over.
        RemoveBefore(bases, _state.LogStartOffset);

        // 3. The log, from where the state vouches for it.
        _nextOffset = _state.LogStartOffset;
        if (bases.Count == 0 && saved is not null)
            _damage = $"no file of the log is there, but it was durable up to offset {_state.RecoveryOffset}";
        for (var i = 0; i < bases.Count && _damage is null; i++)
            Open(bases, i);
        if (_damage is null && _nextOffset < _state.RecoveryOffset)
            _damage = $"the log ends at offset {_nextOffset}, but was durable up to {_state.RecoveryOffset}";
        return new RecoveredLog
        {
            Segments = _segments,
            LogStartOffset = _state.LogStartOffset,
            NextOffset = Math.Max(_nextOffset, _state.RecoveryOffset),
            Epochs = _epochs,
            Producers = _producers,
            Transactions = _transactions.TrimmedTo(_state.LogStartOffset),
            SavedOffset = _state.RecoveryOffset,
            CompactedOffset = CompactedOffset.Load(_disk, directory),
            Damage = _damage,
            Gaps = [.. _gaps.Where(gap => gap.ToOffset > _state.LogStartOffset)],
        };
    }

    private static RecoveredLog Refused(string why) => new()
    {
        Segments = [],
        LogStartOffset = 0,
        NextOffset = 0,
        Epochs = LeaderEpochs.None,
        Producers = new ProducerTable(1),
        Transactions = TransactionIndex.None,
        SavedOffset = 0,
        Damage = why,
    };

    private void RemoveBefore(List<long> bases, long startOffset)
    {
        while (bases.Count > 1 && bases[1] <= startOffset)
        {
            new Segment(environment, directory, bases[0], settings.IndexIntervalBytes).Delete();
            bases.RemoveAt(0);
        }
    }

    private void Open(List<long> bases, int at)
    {
        if (bases[at] > _nextOffset)
            Skip(_nextOffset, bases[at], "a segment is missing");
        var segment = new Segment(environment, directory, bases[at], settings.IndexIntervalBytes);
        using var hold = segment.Hold();
        var lengthBytes = segment.File.LengthBytes;
        if (lengthBytes > int.MaxValue)
        {
            _damage = $"the segment {segment.BaseOffset} is larger than any that was written";
            return;
        }

        _segments.Add(segment);
        var isLast = at == bases.Count - 1;
        if (!isLast && bases[at + 1] <= _state.RecoveryOffset && BeginsWell(segment, lengthBytes))
            Trust(segment, (int)lengthBytes, bases[at + 1]);
        else
            Check(segment, (int)lengthBytes, isLast ? null : bases[at + 1]);
    }

    private static bool BeginsWell(Segment segment, long lengthBytes)
    {
        Span<byte> bytes = stackalloc byte[RecordBatchHeader.LengthBytes];
        if (lengthBytes < bytes.Length)
            return false;
        segment.File.ReadExactly(bytes, 0);
        return RecordBatchHeader.TryParse(bytes, out var header) && header.BaseOffset == segment.BaseOffset;
    }

    /// <summary>Takes a sealed segment as it is; its time range comes from its index.</summary>
    private void Trust(Segment segment, int lengthBytes, long nextBase)
    {
        segment.ReadableBytes = lengthBytes;
        (segment.LargestTimestampMs, segment.LargestTimestampBatch) = segment.Index.LargestTime(segment.BaseOffset);
        segment.FirstAppendMs = segment.LargestTimestampMs;
        _nextOffset = nextBase;
    }

    /// <param name="segment">The segment, held.</param>
    /// <param name="lengthBytes">Length of its file.</param>
    /// <param name="nextBase">Where the next segment begins; null for the last one.</param>
    private void Check(Segment segment, int lengthBytes, long? nextBase)
    {
        var index = new SparseIndex(settings.IndexIntervalBytes);
        using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset, 0, lengthBytes);
        while (true)
        {
            while (scan.TryNext(verify: true))
                Take(segment, index, scan);
            if (scan.IsAtEnd)
                break;
            var (offset, position) = (scan.NextOffset, scan.NextPosition);
            var isBehind = scan.TryResume(nextBase ?? long.MaxValue);
            if (nextBase is null && offset >= _state.RecoveryOffset && !IsNewer(segment, position, lengthBytes)
                && (!isBehind || LooksTorn(segment, position, scan.Position)))
            {
                CutTail(segment, offset, position, lengthBytes, isBehind);
                Finish(segment, index, position, offset);
                return;
            }

            if (!isBehind)
            {
                EndUnsound(segment, index, offset, lengthBytes, nextBase);
                return;
            }

            Skip(offset, scan.Header.BaseOffset, $"segment {segment.BaseOffset} is damaged at byte {position}");
            Take(segment, index, scan);
        }

        if (nextBase > scan.NextOffset)
            Skip(scan.NextOffset, nextBase.Value, $"segment {segment.BaseOffset} ends before the next one begins");
        Finish(segment, index, lengthBytes, nextBase ?? scan.NextOffset);
    }

    /// <summary>Nothing sound lies behind the damage in this segment.</summary>
    private void EndUnsound(Segment segment, SparseIndex index, long offset, int lengthBytes, long? nextBase)
    {
        if (nextBase is { } end)
            Skip(offset, end, $"segment {segment.BaseOffset} has no sound end");
        else
            _damage = $"segment {segment.BaseOffset} is damaged from offset {offset} to its end";
        Finish(segment, index, lengthBytes, nextBase ?? offset);
    }

    private void Take(Segment segment, SparseIndex index, SegmentScan scan)
    {
        var header = scan.Header;
        if (!IsEpochSound(header))
        {
            Skip(header.BaseOffset, header.LastOffset + 1, $"the batch at offset {header.BaseOffset} is sound but for its leader epoch {header.LeaderEpoch}");
            return;
        }

        if (header.MaxTimestamp > segment.LargestTimestampMs)
            (segment.LargestTimestampMs, segment.LargestTimestampBatch) = (header.MaxTimestamp, header.BaseOffset);
        index.Add((int)(header.BaseOffset - segment.BaseOffset), scan.Position, segment.LargestTimestampMs);
        if (header.BaseOffset < _state.RecoveryOffset)
            return;
        _epochs = _epochs.With(header.LeaderEpoch, header.BaseOffset);
        if (header.ProducerId >= 0)
            Follow(header, scan);
    }

    /// <summary>What a batch says of its producer, who is seen now: the records may be dated long ago, and a producer must not expire for that.</summary>
    private void Follow(in RecordBatchHeader header, SegmentScan scan)
    {
        if (header.IsControl)
        {
            if (TransactionMarker.Read(header, scan.Batch) is not { } marker)
                return;
            _producers.StageMarker(marker, environment.NowMs);
            _transactions = _transactions.Ended(marker.ProducerId, header.BaseOffset, marker.IsCommit);
        }
        else
        {
            _producers.Stage(header, header.BaseOffset, environment.NowMs);
            if (header.IsTransactional)
                _transactions = _transactions.With(header.ProducerId, header.BaseOffset);
        }

        _producers.Commit(_transactions);
    }

    /// <summary>The epoch lies outside of the CRC; a batch that is otherwise whole was not torn, so a wrong one is damage.</summary>
    private bool IsEpochSound(in RecordBatchHeader header) =>
        header.LeaderEpoch >= 0 && header.LeaderEpoch <= Math.Max(environment.LeaderEpoch, _state.Epochs.Latest)
        && (header.BaseOffset < _state.RecoveryOffset || header.LeaderEpoch >= _epochs.Latest);

    /// <summary>A whole batch of a later format is no torn write: whoever wrote it must not lose it to us.</summary>
    private static bool IsNewer(Segment segment, int position, int lengthBytes)
    {
        Span<byte> bytes = stackalloc byte[RecordBatchHeader.LengthBytes];
        if (lengthBytes - position < bytes.Length)
            return false;
        segment.File.ReadExactly(bytes, position);
        var header = RecordBatchHeader.Parse(bytes);
        if (header.Magic <= 2 || header.TotalBytes < bytes.Length || header.TotalBytes > lengthBytes - position)
            return false;
        var batch = new byte[header.TotalBytes];
        segment.File.ReadExactly(batch, position);
        return RecordBatchHeader.CrcMatches(batch);
    }

    /// <summary>
    /// A write that a power cut tore lacks whole sectors, which read as zeros; the round behind the hole was never acknowledged. Damage of
    /// another kind does not look like that.
    /// </summary>
    private static bool LooksTorn(Segment segment, int from, int to)
    {
        const int LeastBytes = 16;
        var sector = new byte[SectorBytes];
        for (var start = from; start < to; start = (start / SectorBytes * SectorBytes) + SectorBytes)
        {
            var part = sector.AsSpan(0, Math.Min(to, (start / SectorBytes * SectorBytes) + SectorBytes) - start);
            segment.File.ReadExactly(part, start);
            if (part.Length >= LeastBytes && !part.ContainsAnyExcept((byte)0))
                return true;
        }

        return false;
    }

    private void Skip(long fromOffset, long toOffset, string reason)
    {
        _gaps.Add(new LogGap(fromOffset, toOffset, reason));
        _nextOffset = toOffset;
    }

    private void Finish(Segment segment, SparseIndex index, int lengthBytes, long nextOffset)
    {
        _nextOffset = nextOffset;
        segment.ReadableBytes = lengthBytes;
        segment.FirstAppendMs = lengthBytes == 0 ? -1 : environment.NowMs;
        segment.Adopt(index);
    }

    /// <summary>Cuts what a torn write left; sound batches of it, which nobody was told of, are kept beside the log.</summary>
    private void CutTail(Segment segment, long offset, int position, int lengthBytes, bool isKept)
    {
        if (isKept)
        {
            var tail = new byte[lengthBytes - position];
            segment.File.ReadExactly(tail, position);
            var kept = Path.Combine(directory, Segment.FileName(offset, ".cut"));
            _disk.Replace(kept, tail);
            TailKept(environment.Logger, directory, offset, tail.Length, kept);
        }
        else
        {
            TailCut(environment.Logger, directory, offset, lengthBytes - position);
        }

        segment.File.SetLength(position);
        segment.File.Sync();
    }

    [LoggerMessage(EventId = 2, EventName = "LogTailCut", Level = LogLevel.Warning,
        Message = "The log in {Directory} ended in an unfinished write at offset {Offset}; {Bytes} unacknowledged bytes were cut off.")]
    private static partial void TailCut(ILogger logger, string directory, long offset, int bytes);

    [LoggerMessage(EventId = 6, EventName = "LogTailKept", Level = LogLevel.Warning,
        Message = "The log in {Directory} ended in a torn write at offset {Offset}; its {Bytes} bytes, some of them whole batches, were moved to {Kept}.")]
    private static partial void TailKept(ILogger logger, string directory, long offset, int bytes, string kept);

    [LoggerMessage(EventId = 7, EventName = "LogStateLost", Level = LogLevel.Warning,
        Message = "The saved state of the log in {Directory} is {Condition}: it was read as a whole and begins at offset {Start}; deleted records of its first segment may be back, and producers are not remembered.")]
    private static partial void StateLost(ILogger logger, string directory, string condition, long start);
}
