using System.Diagnostics;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// The side of a partition that changes it; used by the commit loop's thread alone. A round is: begin, stage batches, write, sync,
/// publish; or roll back, after which the log is as if the round had never been. What it stages is a <see cref="StagedRound"/>.
/// </summary>
internal sealed class PartitionWriter
{
    /// <summary>Segments hold positions of 32 bits; a round may overshoot the size at which a segment is full.</summary>
    private const int SegmentMaxBytes = int.MaxValue - (1 << 30);

    private readonly Partition _partition;
    private readonly LogEnvironment _environment;
    private readonly ProducerTable _producers;
    private StagedRound? _round;
    private long _savedOffset;
    private long _sinceSavedBytes;
    private long _savedMs;
    private long _lastAppendMs;

    public PartitionWriter(Partition partition, LogEnvironment environment, RecoveredLog recovered)
    {
        _partition = partition;
        _environment = environment;
        _producers = recovered.Producers;
        _savedOffset = recovered.SavedOffset;
        _savedMs = environment.NowMs;
    }

    public ProducerTable Producers => _producers;

    /// <summary>The transactions as the round leaves them.</summary>
    public TransactionIndex Transactions => _round?.Transactions ?? _partition.Transactions;

    /// <summary>When the round began.</summary>
    public long NowMs => Round.NowMs;

    /// <summary>Set while a round runs.</summary>
    public bool IsInRound => _round is not null;

    /// <summary>Why the round failed; null while it has not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The log on disk is no longer known to be what it should be: nothing more is appended.</summary>
    public void MarkDamaged() => _partition.MarkDamaged("a failed append could not be undone");

    private StagedRound Round => _round ?? throw new UnreachableException($"no round of {_partition.Place.Label} runs");

    private Segment Active => _partition.Segments[^1];

    /// <summary>Begins a round.</summary>
    public void BeginRound(long nowMs)
    {
        Failure = null;
        _round = new StagedRound(_partition, nowMs);
    }

    /// <summary>
    /// True if a batch fits into this round: a segment numbers its records in 32 bits, and a round is of one segment. Compressed batches of
    /// few bytes may claim very many records.
    /// </summary>
    public bool HasOffsetsFor(in RecordBatchHeader header) => Round.LengthBytes == 0 || IsWithinActive(header, Round.NextOffset);

    /// <summary>Appends a batch that has been checked; gives it its offset, and what else of its header is the broker's.</summary>
    public long Stage(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool logAppendTime)
    {
        var round = Round;
        if (round.Segment is null)
        {
            PrepareSegment(header, round);
            round.Begin(Active);
        }

        var baseOffset = round.NextOffset;
        var epoch = Math.Max(_environment.LeaderEpoch, round.Epochs.Latest);
        var stamped = logAppendTime ? header.With(isLogAppendTime: true, round.NowMs) : header;
        CacheChunk chunk;
        int start;
        lock (_partition.Gate)
            (chunk, start) = _partition.Cache.Append(batch, baseOffset, baseOffset + header.LastOffsetDelta);
        var copy = chunk.Bytes.AsMemory(start, batch.Length);
        RecordBatchHeader.Stamp(copy.Span, baseOffset, epoch);
        RecordBatchHeader.StampTimes(copy.Span, stamped);
        round.Add(chunk, copy, stamped, epoch);
        return baseOffset;
    }

    /// <summary>Appends a marker, which ends the transaction of its producer.</summary>
    public long Stage(in TransactionMarker marker)
    {
        var batch = marker.ToBatch(NowMs);
        var offset = Stage(batch, RecordBatchHeader.Parse(batch), logAppendTime: false);
        Round.End(marker, offset);
        return offset;
    }

