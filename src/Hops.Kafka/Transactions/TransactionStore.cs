using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Kafka.Groups;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Transactions;

/// <summary>The durable side of transactions: writes what a step changed, reads all of it at the start.</summary>
internal static class TransactionStore
{
    /// <summary>Writes what a step makes of a transactional id: as much as it changes, however much is kept already.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it has been removed meanwhile, with its project.</exception>
    public static async ValueTask SaveIn(WriteTransaction write, Transaction transaction, TransactionState before, TransactionStep step)
    {
        var after = step.State;
        var row = TransactionRow.Of(transaction.TenantId, transaction.TransactionalId, after);
        if (before.ProducerId < 0)
            await write.PutAsync(TransactionTables.Transactions, row);
        else if (!await write.UpdateAsync(TransactionTables.Transactions, row))
            throw new PlatformException(ErrorCode.NotFound, $"The transactional id '{transaction.TransactionalId}' has been removed.");

        if (after.EntryCount == 0 && before.EntryCount > 0)
        {
            await RemoveEntriesIn(write, before.ProducerId);
            return;
        }

        foreach (var partition in step.Partitions.Where(partition => !before.Partitions.Contains(partition)))
            await write.PutAsync(TransactionTables.Partitions, new TransactionPartitionRow(before.ProducerId, partition));
        foreach (var (read, committed) in step.Offsets)
        {
            if (before.Offsets.GetValueOrDefault(read) != committed)
                await write.PutAsync(TransactionTables.Offsets, new TransactionOffsetRow(before.ProducerId, read, committed));
        }
    }

    /// <summary>Removes a transactional id whose transaction has ended.</summary>
    public static ValueTask<bool> RemoveIn(WriteTransaction write, Transaction transaction) =>
        write.DeleteAsync(TransactionTables.Transactions, Key.Of(transaction.TenantId, transaction.TransactionalId));

    /// <summary>Removes all transactional ids of a project, with what is open.</summary>
    public static Task RemoveAllIn(WriteTransaction write, long tenantId) => WholePartition.DrainAsync(
        write,
        TransactionTables.Transactions,
        Key.Of(tenantId),
        async row =>
        {
            await RemoveEntriesIn(write, row.ProducerId);
            await write.DeleteAsync(TransactionTables.Transactions, Key.Of(tenantId, row.TransactionalId));
        });

    /// <summary>Every transactional id with its state.</summary>
    public static async ValueTask<IReadOnlyList<(TransactionRow Row, TransactionState State)>> LoadAsync(MetadataStore store, CancellationToken cancellationToken)
    {
        var rows = new List<TransactionRow>();
        var partitions = new Dictionary<long, ImmutableHashSet<TopicPartition>.Builder>();
        var offsets = new Dictionary<long, ImmutableDictionary<GroupPartition, CommittedOffset>.Builder>();
        await store.ReadAsync(
            async read =>
            {
                await foreach (var row in read.SweepAllAsync(TransactionTables.Transactions))
                    rows.Add(row);
                await foreach (var row in read.SweepAllAsync(TransactionTables.Partitions))
                    Of(partitions, row.ProducerId, ImmutableHashSet.CreateBuilder<TopicPartition>).Add(row.Partition);
                await foreach (var row in read.SweepAllAsync(TransactionTables.Offsets))
                    Of(offsets, row.ProducerId, ImmutableDictionary.CreateBuilder<GroupPartition, CommittedOffset>)[row.Read] = row.Committed;
                return true;
            },
            cancellationToken);
        return [.. rows.Select(row => (row, row.State() with
        {
            Partitions = partitions.GetValueOrDefault(row.ProducerId)?.ToImmutable() ?? [],
            Offsets = offsets.GetValueOrDefault(row.ProducerId)?.ToImmutable() ?? ImmutableDictionary<GroupPartition, CommittedOffset>.Empty,
            TextCharacters = offsets.GetValueOrDefault(row.ProducerId)?.Values.Sum(committed => (long)committed.Metadata.Length) ?? 0,
        }))];
    }

    private static T Of<T>(Dictionary<long, T> map, long producerId, Func<T> make)
    {
        if (!map.TryGetValue(producerId, out var entry))
            map[producerId] = entry = make();
        return entry;
    }

    private static async ValueTask RemoveEntriesIn(WriteTransaction write, long producerId)
    {
        await WholePartition.RemoveAsync(write, TransactionTables.Partitions, Key.Of(producerId));
        await WholePartition.RemoveAsync(write, TransactionTables.Offsets, Key.Of(producerId));
    }
}
