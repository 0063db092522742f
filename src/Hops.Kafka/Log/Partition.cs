using Hops.Core.Errors;
using Hops.Kafka.Log.Compaction;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// One partition of a topic: an ordered log of batches. Any thread may call it; changes go through the store's one writer, readers look at
/// what it has published and never wait for it. The high watermark is the end of what is durable (under <see cref="FlushMode.Commit"/>).
/// </summary>
public sealed class Partition
{
    private const string TakesNoMore = "The log of this partition is damaged and takes no more records: its owner repairs it with 'hops topic repair'.";

    private readonly LogEnvironment _environment;
    private readonly CommitLoop _loop;
    private readonly PartitionDamage _damage;
    private readonly List<(FetchWait Wait, bool IsCommitted)> _waits = [];
    private IReadOnlyList<Segment> _segments;
    private LeaderEpochs _epochs;
    private TopicSettings _settings;
    private TransactionIndex _transactions;
    private long _logStartOffset;
    private long _lastStableOffset;
    private long _highWatermark;
    private long _compactedOffset;
    private bool _isClosed;

    internal Partition(LogEnvironment environment, CommitLoop loop, PartitionPlace place, TopicSettings settings, RecoveredLog recovered)
    {
        _environment = environment;
        _loop = loop;
        Id = place.Id;
        Place = place;
        DirectoryPath = place.Directory;
        _damage = new PartitionDamage(environment, place, recovered);
        _settings = settings;
        _segments = recovered.Segments;
        _epochs = recovered.Epochs;
        _logStartOffset = recovered.LogStartOffset;
        _highWatermark = recovered.NextOffset;
        _transactions = recovered.Transactions;
        _lastStableOffset = StableEnd(_transactions, _highWatermark);
        _compactedOffset = recovered.CompactedOffset;
        Cache = new TailCache(environment.Chunks, this);
        Writer = new PartitionWriter(this, environment, recovered);
    }

    /// <summary>Topic and number.</summary>
    public PartitionId Id { get; }

    /// <summary>Settings of the topic; a new value holds from the next append on.</summary>
    public TopicSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>First offset that can be read.</summary>
    public long LogStartOffset => Volatile.Read(ref _logStartOffset);

    /// <summary>Offset after the last one that can be read.</summary>
    public long HighWatermark => Volatile.Read(ref _highWatermark);

    /// <summary>Offset before which every transaction has ended: who reads what is committed reads up to here (KIP-98).</summary>
    public long LastStableOffset => Volatile.Read(ref _lastStableOffset);

    /// <summary>Epoch of this broker as leader; higher at every start.</summary>
    public int LeaderEpoch => _environment.LeaderEpoch;

    /// <summary>Bytes on disk.</summary>
    public long SizeBytes => Segments.Sum(segment => (long)segment.ReadableBytes);

    /// <summary>True if it is not known where the log ends: it is read as far as it is sound and takes no more.</summary>
    public bool IsDamaged => _damage.Cause is not null;

    /// <summary>True if nothing of it can be served.</summary>
    public bool IsUnreadable => IsDamaged && Segments.All(static segment => segment.ReadableBytes == 0);

    /// <summary>Why it takes no more; null if it does.</summary>
    public string? Damage => _damage.Cause;

    /// <summary>Offsets that are known to be unreadable although what lies behind them is served, in the order in which they were found.</summary>
    public IReadOnlyList<LogGap> Gaps => _damage.Gaps;

    /// <summary>Offset before which each key has its newest record only, as far as it is known.</summary>
    internal long CompactedOffset => Volatile.Read(ref _compactedOffset);

    internal long NowMs => _environment.NowMs;

    internal int BatchOpenedMaxBytes => _environment.Options.BatchOpenedMaxBytes;

    internal Lock Gate { get; } = new();

    internal TailCache Cache { get; }

    internal PartitionWriter Writer { get; }

    internal PartitionPlace Place { get; }

    internal string DirectoryPath { get; }

    internal LeaderEpochs Epochs => Volatile.Read(ref _epochs);

    internal TransactionIndex Transactions => Volatile.Read(ref _transactions);

    internal IReadOnlyList<Segment> Segments => Volatile.Read(ref _segments);

    internal bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Appends one batch of format 2, as a producer sent it.</summary>
    /// <param name="batch">The whole batch; must not change before the task has completed.</param>
    /// <returns>The outcome; completes when the batch is in the log as durably as the store promises. Does not throw for what the batch holds.</returns>
    public Task<AppendResult> AppendAsync(ReadOnlyMemory<byte> batch) => AppendAsync(batch, schemas: null);

