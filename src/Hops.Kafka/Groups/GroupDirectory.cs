using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Groups;

/// <summary>
/// All consumer groups, by tenant and name, and the durable store of their offsets. Groups without members and offsets, and offsets older
/// than their retention, are removed now and then. Thread safe.
/// </summary>
public sealed class GroupDirectory : IProjectResource, IAsyncDisposable
{
    private const int RowsPerTransaction = 1000;
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(long TenantId, string GroupId), Group> _groups = new();
    private readonly ConcurrentDictionary<long, int> _countByTenant = new();
    private readonly ConcurrentDictionary<long, GroupMemory> _memoryByTenant = new();
    private readonly BrokerOptions _options;
    private readonly MetadataStore _store;
    private readonly TopicCatalog _topics;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private Task _cleaning = Task.CompletedTask;

    /// <param name="options">Limits.</param>
    /// <param name="store">The database.</param>
    /// <param name="topics">The topics whose offsets are kept.</param>
    /// <param name="clock">Source of time.</param>
    public GroupDirectory(BrokerOptions options, MetadataStore store, TopicCatalog topics, TimeProvider clock)
    {
        _options = options;
        _store = store;
        _topics = topics;
        _clock = clock;
    }

    /// <summary>Reads groups and offsets into memory and begins to clean up; once, before the first request.</summary>
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
                        group.Apply(offsets => offsets.SetItem(row.Partition, row.Committed));
                }

                return true;
            },
            cancellationToken);
        _cleaning = CleanUntilStoppedAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _cleaning;
        foreach (var group in _groups.Values)
            group.Dispose();
        _stop.Dispose();
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

    /// <summary>Makes offsets durable, then visible.</summary>
    internal async ValueTask CommitAsync(Group group, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        var freshNumber = await FreshNumberAsync(group);
        await _store.WriteAsync(async write =>
        {
            await CommitIn(write, group, freshNumber, offsets);
            return true;
        });
    }

    /// <summary>A number for a group that has none yet, to be asked for before the transaction that commits its first offsets.</summary>
    internal async ValueTask<long> FreshNumberAsync(Group group) => group.Number == 0 ? await _store.NextIdAsync("kafka_group") : 0;

    /// <summary>Makes offsets durable with a transaction, visible after it.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>: the group is being deleted.</exception>
    internal static async ValueTask CommitIn(
        WriteTransaction write, Group group, long freshNumber, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        if (group.IsDead)
            throw new PlatformException(ErrorCode.Unavailable, $"Group '{group.GroupId}' is being deleted; try again.");
        var number = await NumberAsync(write, group, freshNumber);
        foreach (var (partition, committed) in offsets)
            await write.PutAsync(GroupTables.Offsets, new OffsetRow { GroupNumber = number, Partition = partition, Committed = committed });
        write.OnCommitted(() => group.Committed(number, offsets));
    }

    /// <summary>Removes offsets durably.</summary>
    internal async ValueTask DeleteOffsetsAsync(Group group, IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var chunk in partitions.Chunk(RowsPerTransaction))
        {
            await _store.WriteAsync(async write =>
            {
                await DeleteRowsAsync(write, group.Number, chunk);
                write.OnCommitted(() => group.Apply(present => present.RemoveRange(chunk)));
                return true;
            });
        }
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
            await DeleteOffsetsAsync(group, [.. group.Offsets.Keys]);
            isGone = await _store.WriteAsync(write => DeleteRowAsync(write, group, evenWithOffsets));
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

    /// <summary>One round of cleaning: expired offsets, offsets of deleted topics, groups that hold nothing.</summary>
    internal async ValueTask CleanAsync()
    {
        var now = _clock.GetUtcNow();
        foreach (var group in _groups.Values)
        {
            var isIdle = group.VacantSince + _options.OffsetRetention <= now;

            // The offsets before the topics: of a topic made meanwhile there may be offsets, and they must not pass for those of a deleted one.
            var offsets = group.Offsets;
            var topics = _topics.Snapshot;
            var gone = offsets
                .Where(pair => topics.Find(pair.Key.TopicId) is null || (isIdle && pair.Value.CommittedAt + _options.OffsetRetention <= now))
                .Select(pair => pair.Key)
                .ToArray();
            await DeleteOffsetsAsync(group, gone);
            if (group.Offsets.IsEmpty && group.VacantSince + CleaningInterval <= now)
                await DeleteAsync(group, evenWithOffsets: false);
        }
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

    /// <summary>
    /// The number of the group, naming it at its first commit. The row decides, for two first commits may run before either is durable.
    /// </summary>
    private static async ValueTask<long> NumberAsync(WriteTransaction write, Group group, long freshNumber)
    {
        if (group.Number != 0)
            return group.Number;
        var row = await write.GetAsync(GroupTables.Groups, Key.Of(group.TenantId, group.GroupId), LockMode.Write);
        if (row is null)
            await write.InsertAsync(GroupTables.Groups, new GroupRow(group.TenantId, group.GroupId, freshNumber, group.Look(state => state.ProtocolType, _ => Subscriptions.Consumer) ?? ""));
        return row?.Number ?? freshNumber;
    }

    /// <summary>Goes by the rows and not by memory, which has not seen yet what another body of the same group of transactions committed.</summary>
    private static async ValueTask<bool> DeleteRowAsync(WriteTransaction write, Group group, bool evenWithOffsets)
    {
        var key = Key.Of(group.TenantId, group.GroupId);
        if (await write.GetAsync(GroupTables.Groups, key, LockMode.Destroy) is not { } row)
            return true;
        var offsets = await write.ScanAsync(GroupTables.Offsets, Key.Of(row.Number), null, RowsPerTransaction);
        if (offsets.Count > 0 && !evenWithOffsets)
            return false;
        await DeleteRowsAsync(write, row.Number, [.. offsets.Select(offset => offset.Partition)]);
        return await write.DeleteAsync(GroupTables.Groups, key);
    }

    private static async ValueTask DeleteRowsAsync(WriteTransaction write, long groupNumber, IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            await write.DeleteAsync(GroupTables.Offsets, GroupTables.OffsetKey(groupNumber, partition));
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
