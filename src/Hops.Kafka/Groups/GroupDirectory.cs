using System.Collections.Concurrent;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Groups;

/// <summary>All consumer groups, by tenant and name, and how many of them a tenant may have. Thread safe.</summary>
public sealed class GroupDirectory : IProjectResource, IDisposable
{
    private readonly ConcurrentDictionary<(long TenantId, string GroupId), Group> _groups = new();
    private readonly ConcurrentDictionary<long, int> _countByTenant = new();
    private readonly ConcurrentDictionary<long, GroupMemory> _memoryByTenant = new();
    private readonly BrokerOptions _options;
    private readonly MetadataStore _store;
    private readonly TimeProvider _clock;

    /// <param name="options">Limits.</param>
    /// <param name="store">The database.</param>
    /// <param name="clock">Source of time.</param>
    public GroupDirectory(BrokerOptions options, MetadataStore store, TimeProvider clock)
    {
        _options = options;
        _store = store;
        _clock = clock;
        Offsets = new GroupOffsets(store);
    }

    /// <summary>What they have committed.</summary>
    internal GroupOffsets Offsets { get; }

    /// <summary>Every group there is, of all tenants.</summary>
    internal IEnumerable<Group> All => _groups.Values;

    /// <summary>Reads groups and offsets into memory; once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var byNumber = new Dictionary<long, Group>();
        await _store.ReadAsync(
            async read =>
            {
                await foreach (var row in read.SweepAllAsync(GroupTables.Groups))
                    byNumber[row.Number] = Load(row);
                await foreach (var row in read.SweepAllAsync(GroupTables.Offsets))
                {
                    if (byNumber.TryGetValue(row.GroupNumber, out var group))
                        group.Put([new(row.Partition, row.Committed)]);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups.Values)
            group.Dispose();
    }

    internal Group? Find(long tenantId, string groupId) => _groups.GetValueOrDefault((tenantId, groupId));

    internal IEnumerable<Group> List(long tenantId) =>
        _groups.Values.Where(group => group.TenantId == tenantId).OrderBy(group => group.GroupId, StringComparer.Ordinal);

    /// <summary>The group of a name, made if need be; null if the tenant has as many as it may have.</summary>
    internal Group? GetOrAdd(long tenantId, string groupId)
    {
        if (Find(tenantId, groupId) is { } present)
            return present;
        return _countByTenant.GetValueOrDefault(tenantId) >= _options.GroupsPerTenantMax ? null : Add(tenantId, groupId);
    }

    /// <summary>The group of a name, made if need be whatever the limit is: a transaction that was taken commits offsets of it.</summary>
    internal Group Adopt(long tenantId, string groupId) => Find(tenantId, groupId) ?? Add(tenantId, groupId);

    private Group Add(long tenantId, string groupId)
    {
        var made = new Group(tenantId, groupId, _options, MemoryOf(tenantId), _clock);
        var kept = _groups.GetOrAdd((tenantId, groupId), made);
        if (kept == made)
            _countByTenant.AddOrUpdate(tenantId, 1, static (_, count) => count + 1);
        else
            made.Dispose();
        return kept;
    }

    /// <summary>Removes a group that has no members, with its offsets.</summary>
    /// <returns>False if it has members.</returns>
    internal async ValueTask<bool> DeleteAsync(Group group, bool evenWithOffsets)
    {
        if (!group.TryEnd(evenWithOffsets))
            return false;
        var isGone = false;
        try
        {
            isGone = await Offsets.RemoveAsync(group, evenWithOffsets);
        }
        finally
        {
            if (!isGone)
                group.Revive();
        }

        if (!isGone)
            return false;
        if (_groups.TryRemove(new((group.TenantId, group.GroupId), group)))
            _countByTenant.AddOrUpdate(group.TenantId, 0, static (_, count) => count - 1);
        group.Dispose();
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Their members are told nothing: their credentials have ended with the project.</remarks>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        await WholePartition.DrainAsync(
            transaction,
            GroupTables.Groups,
            Key.Of(projectId),
            async row =>
            {
                await WholePartition.RemoveAsync(transaction, GroupTables.Offsets, Key.Of(row.Number));
                await transaction.DeleteAsync(GroupTables.Groups, Key.Of(projectId, row.GroupId));
            });
        transaction.OnCommitted(() => Forget(projectId));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) =>
        new([new ResourceUse("consumer_groups", UseUnit.Count, _countByTenant.GetValueOrDefault(projectId), _options.GroupsPerTenantMax)]);

    private void Forget(long projectId)
    {
        foreach (var group in List(projectId).ToList())
        {
            group.End();
            _groups.TryRemove(new((projectId, group.GroupId), group));
        }

        _countByTenant.TryRemove(projectId, out _);
        _memoryByTenant.TryRemove(projectId, out _);
    }

    /// <summary>A group from the database: it exists, whatever the limit is now.</summary>
    private Group Load(GroupRow row)
    {
        var group = new Group(row.TenantId, row.GroupId, _options, MemoryOf(row.TenantId), _clock);
        group.Restore(row);
        _groups[(row.TenantId, row.GroupId)] = group;
        _countByTenant.AddOrUpdate(row.TenantId, 1, static (_, count) => count + 1);
        return group;
    }

    private GroupMemory MemoryOf(long tenantId) => _memoryByTenant.GetOrAdd(tenantId, _ => new GroupMemory(_options.GroupMemoryPerTenantMaxBytes));
}
