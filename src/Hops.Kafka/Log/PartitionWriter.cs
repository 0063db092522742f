using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// The side of a partition that changes it; used by the commit loop's thread alone. A round is: begin, stage batches, write, sync,
/// publish; or roll back, after which the log is as if the round had never been.
/// </summary>
internal sealed class PartitionWriter
{
    /// <summary>Segments hold positions of 32 bits; a round may overshoot the size at which a segment is full.</summary>
    private const int SegmentMaxBytes = int.MaxValue - (1 << 30);

    private readonly Partition _partition;
    private readonly LogEnvironment _environment;
    private readonly ProducerTable _producers;
    private readonly List<ReadOnlyMemory<byte>> _slices = [];
    private CacheChunk? _lastChunk;
    private Segment? _held;
    private LeaderEpochs _epochs;
    private TransactionIndex _transactions;
    private long _nextOffset;
    private int _writtenBytes;
    private int _stagedBytes;
    private int _sinceIndexBytes = int.MaxValue;
    private long _savedOffset;
    private long _sinceSavedBytes;
    private long _savedMs;
    private long _lastAppendMs;
    private (long LargestTimestampMs, long LargestTimestampBatch, long FirstAppendMs) _before;

    public PartitionWriter(Partition partition, LogEnvironment environment, RecoveredLog recovered)
    {
        _partition = partition;
        _environment = environment;
        _producers = recovered.Producers;
        _epochs = recovered.Epochs;
        _transactions = recovered.Transactions;
        _nextOffset = recovered.NextOffset;
        _savedOffset = recovered.SavedOffset;
        _writtenBytes = recovered.Segments.Count == 0 ? 0 : recovered.Segments[^1].ReadableBytes;
        _savedMs = environment.NowMs;
    }

    public ProducerTable Producers => _producers;

    /// <summary>The transactions as the round leaves them.</summary>
    public TransactionIndex Transactions => _transactions;

    public long NowMs { get; private set; }

    /// <summary>Set while a round runs.</summary>
    public bool IsInRound { get; private set; }

    /// <summary>Why the round failed; null while it has not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The log on disk is no longer known to be what it should be: nothing more is appended.</summary>
    public void MarkDamaged() => _partition.MarkDamaged("a failed append could not be undone");

    private Segment Active => _partition.Segments[^1];

    /// <summary>Begins a round; begins a new segment if there is none or the present one is full or old.</summary>
    public void BeginRound(long nowMs)
    {
        IsInRound = true;
        Failure = null;
        NowMs = nowMs;
        _stagedBytes = 0;
    }

    /// <summary>
    /// True if a batch fits into this round: a segment numbers its records in 32 bits, and a round is of one segment. Compressed batches of
    /// few bytes may claim very many records.
    /// </summary>
    public bool HasOffsetsFor(in RecordBatchHeader header) => _stagedBytes == 0 || IsWithinActive(header);

    /// <summary>Appends a batch that has been checked; gives it its offset, and what else of its header is the broker's.</summary>
    public long Stage(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool logAppendTime)
    {
        if (_stagedBytes == 0)
            PrepareSegment(header);
        var baseOffset = _nextOffset;
        var epoch = Math.Max(_environment.LeaderEpoch, _epochs.Latest);
        CacheChunk chunk;
        int start;
        lock (_partition.Gate)
            (chunk, start) = _partition.Cache.Append(batch, baseOffset, baseOffset + header.LastOffsetDelta);
        var copy = chunk.Bytes.AsMemory(start, batch.Length);
        RecordBatchHeader.Stamp(copy.Span, baseOffset, epoch);
        RecordBatchHeader.StampTimes(copy.Span, logAppendTime ? header.With(isLogAppendTime: true, NowMs) : header);
        AddSlice(chunk, copy);
        Index(header, baseOffset, logAppendTime ? NowMs : header.MaxTimestamp);
        _epochs = _epochs.With(epoch, baseOffset);
        if (header is { IsTransactional: true, IsControl: false })
            _transactions = _transactions.With(header.ProducerId, baseOffset);
        _stagedBytes += batch.Length;
        _nextOffset = baseOffset + header.LastOffsetDelta + 1;
        return baseOffset;
    }

    /// <summary>Appends a marker, which ends the transaction of its producer.</summary>
    public long Stage(in TransactionMarker marker)
    {
        var batch = marker.ToBatch(NowMs);
        var offset = Stage(batch, RecordBatchHeader.Parse(batch), logAppendTime: false);
        _transactions = _transactions.Ended(marker.ProducerId, offset, marker.IsCommit);
        return offset;
    }

    /// <summary>Writes what was staged to the file; reserves room first, so that a full disk leaves nothing half done.</summary>
    public void Write()
    {
        if (_stagedBytes == 0)
            return;
        var segment = Active;
        var end = (long)_writtenBytes + _stagedBytes;
        if (end > segment.AllocatedBytes)
        {
            // As much again as there is: many small partitions must not each hold a large room.
            var step = Math.Min(_writtenBytes, _environment.Options.AllocationStepBytes);
            segment.File.Allocate(_writtenBytes, _stagedBytes + step);
            segment.AllocatedBytes = end + step;
        }

        segment.File.Write(_slices, _writtenBytes);
    }

