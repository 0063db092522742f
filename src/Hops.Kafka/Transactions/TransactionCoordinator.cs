using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Groups;
using Hops.Metadata;

namespace Hops.Kafka.Transactions;

/// <summary>
/// The coordinator of all transactions (KIP-98): decides each step by the state, makes it durable, then lets it be seen, and ends in every
/// partition what was decided. What is decided is ended by the next broker if this one is not there any more. Thread safe.
/// </summary>
internal sealed class TransactionCoordinator : IAsyncDisposable
{
    /// <summary>How long a request waits for the end of the transaction before it; as a rule that takes as long as one sync.</summary>
    private static readonly TimeSpan EndingWait = TimeSpan.FromSeconds(5);

    private readonly TransactionDirectory _directory;
    private readonly TransactionEnding _ending;
    private readonly TransactionRights _rights;
    private readonly MetadataStore _store;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly TransactionRounds _rounds;

    /// <param name="directory">The transactions, loaded.</param>
    /// <param name="ending">Ends them in the logs and groups.</param>
    /// <param name="rights">Whether one that is open may still be.</param>
    /// <param name="store">The database.</param>
    /// <param name="options">Limits.</param>
    /// <param name="clock">Source of time.</param>
    public TransactionCoordinator(
        TransactionDirectory directory, TransactionEnding ending, TransactionRights rights, MetadataStore store, BrokerOptions options, TimeProvider clock)
    {
        (_directory, _ending, _rights, _store, _clock) = (directory, ending, rights, store, clock);
        _rounds = new TransactionRounds(directory, this, rights, options.TransactionalIdExpiration, clock);
    }

    /// <summary>Goes on with what was decided and not ended when the last broker stopped, and begins to watch the time.</summary>
    public void Start()
    {
        _directory.Orphaned = transaction => _ = _ending.AbandonAsync(transaction, _stop.Token);
        foreach (var transaction in _directory.All.Where(transaction => transaction.State.IsEnding))
            transaction.EndsWith(_ending.RunAsync(transaction, _stop.Token));
        _rounds.Start(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _rounds.Stopped;
        foreach (var transaction in _directory.All)
            await transaction.Ending;
        _stop.Dispose();
    }

    /// <summary>Gives a producer to a transactional id, after the end of what its last one left open.</summary>
    /// <param name="holder">Who asks: its project owns the id, and its transactions do not outlive its rights.</param>
    /// <param name="transactionalId">The id.</param>
    /// <param name="timeout">How long a transaction may stay open.</param>
    /// <param name="known">The producer that it was, if it goes on.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public async Task<TransactionStep> InitializeAsync(
        Principal holder, string transactionalId, TimeSpan timeout, (long ProducerId, short Epoch)? known, CancellationToken cancellationToken)
    {
        var freshProducerId = await _store.NextIdAsync(ProducerIds.Sequence, cancellationToken);
        TransactionStep step;
        do
        {
            if (_directory.GetOrAdd(holder.ProjectId, transactionalId) is not { } transaction)
                return new(KafkaError.PolicyViolation, TransactionState.New);
            step = await SettleAsync(transaction, state => state.Initialize(timeout, known, freshProducerId, _clock.GetUtcNow()), cancellationToken);
            if (step.Error == KafkaError.None)
                transaction.HeldBy(holder);
        }
        while (step.Error == KafkaError.InvalidProducerIdMapping);
        return step;
    }

