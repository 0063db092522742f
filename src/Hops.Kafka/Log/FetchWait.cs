namespace Hops.Kafka.Log;

/// <summary>
/// A reader that waits until some partitions together hold enough new readable bytes. Registered by <see cref="Partition.Watch"/>,
/// woken by the writer of the partitions; a deadline is the reader's own affair.
/// </summary>
/// <param name="missingBytes">New readable bytes that end the wait.</param>
public sealed class FetchWait(long missingBytes)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _missingBytes = missingBytes;

    /// <summary>Completes when enough bytes have arrived or a partition went away.</summary>
    public Task Ready => _ready.Task;

    internal bool IsOver => _ready.Task.IsCompleted;

    /// <summary>Ends the wait, for the reader has gone or a partition has.</summary>
    public void End() => _ready.TrySetResult();

    internal void Add(long newBytes)
    {
        if (Interlocked.Add(ref _missingBytes, -newBytes) <= 0)
            _ready.TrySetResult();
    }
}