    /// <summary>Writes what was staged to the file; reserves room first, so that a full disk leaves nothing half done.</summary>
    public void Write()
    {
        if (Round is not { LengthBytes: > 0, Segment: { } segment } round)
            return;
        var end = (long)round.StartPosition + round.LengthBytes;
        if (end > segment.AllocatedBytes)
        {
            // As much again as there is: many small partitions must not each hold a large room.
            var step = Math.Min(round.StartPosition, _environment.Options.AllocationStepBytes);
            segment.File.Allocate(round.StartPosition, round.LengthBytes + step);
            segment.AllocatedBytes = end + step;
        }

        segment.File.Write(round.Slices, round.StartPosition);
    }

    /// <summary>Makes what was written durable.</summary>
    public void Sync()
    {
        if (Round is { LengthBytes: > 0, Segment: { } segment } && _environment.Options.Flush == FlushMode.Commit)
            segment.File.SyncData();
    }

    /// <summary>Lets readers see the round.</summary>
    public void Publish()
    {
        var round = Round;
        _producers.Commit(round.Transactions);
        if (round.LengthBytes > 0)
        {
            _sinceSavedBytes += round.LengthBytes;
            _lastAppendMs = round.NowMs;
            round.Commit();
        }

        _round = null;
        round.Release();
    }

    /// <summary>Drops the round, and what the cache and the file have of it already.</summary>
    public void Rollback()
    {
        var round = Round;
        using var held = round.Segment;
        _round = null;
        _producers.Rollback();
        lock (_partition.Gate)
            _partition.Cache.TruncateFrom(_partition.HighWatermark);
        if (held is null || round.LengthBytes == 0)
            return;
        held.AllocatedBytes = 0;
        held.File.SetLength(round.StartPosition);
    }

    /// <summary>True if recovery would have much to read without a newer state.</summary>
    public bool IsStateDue => _sinceSavedBytes >= _environment.Options.SnapshotBytes;

    /// <summary>Saves the state as of the last round, which is made durable first if it is not.</summary>
    public void SaveState() => SaveState(_partition.LogStartOffset);

    private void SaveState(long logStartOffset)
    {
        var segments = _partition.Segments;
        if (segments.Count > 0 && _environment.Options.Flush == FlushMode.Os)
        {
            using (segments[^1].Hold())
                segments[^1].File.SyncData();
        }

        var state = new PartitionState(
            logStartOffset, _partition.HighWatermark, segments.Count == 0 ? 0 : segments[^1].BaseOffset,
            segments.Count == 0 ? 0 : segments[^1].ReadableBytes, _partition.Epochs.TrimmedTo(logStartOffset), _producers.Entries,
            _partition.Transactions.TrimmedTo(logStartOffset));
        state.Save(_environment.Disk, _partition.DirectoryPath);
        _savedOffset = state.RecoveryOffset;
        _sinceSavedBytes = 0;
        _savedMs = _environment.NowMs;
    }

    /// <summary>Moves the start of the log, durably, and removes the segments before it.</summary>
    public void MoveStart(long offset)
    {
        if (offset <= _partition.LogStartOffset)
            return;
        if (_partition.Segments.Count > 0 && offset >= _partition.HighWatermark && Active.ReadableBytes > 0)
            Roll();
        SaveState(offset);
        _partition.MoveStart(offset);
        var dropped = _partition.DropSegmentsBefore(offset);
        foreach (var segment in dropped)
            segment.Delete();
        if (dropped.Count > 0)
            _environment.Disk.SyncDirectory(_partition.DirectoryPath);
    }

    /// <summary>Retention, forgetting of producers, saving, and rest of what is idle.</summary>
    public void Maintain(long nowMs)
    {
        var start = Retention.StartAfter(_partition, nowMs);
        if (start > _partition.LogStartOffset)
            MoveStart(start);
        _producers.Expire(nowMs - (long)_environment.Options.ProducerExpiry.TotalMilliseconds, _partition.Transactions);
        if (_savedOffset != _partition.HighWatermark && nowMs - _savedMs >= _environment.Options.SnapshotInterval.TotalMilliseconds)
            SaveState();
        for (var i = 0; i < _partition.Segments.Count; i++)
            _partition.Segments[i].Rest(isActive: i == _partition.Segments.Count - 1);
        if (nowMs - _lastAppendMs >= _environment.Options.TailCacheIdle.TotalMilliseconds)
        {
            if (_partition.Segments.Count > 0)
                Trim(Active);
            lock (_partition.Gate)
                _partition.Cache.Clear();
        }
    }

