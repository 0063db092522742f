using System.Collections.Concurrent;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Transactions;

/// <summary>
/// All transactional ids by tenant and name, within the limits of each tenant. Knows which offsets of groups are uncertain. Thread safe.
/// </summary>
public sealed class TransactionDirectory : IProjectResource
{
    private readonly ConcurrentDictionary<(long TenantId, string TransactionalId), Transaction> _transactions = new();
    private readonly ConcurrentDictionary<(long TenantId, GroupPartition Read), int> _uncertain = new();
    private readonly ConcurrentDictionary<long, int> _countByTenant = new();
    private readonly ConcurrentDictionary<long, long> _entriesByTenant = new();
    private readonly BrokerOptions _options;
    private readonly Lock _adding = new();

    /// <param name="options">Limits.</param>
    public TransactionDirectory(BrokerOptions options) => _options = options;

    /// <summary>Called with what was open when its project was removed: nobody will end it, and others may wait to read what lies behind it.</summary>
    internal Action<Transaction>? Orphaned { get; set; }

    /// <summary>Every one of them.</summary>
    internal IEnumerable<Transaction> All => _transactions.Values;

    /// <summary>Reads what is durable; once, before the first request.</summary>
    public async Task LoadAsync(MetadataStore store, CancellationToken cancellationToken)
    {
        foreach (var (row, state) in await TransactionStore.LoadAsync(store, cancellationToken))
            Publish(Add(row.TenantId, row.TransactionalId), new TransactionStep(KafkaError.None, state) { Offsets = state.Offsets });
    }

    internal Transaction? Find(long tenantId, string transactionalId) => _transactions.GetValueOrDefault((tenantId, transactionalId));

    internal IEnumerable<Transaction> List(long tenantId) =>
        All.Where(transaction => transaction.TenantId == tenantId).OrderBy(transaction => transaction.TransactionalId, StringComparer.Ordinal);

    /// <summary>The one of a name, made if need be; null if the tenant has as many as it may have.</summary>
    internal Transaction? GetOrAdd(long tenantId, string transactionalId)
    {
        if (Find(tenantId, transactionalId) is { } present)
            return present;
        lock (_adding)
            return _countByTenant.GetValueOrDefault(tenantId) >= _options.TransactionalIdsPerTenantMax ? Find(tenantId, transactionalId) : Add(tenantId, transactionalId);
    }

    /// <summary>Takes room for so many partitions and offsets more in open transactions of a tenant, to be given back when those that came are counted.</summary>
    /// <returns>False if there is not so much.</returns>
    internal bool TryReserve(long tenantId, int entryCount)
    {
        if (_entriesByTenant.AddOrUpdate(tenantId, entryCount, (_, count) => count + entryCount) <= _options.TransactionEntriesPerTenantMax)
            return true;
        Release(tenantId, entryCount);
        return false;
    }

    /// <summary>Gives back what was reserved.</summary>
    internal void Release(long tenantId, int entryCount) => _entriesByTenant.AddOrUpdate(tenantId, 0, (_, count) => count - entryCount);

    /// <summary>Will an open transaction perhaps commit another offset for a partition?</summary>
    internal bool IsUncertain(long tenantId, GroupPartition read) => _uncertain.ContainsKey((tenantId, read));

    /// <summary>Takes over a state that has become durable.</summary>
    internal void Publish(Transaction transaction, TransactionStep step)
    {
        var before = transaction.State;
        transaction.Publish(step.State);
        Count(transaction.TenantId, before, step);
    }

    /// <summary>Forgets one that has been removed from the database.</summary>
    internal void Remove(Transaction transaction)
    {
        transaction.Remove();
        if (_transactions.TryRemove(new((transaction.TenantId, transaction.TransactionalId), transaction)))
            _countByTenant.AddOrUpdate(transaction.TenantId, 0, static (_, count) => count - 1);
        Count(transaction.TenantId, transaction.State, new TransactionStep(KafkaError.None, TransactionState.New));
    }

    /// <inheritdoc/>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        await TransactionStore.RemoveAllIn(transaction, projectId);
        transaction.OnCommitted(() => Forget(projectId));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) =>
        new([new ResourceUse("transactional_ids", UseUnit.Count, _countByTenant.GetValueOrDefault(projectId), _options.TransactionalIdsPerTenantMax)]);

    private Transaction Add(long tenantId, string transactionalId)
    {
        var made = new Transaction(tenantId, transactionalId);
        var kept = _transactions.GetOrAdd((tenantId, transactionalId), made);
        if (kept == made)
            _countByTenant.AddOrUpdate(tenantId, 1, static (_, count) => count + 1);
        else
            made.Dispose();
        return kept;
    }

    private void Forget(long projectId)
    {
        foreach (var transaction in List(projectId).ToList())
        {
            Remove(transaction);
            if (!transaction.State.Partitions.IsEmpty)
                Orphaned?.Invoke(transaction);
        }

        _countByTenant.TryRemove(projectId, out _);
        _entriesByTenant.TryRemove(projectId, out _);
    }

    /// <remarks>Offsets come one after the other, and go all at once.</remarks>
    private void Count(long tenantId, TransactionState before, TransactionStep step)
    {
        var grown = step.State.EntryCount - before.EntryCount;
        if (grown != 0)
            _entriesByTenant.AddOrUpdate(tenantId, grown, (_, count) => count + grown);
        foreach (var (read, _) in step.Offsets.Where(offset => !before.Offsets.ContainsKey(offset.Key)))
            _uncertain.AddOrUpdate((tenantId, read), 1, static (_, count) => count + 1);
        if (!step.State.Offsets.IsEmpty)
            return;
        foreach (var read in before.Offsets.Keys)
        {
            if (_uncertain.AddOrUpdate((tenantId, read), 0, static (_, count) => count - 1) <= 0)
                _uncertain.TryRemove(new((tenantId, read), 0));
        }
    }
}