    /// <inheritdoc cref="AppendAsync(ReadOnlyMemory{byte})"/>
    /// <param name="batch">The whole batch; must not change before the task has completed.</param>
    /// <param name="schemas">Which schemas its keys and values must be of; null if any bytes will do.</param>
    internal Task<AppendResult> AppendAsync(ReadOnlyMemory<byte> batch, SchemaDemand? schemas)
    {
        Task<AppendResult> done;
        using (var intake = new BatchIntake(this, batch, schemas))
        {
            intake.Examine(pauseBytes: long.MaxValue);
            done = intake.AppendAsync();
        }

        return done;
    }

    /// <summary>Appends a batch that was checked.</summary>
    /// <param name="batch">The whole batch; must not change before the task has completed.</param>
    /// <param name="header">Its header, with the fields that the broker sets by itself.</param>
    /// <param name="beginsAtZero">True if the epoch of its producer is that of one transaction (<see cref="ProducerTable.Check"/>).</param>
    internal Task<AppendResult> AppendAsync(ReadOnlyMemory<byte> batch, in RecordBatchHeader header, bool beginsAtZero = false)
    {
        if (IsDamaged)
            return Task.FromResult(AppendResult.Refused(KafkaError.KafkaStorageError, TakesNoMore));
        var command = new AppendCommand(this, batch, header, beginsAtZero);
        return _loop.TryAdd(command)
            ? command.Done
            : Task.FromResult(AppendResult.Refused(KafkaError.RequestTimedOut, "Too many bytes wait to be appended; try again.", LogStartOffset));
    }

    /// <summary>Ends the transaction of a producer in this partition, and fences its earlier epochs.</summary>
    /// <param name="producerId">Whose.</param>
    /// <param name="producerEpoch">Its epoch.</param>
    /// <param name="coordinatorEpoch">Epoch of the coordinator, which the marker tells.</param>
    /// <param name="isCommit">False to abort.</param>
    /// <returns>
    /// A success too where no transaction of it is open: nothing is written then, so that a coordinator that does not know whether it was told
    /// may ask again. <c>InvalidProducerEpoch</c>: a later epoch was here already.
    /// </returns>
    public Task<AppendResult> AppendMarkerAsync(long producerId, short producerEpoch, int coordinatorEpoch, bool isCommit)
    {
        if (IsDamaged)
            return Task.FromResult(AppendResult.Refused(KafkaError.KafkaStorageError, TakesNoMore));
        var command = new MarkerCommand(this, new TransactionMarker(producerId, producerEpoch, coordinatorEpoch, isCommit));
        _loop.Add(command);
        return command.Done;
    }

    /// <summary>The idempotent producers that are known here, and their open transactions, as of after what was appended before.</summary>
    /// <returns>In the order of their ids; or <c>KafkaStorageError</c> if the partition is gone or cannot be asked now.</returns>
    public async Task<(KafkaError Error, IReadOnlyList<ProducerStanding> Producers)> ProducersAsync()
    {
        var command = new ProducersCommand(this);
        _loop.Add(command);
        var (error, producers) = await command.Done;
        producers.Sort(static (one, other) => one.ProducerId.CompareTo(other.ProducerId));
        return (error, producers);
    }

    /// <summary>The aborted transactions that have records or their marker in a range; those who read what is committed skip their records.</summary>
    /// <param name="fromOffset">First offset of the range.</param>
    /// <param name="toOffset">Offset after its last one.</param>
    public IReadOnlyList<AbortedTransaction> AbortedIn(long fromOffset, long toOffset) => Transactions.AbortedIn(fromOffset, toOffset);

    /// <summary>
    /// Batches from the one that holds an offset on, up to the high watermark; behind damage, from the next sound one on. Waits for nothing.
    /// </summary>
    /// <param name="offset">First offset wanted.</param>
    /// <param name="maxBytes">Bound of the bytes.</param>
    /// <param name="atLeastOne">True to return the first batch even if it is larger than the bound (KIP-74).</param>
    /// <param name="isCommitted">True to read up to the last stable offset only.</param>
    /// <returns>
    /// The batches, to be disposed; or an error of the protocol: <c>OffsetOutOfRange</c>; <c>CorruptMessage</c> if all from the offset on is
    /// damaged; <c>KafkaStorageError</c> if nothing of the partition can be read, or not now: it is being repaired, or is gone.
    /// </returns>
    public LogSlice Read(long offset, int maxBytes, bool atLeastOne, bool isCommitted = false)
    {
        if (IsUnreadable)
            return LogSlice.Refused(KafkaError.KafkaStorageError);
        IReadOnlyList<Segment> segments;
        Segment? segment;
        TransactionIndex transactions;
        long end;
        do
        {
            lock (Gate)
            {
                // Its segments are gone for good, and who waits at its end would be woken at once, for ever.
                if (_isClosed)
                    return LogSlice.Refused(KafkaError.KafkaStorageError);
                if (offset < _logStartOffset || offset > _highWatermark)
                    return LogSlice.Refused(KafkaError.OffsetOutOfRange);
                end = isCommitted ? _lastStableOffset : _highWatermark;
                if (offset >= end)
                    return LogSlice.Empty;
                if (Cache.Read(offset, end, maxBytes, atLeastOne) is { } slice)
                    return slice.Under(_transactions);
                segments = _segments;
                transactions = _transactions;
            }

            segment = SegmentOf(segments, offset) ?? (segments.Count > 0 ? segments[0] : null);
            if (segment is null)
                return LogSlice.Refused(KafkaError.CorruptMessage);
        }
        while (!segment.TryAcquire());
        using (segment)
            return ReadFrom(segment, segments, offset, end, maxBytes, atLeastOne).Under(transactions);
    }

