using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// What one round adds to a partition. It begins with what the partition has published and changes nothing of it: the round is committed as
/// a whole, or dropped and forgotten. Used by the commit loop's thread alone.
/// </summary>
internal sealed class StagedRound(Partition partition, long nowMs)
{
    private readonly List<ReadOnlyMemory<byte>> _slices = [];
    private readonly List<(long BaseOffset, int Position, long LargestTimestampMs)> _batches = [];
    private CacheChunk? _lastChunk;
    private long _firstAppendMs;
    private long _largestTimestampMs;
    private long _largestTimestampBatch;

    /// <summary>When it began.</summary>
    public long NowMs => nowMs;

    /// <summary>The segment of its batches, held; null before the first one.</summary>
    public Segment? Segment { get; private set; }

    /// <summary>Its bytes, in order; in the tail cache.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Slices => _slices;

    /// <summary>Where they begin in the segment.</summary>
    public int StartPosition { get; private set; }

    /// <summary>How many they are.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>Offset after its last record.</summary>
    public long NextOffset { get; private set; } = partition.HighWatermark;

    /// <summary>The leader epochs with it.</summary>
    public LeaderEpochs Epochs { get; private set; } = partition.Epochs;

    /// <summary>The transactions with it.</summary>
    public TransactionIndex Transactions { get; private set; } = partition.Transactions;

    /// <summary>Says into which segment its batches go. What has to be opened for that is opened here, where it may still fail.</summary>
    public void Begin(Segment segment)
    {
        Segment = segment.Hold();
        _ = segment.File;
        _ = segment.Index;
        StartPosition = segment.ReadableBytes;
        _firstAppendMs = segment.FirstAppendMs < 0 ? nowMs : segment.FirstAppendMs;
        (_largestTimestampMs, _largestTimestampBatch) = (segment.LargestTimestampMs, segment.LargestTimestampBatch);
    }

    /// <summary>Takes a batch, which begins with the next offset.</summary>
    /// <param name="chunk">Where it lies in the tail cache.</param>
    /// <param name="batch">Its bytes there, the last ones of the chunk.</param>
    /// <param name="header">Its header, with the times that it was given.</param>
    /// <param name="epoch">The leader epoch that it was given.</param>
    public void Add(CacheChunk chunk, ReadOnlyMemory<byte> batch, in RecordBatchHeader header, int epoch)
    {
        if (header.MaxTimestamp > _largestTimestampMs)
            (_largestTimestampMs, _largestTimestampBatch) = (header.MaxTimestamp, NextOffset);
        _batches.Add((NextOffset, StartPosition + LengthBytes, _largestTimestampMs));
        AddSlice(chunk, batch);
        Epochs = Epochs.With(epoch, NextOffset);
        if (header is { IsTransactional: true, IsControl: false })
            Transactions = Transactions.With(header.ProducerId, NextOffset);
        LengthBytes += batch.Length;
        NextOffset += header.LastOffsetDelta + 1;
    }

    /// <summary>Takes note that a transaction ends with a marker, which was added.</summary>
    public void End(in TransactionMarker marker, long offset) => Transactions = Transactions.Ended(marker.ProducerId, offset, marker.IsCommit);

    /// <summary>Gives the segment and the partition all of it. Nothing that may fail is done here.</summary>
    public void Commit()
    {
        if (Segment is not { } segment)
            return;
        var index = segment.Index;
        foreach (var (baseOffset, position, largestTimestampMs) in _batches)
            index.Add((int)(baseOffset - segment.BaseOffset), position, largestTimestampMs);
        segment.FirstAppendMs = _firstAppendMs;
        (segment.LargestTimestampMs, segment.LargestTimestampBatch) = (_largestTimestampMs, _largestTimestampBatch);
        segment.ReadableBytes = StartPosition + LengthBytes;
        partition.Publish(NextOffset, Epochs, Transactions, LengthBytes);
    }

    /// <summary>Lets go of the segment, so that its file may be closed.</summary>
    public void Release() => Segment?.Dispose();

    /// <summary>Batches that lie side by side are written as one.</summary>
    private void AddSlice(CacheChunk chunk, ReadOnlyMemory<byte> batch)
    {
        if (_lastChunk == chunk)
        {
            var lengthBytes = _slices[^1].Length + batch.Length;
            _slices[^1] = chunk.Bytes.AsMemory(chunk.UsedBytes - lengthBytes, lengthBytes);
        }
        else
        {
            _slices.Add(batch);
            _lastChunk = chunk;
        }
    }
}
