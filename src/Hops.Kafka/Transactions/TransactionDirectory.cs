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
            Publish(Add(row.TenantId, row.TransactionalId), state);
    }

    internal Transaction? Find(long tenantId, string transactionalId) => _transactions.GetValueOrDefault((tenantId, transactionalId));

    internal IEnumerable<Transaction> List(long tenantId) =>
        All.Where(transaction => transaction.TenantId == tenantId).OrderBy(transaction => transaction.TransactionalId, StringComparer.Ordinal);

    /// <summary>The one of a name, made if need be; null if the tenant has as many as it may have.</summary>
    internal Transaction? GetOrAdd(long tenantId, string transactionalId)
    {
        if (Find(tenantId, transactionalId) is { } present)
            return present;
        return _countByTenant.GetValueOrDefault(tenantId) >= _options.TransactionalIdsPerTenantMax ? null : Add(tenantId, transactionalId);
    }

    /// <summary>May open transactions of a tenant hold so many partitions and offsets more?</summary>
    internal bool HasRoomFor(long tenantId, int entryCount) =>
        _entriesByTenant.GetValueOrDefault(tenantId) + entryCount <= _options.TransactionEntriesPerTenantMax;

    /// <summary>Will an open transaction perhaps commit another offset for a partition?</summary>
    internal bool IsUncertain(long tenantId, GroupPartition read) => _uncertain.ContainsKey((tenantId, read));

    /// <summary>Takes over a state that has become durable.</summary>
    internal void Publish(Transaction transaction, TransactionState after)
    {
        var before = transaction.State;
        transaction.Publish(after);
        Count(transaction.TenantId, before, after);
    }

    /// <summary>Forgets one that has been removed from the database.</summary>
    internal void Remove(Transaction transaction)
    {
        transaction.Remove();
        if (_transactions.TryRemove(new((transaction.TenantId, transaction.TransactionalId), transaction)))
            _countByTenant.AddOrUpdate(transaction.TenantId, 0, static (_, count) => count - 1);
        Count(transaction.TenantId, transaction.State, TransactionState.New);
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

    private void Count(long tenantId, TransactionState before, TransactionState after)
    {
        var grown = after.EntryCount - before.EntryCount;
        if (grown != 0)
            _entriesByTenant.AddOrUpdate(tenantId, grown, (_, count) => count + grown);
        if (ReferenceEquals(before.Offsets, after.Offsets))
            return;
        foreach (var read in after.Offsets.Keys.Where(read => !before.Offsets.ContainsKey(read)))
            _uncertain.AddOrUpdate((tenantId, read), 1, static (_, count) => count + 1);
        foreach (var read in before.Offsets.Keys.Where(read => !after.Offsets.ContainsKey(read)))
        {
            if (_uncertain.AddOrUpdate((tenantId, read), 0, static (_, count) => count - 1) <= 0)
                _uncertain.TryRemove(new((tenantId, read), 0));
        }
    }
}