    /// <summary>Tells a waiting reader of bytes that become readable after an offset.</summary>
    /// <param name="wait">The reader.</param>
    /// <param name="sinceOffset">What it has seen as the end.</param>
    /// <param name="isCommitted">True if it reads up to the last stable offset only: it is told as soon as that moves.</param>
    public void Watch(FetchWait wait, long sinceOffset, bool isCommitted = false)
    {
        lock (Gate)
        {
            if ((isCommitted ? _lastStableOffset : _highWatermark) > sinceOffset || _isClosed)
                wait.End();
            else
                _waits.Add((wait, isCommitted));
        }
    }

    /// <summary>Forgets a waiting reader.</summary>
    public void Unwatch(FetchWait wait)
    {
        lock (Gate)
            _waits.RemoveAll(entry => entry.Wait == wait);
    }

    /// <summary>The newest leader epoch not above the one asked for and the offset at which it ended; (-1, -1) if unknown.</summary>
    public (int Epoch, long EndOffset) EndOfEpoch(int epoch) => Epochs.EndOf(epoch, LeaderEpoch, HighWatermark);

    /// <summary>Leader epoch of an offset; -1 if unknown.</summary>
    public int EpochAt(long offset) => Epochs.At(offset);

    /// <summary>First record at or after a time.</summary>
    /// <param name="timestampMs">The time, milliseconds since 1970.</param>
    /// <param name="pause">Called now and then while much is opened or read; what it throws ends the search.</param>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>, <c>TooLarge</c>: of a batch that has to be looked into.</exception>
    public ValueTask<RecordPosition?> FindByTimeAsync(long timestampMs, Func<ValueTask> pause) => TimeSearch.FirstAsync(this, timestampMs, pause);

    /// <summary>The record with the largest timestamp; the first of them if there are several.</summary>
    /// <returns>Null if the log is empty.</returns>
    /// <inheritdoc cref="FindByTimeAsync"/>
    public ValueTask<RecordPosition?> FindLargestTimeAsync(Func<ValueTask> pause) => TimeSearch.LargestAsync(this, pause);

    /// <summary>Removes the records before an offset, for good and durably.</summary>
    /// <param name="offset">New first offset; -1 for the high watermark.</param>
    /// <returns>The first offset afterwards, or the error <c>OffsetOutOfRange</c>.</returns>
    public Task<(KafkaError Error, long LogStartOffset)> DeleteRecordsAsync(long offset)
    {
        var command = new DeleteRecordsCommand(this, offset);
        _loop.Add(command);
        return command.Done;
    }

    /// <summary>Nothing more is appended: the log on disk is not known to be what it should be.</summary>
    internal void MarkDamaged(string cause) => _damage.Fail(cause);

    /// <summary>The partition has gone, or is opened anew: what was told of it is over.</summary>
    internal void ForgetDamage() => _damage.Clear();

    internal void Publish(long highWatermark, LeaderEpochs epochs, TransactionIndex transactions, long newBytes)
    {
        lock (Gate)
        {
            // In this order: who has read the last stable offset finds every transaction that was aborted before it.
            _epochs = epochs;
            Volatile.Write(ref _transactions, transactions);
            var stableBefore = _lastStableOffset;
            Volatile.Write(ref _lastStableOffset, StableEnd(transactions, highWatermark));
            Volatile.Write(ref _highWatermark, highWatermark);
            if (_waits.Count == 0)
                return;
            foreach (var (wait, isCommitted) in _waits)
            {
                // By how many bytes a last stable offset moves is not known: the end of a transaction lets all of it be read.
                if (!isCommitted)
                    wait.Add(newBytes);
                else if (_lastStableOffset > stableBefore)
                    wait.End();
            }

            _waits.RemoveAll(static entry => entry.Wait.IsOver);
        }
    }

