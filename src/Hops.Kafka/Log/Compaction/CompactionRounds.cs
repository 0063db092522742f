using Hops.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log.Compaction;

/// <summary>Compacts the logs of a store, one after the other, those first that have most to gain. Whatever goes wrong with one does not keep others from it.</summary>
internal sealed partial class CompactionRounds(PartitionStore store, LogEnvironment environment)
{
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

    /// <summary>Compacts what is worth it now.</summary>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public async Task RoundAsync(CancellationToken stop)
    {
        await Task.Yield();
        var due = store.Partitions
            .Select(partition => (Partition: partition, Plan: CompactionPlan.Of(partition, environment.NowMs)))
            .Where(each => each.Plan is not null)
            .OrderByDescending(each => each.Plan!.DirtyRatio);
        foreach (var (partition, plan) in due.ToList())
        {
            try
            {
                var freedBytes = await new LogCompaction(partition, plan!, environment, stop).RunAsync();
                Compacted(environment.Logger, partition.Place.Label, plan!.EndOffset, freedBytes);
            }
            catch (Exception failure) when (failure is PlatformException or IOException)
            {
                Failed(environment.Logger, failure, partition.Place.Label, failure.Message);
            }
        }
    }

    [LoggerMessage(EventId = 12, EventName = "LogCompacted", Level = LogLevel.Debug,
        Message = "The log of {Partition} was compacted up to offset {Offset}; {Bytes} bytes became free.")]
    private static partial void Compacted(ILogger logger, string partition, long offset, long bytes);

    [LoggerMessage(EventId = 13, EventName = "LogNotCompacted", Level = LogLevel.Warning,
        Message = "The log of {Partition} could not be compacted; it is tried again: {Reason}")]
    private static partial void Failed(ILogger logger, Exception cause, string partition, string reason);
}
