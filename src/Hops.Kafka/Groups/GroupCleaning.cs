using Hops.Core.Errors;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Groups;

/// <summary>Removes now and then groups without members and offsets, offsets older than their retention, and those of deleted topics.</summary>
internal sealed class GroupCleaning : IAsyncDisposable
{
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMinutes(10);

    private readonly GroupDirectory _groups;
    private readonly TopicCatalog _topics;
    private readonly TimeSpan _offsetRetention;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private Task _cleaning = Task.CompletedTask;

    /// <param name="groups">The groups.</param>
    /// <param name="topics">The topics whose offsets are kept.</param>
    /// <param name="offsetRetention">How long the offsets of a group without members are kept.</param>
    /// <param name="clock">Source of time.</param>
    public GroupCleaning(GroupDirectory groups, TopicCatalog topics, TimeSpan offsetRetention, TimeProvider clock)
    {
        _groups = groups;
        _topics = topics;
        _offsetRetention = offsetRetention;
        _clock = clock;
    }

    /// <summary>Begins; once, after the groups were read.</summary>
    public void Start() => _cleaning = CleanUntilStoppedAsync(_stop.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _cleaning;
        _stop.Dispose();
    }

    /// <summary>One round of cleaning: expired offsets, offsets of deleted topics, groups that hold nothing.</summary>
    public async ValueTask CleanAsync()
    {
        var now = _clock.GetUtcNow();
        foreach (var group in _groups.All)
        {
            var isIdle = group.VacantSince + _offsetRetention <= now;

            // The offsets before the topics: of a topic made meanwhile there may be offsets, and they must not pass for those of a deleted one.
            var offsets = group.Offsets;
            var topics = _topics.Snapshot;
            var gone = offsets
                .Where(pair => topics.Find(pair.Key.TopicId) is null || (isIdle && pair.Value.CommittedAt + _offsetRetention <= now))
                .Select(pair => pair.Key)
                .ToArray();
            await _groups.Offsets.DeleteAsync(group, gone);
            if (group.Offsets.IsEmpty && group.VacantSince + CleaningInterval <= now)
                await _groups.DeleteAsync(group, evenWithOffsets: false);
        }
    }

    private async Task CleanUntilStoppedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CleaningInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await TryCleanAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async ValueTask TryCleanAsync()
    {
        try
        {
            await CleanAsync();
        }
        catch (PlatformException)
        {
            // The store is closing or the disk is full: what expired goes in a later round.
        }
    }
}