    internal void MoveStart(long offset)
    {
        lock (Gate)
        {
            Volatile.Write(ref _logStartOffset, offset);
            _epochs = _epochs.TrimmedTo(offset);
            Volatile.Write(ref _transactions, _transactions.TrimmedTo(offset));
            Volatile.Write(ref _lastStableOffset, StableEnd(_transactions, _highWatermark));
        }

        _damage.StartMoved(offset);
    }

    /// <summary>Records of an open transaction may have been deleted: what is stable never ends before the log begins.</summary>
    private long StableEnd(TransactionIndex transactions, long highWatermark) => Math.Max(_logStartOffset, transactions.StableEnd(highWatermark));

    internal void AddSegment(Segment segment) => Volatile.Write(ref _segments, [.. Segments, segment]);

    /// <summary>Takes out the segments all of which lies before an offset; never the last one.</summary>
    internal IReadOnlyList<Segment> DropSegmentsBefore(long offset)
    {
        var segments = Segments;
        var count = 0;
        while (count + 1 < segments.Count && segments[count + 1].BaseOffset <= offset)
            count++;
        if (count > 0)
            Volatile.Write(ref _segments, [.. segments.Skip(count)]);
        return [.. segments.Take(count)];
    }

    /// <summary>True if these segments are its own, one after the other.</summary>
    internal bool Holds(IReadOnlyList<Segment> segments) =>
        Segments.SkipWhile(segment => segment != segments[0]).Take(segments.Count).SequenceEqual(segments);

    /// <summary>Has the writer put a compacted file in the place of segments.</summary>
    /// <returns>False if they are not those of the partition any more.</returns>
    internal Task<bool> ReplaceAsync(CleanedSegment made)
    {
        var command = new ReplaceSegmentsCommand(this, made, _environment);
        _loop.Add(command);
        return command.Done;
    }

    /// <summary>Takes note, durably, of up to where the log has been compacted.</summary>
    internal void CompactedUpTo(long offset)
    {
        Compaction.CompactedOffset.Save(_environment.Disk, DirectoryPath, offset);
        Volatile.Write(ref _compactedOffset, offset);
    }

    /// <summary>Puts a segment in the place of others; what was aborted in them is gone.</summary>
    internal void Replace(IReadOnlyList<Segment> old, Segment made, long endOffset)
    {
        lock (Gate)
        {
            Volatile.Write(
                ref _segments,
                [.. _segments.TakeWhile(segment => segment != old[0]), made, .. _segments.SkipWhile(segment => segment != old[^1]).Skip(1)]);
            Volatile.Write(ref _transactions, _transactions.Without(made.BaseOffset, endOffset));

            // It holds what is not in the log any more, perhaps of transactions that are not known to be aborted from here on.
            Cache.Clear();
        }
    }

    /// <summary>Wakes all readers; nothing is appended any more.</summary>
    internal void Shut()
    {
        lock (Gate)
        {
            _isClosed = true;
            foreach (var (wait, _) in _waits)
                wait.End();
            _waits.Clear();
        }
    }

    /// <summary>Reads from a segment that the caller has acquired; if nothing sound is left in it, from those behind it.</summary>
    private LogSlice ReadFrom(Segment segment, IReadOnlyList<Segment> segments, long offset, long end, int maxBytes, bool atLeastOne)
    {
        var slice = Attempt(segment, offset, end, maxBytes, atLeastOne);
        foreach (var next in segments.SkipWhile(other => other != segment).Skip(1))
        {
            if (slice.Error != KafkaError.CorruptMessage || !next.TryAcquire())
                break;
            using (next)
                slice = Attempt(next, next.BaseOffset, end, maxBytes, atLeastOne);
        }

        if (slice.LengthBytes > 0 && RecordBatchHeader.Parse(slice.Buffers[0].Span).BaseOffset is var first && first > offset)
            _damage.Found(new LogGap(offset, first, "they could not be read"));
        else if (slice.Error == KafkaError.CorruptMessage)
            _damage.Found(new LogGap(offset, HighWatermark, "they could not be read, and nothing lies behind them"));
        return slice;
    }

    /// <summary>A file that cannot be opened refuses this read and nothing else.</summary>
    private LogSlice Attempt(Segment segment, long offset, long end, int maxBytes, bool atLeastOne)
    {
        try
        {
            return SegmentReader.Read(segment, offset, end, maxBytes, atLeastOne, Epochs);
        }
        catch (Exception failure) when (failure is FileNotFoundException || failure is PlatformException { Code: ErrorCode.Unavailable })
        {
            // Retention may have removed it since it was found; whoever asks again sees where the log begins then.
            return LogSlice.Refused(KafkaError.KafkaStorageError);
        }
    }

    internal static Segment? SegmentOf(IReadOnlyList<Segment> segments, long offset)
    {
        var low = 0;
        var high = segments.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (segments[middle].BaseOffset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? null : segments[low - 1];
    }
}
