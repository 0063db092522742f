using Hops.Core.Errors;
using Hops.Kafka.Groups;
using Hops.Metadata;
using Hops.Metadata.Transactions;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Transactions;

/// <summary>
/// Ends what a coordinator has decided: a marker in every partition, then the offsets of the groups and the new state in one transaction of
/// the database. Each part may be repeated, so that it goes on after a crash wherever it was.
/// </summary>
/// <remarks>It is the boundary of its tasks: whatever goes wrong is told and tried again, and never keeps a broker from stopping.</remarks>
internal sealed partial class TransactionEnding(
    TransactionDirectory directory, TransactionMarkers markers, GroupDirectory groups, MetadataStore store, TimeProvider clock, ILogger<TransactionEnding> logger)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>Ends a transaction, however long a damaged log or a full disk keeps it from that. Does not throw.</summary>
    public async Task RunAsync(Transaction transaction, CancellationToken stop)
    {
        await Task.Yield();
        await RepeatAsync(
            transaction,
            async () =>
            {
                if (transaction.IsGone)
                    return true;
                if (!await markers.WriteAsync(transaction.State))
                    return false;
                await CompleteAsync(transaction);
                return true;
            },
            stop);
    }

    /// <summary>Aborts in its partitions a transaction whose project is gone: they may be of another project, which wants to read on. Does not throw.</summary>
    public async Task AbandonAsync(Transaction transaction, CancellationToken stop)
    {
        await Task.Yield();
        var state = transaction.State;
        if (!state.IsEnding)
            state = state with { Status = TransactionStatus.PrepareAbort, ProducerEpoch = (short)(state.ProducerEpoch + 1) };
        await RepeatAsync(transaction, () => markers.WriteAsync(state), stop);
    }

    /// <summary>Does a thing until it is done; what is not when the broker stops, whoever starts next goes on with.</summary>
    private async Task RepeatAsync(Transaction transaction, Func<Task<bool>> isDoneAsync, CancellationToken stop)
    {
        for (var pause = PauseMin; !stop.IsCancellationRequested; pause = pause < PauseMax ? pause * 2 : PauseMax)
        {
            try
            {
                if (await isDoneAsync())
                    return;
            }
            catch (Exception cause)
            {
                Delayed(logger, cause, transaction.TransactionalId, transaction.TenantId, cause.Message);
            }

            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CompleteAsync(Transaction transaction)
    {
        using var turn = await transaction.TurnAsync(CancellationToken.None);
        var before = transaction.State;
        var after = new TransactionStep(KafkaError.None, before.Completed(clock.GetUtcNow()));
        var commits = new List<(Group Group, long FreshNumber, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> Offsets)>();
        if (before.Status == TransactionStatus.PrepareCommit)
        {
            foreach (var ofGroup in before.Offsets.GroupBy(pair => pair.Key.GroupId, StringComparer.Ordinal))
            {
                var group = groups.Adopt(transaction.TenantId, ofGroup.Key);
                commits.Add((group, await groups.Offsets.FreshNumberAsync(group), [.. ofGroup.Select(pair => KeyValuePair.Create(pair.Key.Partition, pair.Value))]));
            }
        }

        try
        {
            await store.WriteAsync(write => CompleteIn(write, transaction, before, after, commits));
        }
        catch (PlatformException removed) when (removed.Code == ErrorCode.NotFound)
        {
            // The project is gone, and all of it with it.
        }
    }

    private async ValueTask<bool> CompleteIn(
        WriteTransaction write,
        Transaction transaction,
        TransactionState before,
        TransactionStep after,
        List<(Group Group, long FreshNumber, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> Offsets)> commits)
    {
        foreach (var (group, freshNumber, offsets) in commits)
            await GroupOffsets.CommitIn(write, group, freshNumber, offsets, isOfTransaction: true);
        await TransactionStore.SaveIn(write, transaction, before, after);

        // Behind the offsets: as long as they are not seen, they are uncertain.
        write.OnCommitted(() => directory.Publish(transaction, after));
        return true;
    }

    [LoggerMessage(EventId = 40, EventName = "TransactionEndDelayed", Level = LogLevel.Warning,
        Message = "The end of transaction {TransactionalId} of project {Project} is decided and could not be written; it is tried again: {Reason}")]
    private static partial void Delayed(ILogger logger, Exception cause, string transactionalId, long project, string reason);
}