    /// <summary>Makes what was written durable.</summary>
    public void Sync()
    {
        if (_stagedBytes > 0 && _environment.Options.Flush == FlushMode.Commit)
            Active.File.SyncData();
    }

    /// <summary>Lets readers see the round.</summary>
    public void Publish()
    {
        IsInRound = false;
        _producers.Commit(_transactions);
        if (_stagedBytes == 0)
        {
            Release();
            return;
        }

        _writtenBytes += _stagedBytes;
        _sinceSavedBytes += _stagedBytes;
        _lastAppendMs = NowMs;
        _slices.Clear();
        _lastChunk = null;
        Active.ReadableBytes = _writtenBytes;
        _partition.Publish(_nextOffset, _epochs, _transactions, _stagedBytes);
        Release();
    }

    /// <summary>Undoes the round.</summary>
    public void Rollback()
    {
        IsInRound = false;
        try
        {
            Undo();
        }
        finally
        {
            Release();
        }
    }

    private void Undo()
    {
        _producers.Rollback();
        _slices.Clear();
        _lastChunk = null;
        if (_stagedBytes == 0)
            return;
        _nextOffset = _partition.HighWatermark;
        _epochs = _partition.Epochs;
        _transactions = _partition.Transactions;
        lock (_partition.Gate)
            _partition.Cache.TruncateFrom(_nextOffset);
        var segment = Active;
        segment.Index.TruncateFrom(_writtenBytes);
        (segment.LargestTimestampMs, segment.LargestTimestampBatch, segment.FirstAppendMs) = _before;
        _sinceIndexBytes = int.MaxValue;
        segment.File.SetLength(_writtenBytes);
        segment.AllocatedBytes = 0;
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
        _transactions = _partition.Transactions;
        var dropped = _partition.DropSegmentsBefore(offset);
        foreach (var segment in dropped)
            segment.Delete();
        if (dropped.Count > 0)
            _environment.Disk.SyncDirectory(_partition.DirectoryPath);
    }

    /// <summary>Puts a segment in the place of others, between two rounds.</summary>
    public void Replace(IReadOnlyList<Segment> old, Segment made, long endOffset)
    {
        _partition.Replace(old, made, endOffset);
        _transactions = _partition.Transactions;
    }

    /// <summary>Retention, forgetting of producers, saving, and rest of what is idle.</summary>
    public void Maintain(long nowMs)
    {
        var start = Retention.StartAfter(_partition, nowMs);
        if (start > _partition.LogStartOffset)
            MoveStart(start);
        _producers.Expire(nowMs - (long)_environment.Options.ProducerExpiry.TotalMilliseconds, _transactions);
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

    private bool IsWithinActive(in RecordBatchHeader header) => _nextOffset + header.LastOffsetDelta - Active.BaseOffset <= int.MaxValue;

    private void PrepareSegment(in RecordBatchHeader header)
    {
        var segments = _partition.Segments;
        var settings = _partition.Settings;
        if (segments.Count == 0)
            BeginSegment();
        else if (_writtenBytes > 0 && (_writtenBytes >= Math.Min(settings.SegmentBytes, SegmentMaxBytes)
            || NowMs - Active.FirstAppendMs >= settings.ActiveAgeMax.TotalMilliseconds
            || !IsWithinActive(header)))
            Roll();
        var active = Active;
        _held = active.Hold();
        _ = active.File;
        _before = (active.LargestTimestampMs, active.LargestTimestampBatch, active.FirstAppendMs);
        if (active.FirstAppendMs < 0)
            active.FirstAppendMs = NowMs;
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
        var segment = new Segment(_environment, directory, _nextOffset);
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
        _writtenBytes = 0;
        _sinceIndexBytes = int.MaxValue;
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

    /// <summary>Lets go of the segment of a round, so that its file may be closed.</summary>
    private void Release()
    {
        _held?.Dispose();
        _held = null;
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

    private void AddSlice(CacheChunk chunk, ReadOnlyMemory<byte> copy)
    {
        if (_lastChunk == chunk)
        {
            var start = chunk.UsedBytes - copy.Length - _slices[^1].Length;
            _slices[^1] = chunk.Bytes.AsMemory(start, _slices[^1].Length + copy.Length);
        }
        else
        {
            _slices.Add(copy);
            _lastChunk = chunk;
        }
    }

    private void Index(in RecordBatchHeader header, long baseOffset, long maxTimestampMs)
    {
        var segment = Active;
        if (maxTimestampMs > segment.LargestTimestampMs)
        {
            segment.LargestTimestampMs = maxTimestampMs;
            segment.LargestTimestampBatch = baseOffset;
        }

        if (_sinceIndexBytes > _partition.Settings.IndexIntervalBytes)
        {
            segment.Index.Add((int)(baseOffset - segment.BaseOffset), _writtenBytes + _stagedBytes, segment.LargestTimestampMs);
            _sinceIndexBytes = 0;
        }

        _sinceIndexBytes += Math.Min(header.TotalBytes, int.MaxValue - _sinceIndexBytes);
    }
}
