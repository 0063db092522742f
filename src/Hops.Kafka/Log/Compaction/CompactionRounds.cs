using Hops.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// Compacts the logs of a store, one after the other, at one rate for all. Owners have turns: in each, those few of an owner's logs that have most to
/// gain, so that the many of one do not keep those of another waiting. Whatever goes wrong with one log does not keep others from it, and it waits
/// longer each time.
/// </summary>
internal sealed partial class CompactionRounds(PartitionStore store, LogEnvironment environment)
{
    private const int LogsPerTurn = 4;
    private const int DoublingsMax = 8;

    private readonly Dictionary<PartitionId, (int Failures, long RetryMs)> _failed = [];

    /// <summary>Runs rounds until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(environment.Options.CompactionInterval, environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await RoundAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Compacts what is worth it now, each log once.</summary>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public async Task RoundAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var gone in _failed.Keys.Where(id => store.Find(id) is null).ToList())
            _failed.Remove(gone);
        var pace = new CompactionPace(environment.Options.CompactionBytesPerSecondMax, environment.Time, stop);
        var done = new HashSet<PartitionId>();
        while (Turn(done) is { Count: > 0 } turn)
        {
            foreach (var (partition, plan) in turn)
            {
                done.Add(partition.Id);
                await CompactAsync(partition, plan, pace);
            }
        }
    }

    /// <summary>Those of every owner's logs that have most to gain now, the first of each before the second of any.</summary>
    private List<(Partition Partition, CompactionPlan Plan)> Turn(HashSet<PartitionId> done)
    {
        var nowMs = environment.NowMs;
        return [.. store.Partitions
            .Where(partition => !done.Contains(partition.Id) && !(_failed.TryGetValue(partition.Id, out var failed) && nowMs < failed.RetryMs))
            .Select(partition => (Partition: partition, Plan: CompactionPlan.Of(partition, nowMs)!))
            .Where(each => each.Plan is not null)
            .GroupBy(each => each.Partition.Place.OwnerId)
            .SelectMany(owner => owner.OrderByDescending(each => each.Plan.DirtyRatio).Take(LogsPerTurn).Select((each, rank) => (each.Partition, each.Plan, Rank: rank)))
            .OrderBy(each => each.Rank).ThenByDescending(each => each.Plan.DirtyRatio)
            .Select(each => (each.Partition, each.Plan))];
    }

    private async Task CompactAsync(Partition partition, CompactionPlan plan, CompactionPace pace)
    {
        try
        {
            var freedBytes = await new LogCompaction(partition, plan, environment, pace).RunAsync();
            _failed.Remove(partition.Id);
            Compacted(environment.Logger, partition.Place.Label, plan.EndOffset, freedBytes);
        }
        catch (Exception failure) when (failure is PlatformException or IOException)
        {
            var failures = _failed.GetValueOrDefault(partition.Id).Failures + 1;
            var wait = environment.Options.CompactionInterval * (1 << Math.Min(failures, DoublingsMax));
            _failed[partition.Id] = (failures, environment.NowMs + (long)wait.TotalMilliseconds);
            Failed(environment.Logger, failure, partition.Place.Label, wait, failure.Message);
        }
    }

    [LoggerMessage(EventId = 12, EventName = "LogCompacted", Level = LogLevel.Debug,
        Message = "The log of {Partition} was compacted up to offset {Offset}; {Bytes} bytes became free.")]
    private static partial void Compacted(ILogger logger, string partition, long offset, long bytes);

    [LoggerMessage(EventId = 13, EventName = "LogNotCompacted", Level = LogLevel.Warning,
        Message = "The log of {Partition} could not be compacted; it is tried again after {Wait}: {Reason}")]
    private static partial void Failed(ILogger logger, Exception cause, string partition, TimeSpan wait, string reason);
}
