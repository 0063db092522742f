using System.Buffers;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// Reads batches of one segment from disk. What it returns has passed its CRC, and the fields outside of the CRC (offset, epoch) agree
/// with their neighbours and with the epochs of the partition: a flipped byte is never served. Behind damage it goes on at the next sound batch.
/// </summary>
internal static class SegmentReader
{
    /// <summary>Bound of one read, so that a fetch cannot make us hold more.</summary>
    private const int ReadMaxBytes = 4 << 20;

    /// <summary>Batches from the one that holds an offset on, or from the next sound one behind it.</summary>
    /// <param name="segment">Acquired by the caller.</param>
    /// <param name="offset">First offset wanted; it lies in this segment.</param>
    /// <param name="end">Batches that reach this offset are not to be read.</param>
    /// <param name="maxBytes">Bound of the bytes.</param>
    /// <param name="atLeastOne">True to return the first batch even if it is larger.</param>
    /// <param name="epochs">Leader epochs of the partition.</param>
    /// <returns>The batches; <c>CorruptMessage</c> if nothing sound lies at the offset or behind it in this segment.</returns>
    public static LogSlice Read(Segment segment, long offset, long end, int maxBytes, bool atLeastOne, LeaderEpochs epochs)
    {
        if (TryFind(segment, offset, out var header, out var position)
            && Read(segment, header, position, end, maxBytes, atLeastOne, epochs) is { } slice)
            return slice;
        if (TryFindSound(segment, offset, epochs, out header, out position)
            && Read(segment, header, position, end, maxBytes, atLeastOne, epochs) is { } behind)
            return behind;
        return LogSlice.Refused(KafkaError.CorruptMessage);
    }

    /// <returns>Null if the first batch is damaged.</returns>
    private static LogSlice? Read(Segment segment, in RecordBatchHeader header, int position, long end, int maxBytes, bool atLeastOne, LeaderEpochs epochs)
    {
        var wantedBytes = Math.Min(maxBytes, ReadMaxBytes);
        if (header.TotalBytes > wantedBytes)
        {
            if (!atLeastOne && header.TotalBytes > maxBytes)
                return LogSlice.Empty;
            wantedBytes = header.TotalBytes;
        }

        wantedBytes = Math.Min(wantedBytes, segment.ReadableBytes - position);
        var buffer = new PooledBuffer(wantedBytes);
        segment.File.ReadExactly(buffer.Span, position);
        var soundBytes = SoundBytes(buffer.Span, header.BaseOffset, end, epochs, out var isDamaged);
        if (soundBytes > 0)
            return new LogSlice(KafkaError.None, [buffer.Memory[..soundBytes]], buffer);
        buffer.Dispose();
        return isDamaged ? null : LogSlice.Empty;
    }

    /// <summary>Walks to the batch that holds an offset, from the entry of the index before it.</summary>
    /// <returns>False if the log is damaged before it, or the index is wrong.</returns>
    private static bool TryFind(Segment segment, long offset, out RecordBatchHeader header, out int position)
    {
        (var relativeOffset, position) = segment.Index.Before(offset - segment.BaseOffset);
        var expected = segment.BaseOffset + relativeOffset;
        Span<byte> bytes = stackalloc byte[RecordBatchHeader.LengthBytes];
        header = default;
        while (segment.ReadableBytes - position >= RecordBatchHeader.LengthBytes)
        {
            segment.File.ReadExactly(bytes, position);
            if (!RecordBatchHeader.TryParse(bytes, out header) || header.BaseOffset != expected
                || header.TotalBytes > segment.ReadableBytes - position)
                return false;
            if (header.LastOffset >= offset)
                return true;
            position += header.TotalBytes;
            expected = header.LastOffset + 1;
        }

        return false;
    }

    /// <summary>Walks to the first sound batch at or behind an offset, checking each; from the beginning, with new indexes, if theirs are wrong.</summary>
    private static bool TryFindSound(Segment segment, long offset, LeaderEpochs epochs, out RecordBatchHeader header, out int position)
    {
        (var relativeOffset, position) = segment.Index.Before(offset - segment.BaseOffset);
        if (position > 0 && !IsBatch(segment, segment.BaseOffset + relativeOffset, position))
            (relativeOffset, position) = segment.RebuildIndex().Before(offset - segment.BaseOffset);
        using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset + relativeOffset, position, segment.ReadableBytes);
        while (scan.TryNext(verify: true) || scan.TryResume(long.MaxValue))
        {
            (header, position) = (scan.Header, scan.Position);
            if (header.LastOffset >= offset && header.LeaderEpoch == epochs.At(header.BaseOffset))
                return true;
        }

        header = default;
        return false;
    }

    private static bool IsBatch(Segment segment, long baseOffset, int position)
    {
        Span<byte> bytes = stackalloc byte[RecordBatchHeader.LengthBytes];
        if (segment.ReadableBytes - position < bytes.Length)
            return false;
        segment.File.ReadExactly(bytes, position);
        return RecordBatchHeader.TryParse(bytes, out var header) && header.BaseOffset == baseOffset;
    }

    /// <summary>Length of the whole, sound batches at the beginning of some bytes.</summary>
    private static int SoundBytes(ReadOnlySpan<byte> bytes, long expected, long end, LeaderEpochs epochs, out bool isDamaged)
    {
        var sound = 0;
        isDamaged = false;
        while (bytes.Length - sound >= RecordBatchHeader.LengthBytes)
        {
            var rest = bytes[sound..];
            if (!RecordBatchHeader.TryParse(rest, out var header) || header.BaseOffset != expected)
            {
                isDamaged = true;
                break;
            }

            if (header.TotalBytes > rest.Length)
                break;
            if (!RecordBatchHeader.CrcMatches(rest[..header.TotalBytes]) || header.LeaderEpoch != epochs.At(header.BaseOffset))
            {
                isDamaged = true;
                break;
            }

            if (header.LastOffset >= end)
                break;
            sound += header.TotalBytes;
            expected = header.LastOffset + 1;
        }

        return sound;
    }

    /// <summary>Memory for one read, returned to the pool once.</summary>
    private sealed class PooledBuffer(int lengthBytes) : IDisposable
    {
        private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(lengthBytes);

        public Memory<byte> Memory => _bytes.AsMemory(0, lengthBytes);

        public Span<byte> Span => _bytes.AsSpan(0, lengthBytes);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
                ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