    /// <summary>Saves everything and closes the files; or only closes them, when the partition is being deleted.</summary>
    /// <remarks>What cannot be saved makes the next recovery longer and nothing else: the files are closed in any case.</remarks>
    public void Close(bool save)
    {
        try
        {
            if (save && _partition.Segments.Count > 0 && !_partition.IsDamaged)
                SaveAll();
        }
        finally
        {
            lock (_partition.Gate)
                _partition.Cache.Clear();
            foreach (var segment in _partition.Segments)
                segment.Dispose();
        }
    }

    private void SaveAll()
    {
        using (Active.Hold())
        {
            Trim(Active);
            Active.SaveIndex();
        }

        SaveState();
    }

    private bool IsWithinActive(in RecordBatchHeader header, long baseOffset) => baseOffset + header.LastOffsetDelta - Active.BaseOffset <= int.MaxValue;

    /// <summary>Begins a new segment if there is none, or the present one is full or old.</summary>
    private void PrepareSegment(in RecordBatchHeader header, StagedRound round)
    {
        var settings = _partition.Settings;
        if (_partition.Segments.Count == 0)
            BeginSegment();
        else if (Active.ReadableBytes > 0 && (Active.ReadableBytes >= Math.Min(settings.SegmentBytes, SegmentMaxBytes)
            || round.NowMs - Active.FirstAppendMs >= settings.ActiveAgeMax.TotalMilliseconds
            || !IsWithinActive(header, round.NextOffset)))
            Roll();
    }

    /// <summary>Finishes the active segment, all of which is durable before the next one exists, and begins the next.</summary>
    private void Roll()
    {
        using (Active.Hold())
        {
            Trim(Active);
            Active.File.Sync();
            Active.SaveIndex();
        }

        BeginSegment();
    }

    private void BeginSegment()
    {
        var directory = _partition.DirectoryPath;
        if (_partition.Segments.Count == 0)
            MakeDirectory(directory);
        var segment = new Segment(_environment, directory, _partition.HighWatermark, _partition.Settings.IndexIntervalBytes);
        RemoveEmpty(segment.Path);
        try
        {
            segment.Create();
            _environment.Disk.SyncDirectory(directory);
        }
        catch
        {
            segment.Dispose();
            throw;
        }

        _partition.AddSegment(segment);
    }

    /// <summary>That a directory is there does not say that it is durable: an earlier process may have been killed before it synced it.</summary>
    private void MakeDirectory(string directory)
    {
        if (!_environment.Disk.DirectoryExists(directory))
            _environment.Disk.CreateDirectory(directory);
        var topic = Path.GetDirectoryName(directory)!;
        _environment.Disk.SyncDirectory(topic);
        _environment.Disk.SyncDirectory(Path.GetDirectoryName(topic)!);
    }

    /// <summary>A segment whose making failed half way may have left its file; one that holds bytes is not ours to remove.</summary>
    private void RemoveEmpty(string path)
    {
        if (!_environment.Disk.FileExists(path))
            return;
        using (var file = _environment.Disk.Open(path, DiskMode.Read))
        {
            if (file.LengthBytes > 0)
                throw new IOException($"{path} holds {file.LengthBytes} bytes although the log ends before it");
        }

        _environment.Disk.Delete(path);
    }

    /// <summary>Gives back the room that was reserved beyond the end.</summary>
    private static void Trim(Segment segment)
    {
        if (segment.AllocatedBytes > segment.ReadableBytes)
        {
            using (segment.Hold())
                segment.File.SetLength(segment.ReadableBytes);
        }

        segment.AllocatedBytes = 0;
    }
}
