using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;

namespace Hops.Kafka.Transactions;

/// <summary>
/// One transactional id of a tenant: its state as the database has it, and the order of what happens to it. Changes take turns, for each is
/// written before the next is decided; batches are let into the logs between them without waiting.
/// </summary>
internal sealed class Transaction(long tenantId, string transactionalId) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private TransactionState _state = TransactionState.New;
    private Task _ending = Task.CompletedTask;
    private Principal? _holder;
    private bool _isGone;

    /// <summary>The project that owns it.</summary>
    public long TenantId => tenantId;

    /// <summary>Its name there.</summary>
    public string TransactionalId => transactionalId;

    /// <summary>The state that is durable.</summary>
    public TransactionState State => Volatile.Read(ref _state);

    /// <summary>Completes when the transaction that was decided on last has ended everywhere.</summary>
    public Task Ending => Volatile.Read(ref _ending);

    /// <summary>True once it has been removed: whoever holds it still looks for it anew.</summary>
    public bool IsGone => Volatile.Read(ref _isGone);

    /// <summary>Who was given its producer; null if nobody was since the broker began.</summary>
    public Principal? Holder => Volatile.Read(ref _holder);

    /// <summary>Notes who was given its producer.</summary>
    public void HeldBy(Principal holder) => Volatile.Write(ref _holder, holder);

    /// <summary>Waits for the turn to change it; whoever has it disposes it.</summary>
    public async ValueTask<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Takes over a state that has become durable.</summary>
    public void Publish(TransactionState state)
    {
        lock (_gate)
            Volatile.Write(ref _state, state);
    }

    /// <summary>Notes the task that ends the transaction; by whoever has the turn.</summary>
    public void EndsWith(Task ending) => Volatile.Write(ref _ending, ending);

    /// <summary>Marks it as removed; nothing is appended for it from here on.</summary>
    public void Remove()
    {
        lock (_gate)
            Volatile.Write(ref _isGone, true);
    }

    /// <summary>
    /// Queues a batch for its log if it belongs to the open transaction. Both happen before any end of it is published, and markers are queued
    /// after that: no batch comes behind the marker of its own transaction, where nothing would ever end it.
    /// </summary>
    /// <param name="producerId">Id in the batch.</param>
    /// <param name="epoch">Epoch in the batch.</param>
    /// <param name="partition">Where it goes.</param>
    /// <param name="append">Queues it.</param>
    public Task<AppendResult> Append(long producerId, short epoch, TopicPartition partition, Func<Task<AppendResult>> append)
    {
        lock (_gate)
        {
            var error = _isGone ? KafkaError.InvalidProducerIdMapping : _state.Takes(producerId, epoch, partition);
            return error == KafkaError.None ? append() : Task.FromResult(AppendResult.Refused(error, Words(error)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static string Words(KafkaError error) => error switch
    {
        KafkaError.InvalidProducerIdMapping => "The transactional id belongs to another producer; begin with InitProducerId.",
        KafkaError.InvalidProducerEpoch => "A newer producer of the same transactional id has taken over, or its transaction has timed out.",
        _ => "No transaction of this producer is open to which the partition was added.",
    };

    /// <summary>The turn of one change.</summary>
    public readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        /// <summary>Gives it to the next.</summary>
        public void Dispose() => turn.Release();
    }
}
