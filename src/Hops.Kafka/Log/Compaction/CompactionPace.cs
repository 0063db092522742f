namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Holds compaction to a rate of bytes, read and written together, as <c>log.cleaner.io.max.bytes.per.second</c> of Apache Kafka does: it has all
/// the time there is, and the disk and the processors belong to those who produce and read. For one caller at a time.
/// </summary>
/// <param name="bytesPerSecondMax">The rate.</param>
/// <param name="time">Clock.</param>
/// <param name="stop">Ends the work.</param>
internal sealed class CompactionPace(long bytesPerSecondMax, TimeProvider time, CancellationToken stop)
{
    /// <summary>How often it rests at full rate: short enough that nobody else waits for long.</summary>
    private const int RestsPerSecond = 20;

    private long _since = time.GetTimestamp();
    private long _spentBytes;

    /// <summary>Notes bytes that were read or written, and rests as long as they are too many for the time.</summary>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public ValueTask SpendAsync(int bytes)
    {
        stop.ThrowIfCancellationRequested();
        _spentBytes += bytes;
        return _spentBytes < bytesPerSecondMax / RestsPerSecond ? default : RestAsync();
    }

    private async ValueTask RestAsync()
    {
        var rest = TimeSpan.FromSeconds((double)_spentBytes / bytesPerSecondMax) - time.GetElapsedTime(_since);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, time, stop);
        (_since, _spentBytes) = (time.GetTimestamp(), 0);
    }
}
