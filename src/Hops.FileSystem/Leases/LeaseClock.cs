using System.Collections.Concurrent;
using Hops.Core.Errors;

namespace Hops.FileSystem.Leases;

/// <summary>
/// When each writer was last heard of, by the monotonic clock (reference 08, rule D5). Kept in memory: writers live in this process, so a
/// lease that is found at start has lost its writer.
/// </summary>
internal sealed class LeaseClock(FileSystemOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, long> _renewed = new();
    private int _count;

    /// <summary>How many files are open for writing. Kept beside the dictionary, whose own count takes all of its locks.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>Refuses a further writer when there are as many as the options allow.</summary>
    internal void RequireRoom()
    {
        if (Count >= options.OpenFilesMax)
            throw new PlatformException(ErrorCode.LimitExceeded, $"{options.OpenFilesMax} files are open for writing; close some first.");
    }

    /// <summary>A file has a writer from now on.</summary>
    internal void Begin(long inodeId)
    {
        if (_renewed.TryAdd(inodeId, time.GetTimestamp()))
            Interlocked.Increment(ref _count);
    }

    /// <summary>The writer of a file is alive.</summary>
    /// <returns>False if the file was closed for it.</returns>
    internal bool TryRenew(long inodeId)
    {
        while (_renewed.TryGetValue(inodeId, out var before))
        {
            if (_renewed.TryUpdate(inodeId, time.GetTimestamp(), before))
                return true;
        }

        return false;
    }

    /// <summary>The file has no writer any more.</summary>
    internal void Forget(long inodeId)
    {
        if (_renewed.TryRemove(inodeId, out _))
            Interlocked.Decrement(ref _count);
    }

    /// <summary>May another client take the file over?</summary>
    internal bool IsSoftExpired(long inodeId) => SilentFor(inodeId) > options.LeaseSoftLimit;

    /// <summary>The files whose writers were silent beyond the hard limit.</summary>
    internal IReadOnlyList<long> HardExpired() =>
        [.. _renewed.Keys.Where(inodeId => SilentFor(inodeId) > options.LeaseHardLimit)];

    private TimeSpan SilentFor(long inodeId) =>
        _renewed.TryGetValue(inodeId, out var renewed) ? time.GetElapsedTime(renewed) : TimeSpan.MaxValue;
}