    /// <summary>Adds partitions to the open transaction, or to a new one.</summary>
    public Task<KafkaError> AddAsync(
        Transaction transaction, long producerId, short epoch, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        GrowAsync(transaction, partitions.Count, state => state.Add(producerId, epoch, partitions, _clock.GetUtcNow()), cancellationToken);

    /// <summary>Keeps offsets of a group until the transaction ends.</summary>
    public Task<KafkaError> CommitAsync(
        Transaction transaction,
        long producerId,
        short epoch,
        IReadOnlyCollection<KeyValuePair<GroupPartition, CommittedOffset>> offsets,
        bool opens,
        CancellationToken cancellationToken) =>
        GrowAsync(transaction, TransactionState.EntriesOf(offsets), state => state.Commit(producerId, epoch, offsets, opens, _clock.GetUtcNow()), cancellationToken);

    /// <summary>Ends the transaction; answers when it has ended everywhere, so that whoever reads next sees it. What has lost a right meanwhile is aborted, and its producer fenced.</summary>
    /// <param name="transaction">Which.</param>
    /// <param name="producerId">Who asks.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="isCommit">False to abort.</param>
    /// <param name="bumps">True if the producer has another epoch from here on.</param>
    /// <param name="cancellationToken">Nobody waits for it any more; what is decided happens all the same.</param>
    public async Task<TransactionStep> EndAsync(
        Transaction transaction, long producerId, short epoch, bool isCommit, bool bumps, CancellationToken cancellationToken)
    {
        var freshProducerId = bumps ? await _store.NextIdAsync(ProducerIds.Sequence, cancellationToken) : -1;
        var step = await SettleAsync(
            transaction,
            state => isCommit && state.ProducerId == producerId && state.Status == TransactionStatus.Ongoing && _rights.HasLost(transaction, state)
                ? state.Revoke(_clock.GetUtcNow()) with { Error = KafkaError.ProducerFenced }
                : bumps
                    ? state.EndAndBump(producerId, epoch, isCommit, freshProducerId, _clock.GetUtcNow())
                    : state.End(producerId, epoch, isCommit, _clock.GetUtcNow()),
            cancellationToken);
        if (step.Error == KafkaError.None)
            await EndsAsync(transaction, cancellationToken);
        return step;
    }

    /// <summary>Aborts a transaction that has been open for too long.</summary>
    public async Task TimeOutAsync(Transaction transaction, CancellationToken cancellationToken) =>
        await ChangeAsync(transaction, state => state.TimeOut(_clock.GetUtcNow()), cancellationToken);

    /// <summary>Aborts a transaction that has lost a right that it needs.</summary>
    public async Task RevokeAsync(Transaction transaction, CancellationToken cancellationToken) => await ChangeAsync(
        transaction,
        state => _rights.HasLost(transaction, state) ? state.Revoke(_clock.GetUtcNow()) : new(KafkaError.None, state),
        cancellationToken);

    /// <summary>Removes a transactional id that nobody has used for long.</summary>
    public async Task ExpireAsync(Transaction transaction, DateTimeOffset unusedSince, CancellationToken cancellationToken)
    {
        using var turn = await transaction.TurnAsync(cancellationToken);
        var state = transaction.State;
        if (transaction.IsGone || state.Status == TransactionStatus.Ongoing || state.IsEnding || state.ChangedAt > unusedSince)
            return;
        if (state.ProducerId >= 0)
            await _store.WriteAsync(write => TransactionStore.RemoveIn(write, transaction), cancellationToken);
        _directory.Remove(transaction);
    }

    private async Task<KafkaError> GrowAsync(
        Transaction transaction, int entryCount, Func<TransactionState, TransactionStep> decide, CancellationToken cancellationToken)
    {
        // Reserved until what it needs of it is counted: many that ask at once do not get more than there is.
        if (!_directory.TryReserve(transaction.TenantId, entryCount))
            return KafkaError.PolicyViolation;
        try
        {
            return (await SettleAsync(transaction, decide, cancellationToken)).Error;
        }
        finally
        {
            _directory.Release(transaction.TenantId, entryCount);
        }
    }

    /// <summary>Decides; and again if the end of a transaction stands in the way, which is over soon as a rule.</summary>
    private async Task<TransactionStep> SettleAsync(Transaction transaction, Func<TransactionState, TransactionStep> decide, CancellationToken cancellationToken)
    {
        var step = await ChangeAsync(transaction, decide, cancellationToken);
        return step.Error == KafkaError.ConcurrentTransactions && await EndsAsync(transaction, cancellationToken)
            ? await ChangeAsync(transaction, decide, cancellationToken)
            : step;
    }

    /// <summary>Decides, makes durable, publishes; begins to end what was decided to end.</summary>
    /// <returns>The step; <c>InvalidProducerIdMapping</c> too if the transactional id has been removed meanwhile.</returns>
    private async Task<TransactionStep> ChangeAsync(Transaction transaction, Func<TransactionState, TransactionStep> decide, CancellationToken cancellationToken)
    {
        using var turn = await transaction.TurnAsync(cancellationToken);
        var before = transaction.State;
        if (transaction.IsGone)
            return new(KafkaError.InvalidProducerIdMapping, before);
        var step = decide(before);
        if (ReferenceEquals(step.State, before))
            return step;
        try
        {
            await _store.WriteAsync(
                async write =>
                {
                    await TransactionStore.SaveIn(write, transaction, before, step);
                    write.OnCommitted(() => _directory.Publish(transaction, step));
                    return true;
                },
                CancellationToken.None);
        }
        catch (PlatformException removed) when (removed.Code == ErrorCode.NotFound)
        {
            return new(KafkaError.InvalidProducerIdMapping, before);
        }

        if (step.State.IsEnding)
            transaction.EndsWith(_ending.RunAsync(transaction, _stop.Token));
        return step;
    }

    /// <summary>Waits for the end of what was decided.</summary>
    /// <returns>False if that takes too long: a log of it is damaged, or the disk is full.</returns>
    private async Task<bool> EndsAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.Ending.WaitAsync(EndingWait, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return !transaction.State.IsEnding;
    }
}
