using Hops.Core.Errors;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Groups;

/// <summary>The durable store of what groups have committed. What it has made durable it shows in the memory of the group. Thread safe.</summary>
/// <param name="store">The database.</param>
internal sealed class GroupOffsets(MetadataStore store)
{
    private const int RowsPerTransaction = 1000;

    /// <summary>Makes offsets durable, then visible.</summary>
    public async ValueTask CommitAsync(Group group, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        var freshNumber = await FreshNumberAsync(group);
        await store.WriteAsync(async write =>
        {
            await CommitIn(write, group, freshNumber, offsets, isOfTransaction: false);
            return true;
        });
    }

    /// <summary>A number for a group that has none yet, to be asked for before the transaction that commits its first offsets.</summary>
    public async ValueTask<long> FreshNumberAsync(Group group) => group.Number == 0 ? await store.NextIdAsync("kafka_group") : 0;

    /// <summary>Makes offsets durable with a transaction of the database, visible after it.</summary>
    /// <param name="write">The transaction of the database.</param>
    /// <param name="group">The group.</param>
    /// <param name="freshNumber">Of <see cref="FreshNumberAsync"/>.</param>
    /// <param name="offsets">The offsets.</param>
    /// <param name="isOfTransaction">True if a producer's transaction has kept them till now: what was committed later than they were stays.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c>: the group is being deleted.</exception>
    public static async ValueTask CommitIn(
        WriteTransaction write, Group group, long freshNumber, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets, bool isOfTransaction)
    {
        if (group.IsDead)
            throw new PlatformException(ErrorCode.Unavailable, $"Group '{group.GroupId}' is being deleted; try again.");
        var number = await NumberAsync(write, group, freshNumber);
        var taken = isOfTransaction ? await StandingAsync(write, number, offsets) : offsets;
        foreach (var (partition, committed) in taken)
            await write.PutAsync(GroupTables.Offsets, new OffsetRow { GroupNumber = number, Partition = partition, Committed = committed });
        write.OnCommitted(() => group.Committed(number, taken));
    }

    /// <summary>Removes offsets durably.</summary>
    public async ValueTask DeleteAsync(Group group, IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var chunk in partitions.Chunk(RowsPerTransaction))
        {
            await store.WriteAsync(async write =>
            {
                await DeleteRowsAsync(write, group.Number, chunk);
                write.OnCommitted(() => group.Forget(chunk));
                return true;
            });
        }
    }

    /// <summary>Removes the rows of a group that has been ended, with its offsets.</summary>
    /// <returns>False if it has offsets and must not lose them.</returns>
    public async ValueTask<bool> RemoveAsync(Group group, bool evenWithOffsets)
    {
        await DeleteAsync(group, [.. group.Offsets.Keys]);
        return await store.WriteAsync(write => DeleteRowAsync(write, group, evenWithOffsets));
    }

    /// <summary>Those of some offsets in whose place there is none that was committed later, to the millisecond.</summary>
    private static async ValueTask<IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>>> StandingAsync(
        WriteTransaction write, long number, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        var standing = new List<KeyValuePair<TopicPartition, CommittedOffset>>(offsets.Count);
        foreach (var offset in offsets)
        {
            var row = await write.GetAsync(GroupTables.Offsets, GroupTables.OffsetKey(number, offset.Key), LockMode.Write);
            if (row is null || row.Committed.CommittedAt <= offset.Value.CommittedAt)
                standing.Add(offset);
        }

        return standing;
    }

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
}
