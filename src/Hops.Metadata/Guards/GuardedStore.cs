using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Guards;

/// <summary>
/// A store for tests that holds operations to the rules which SQLite, with its one writer, would forgive and a database with row locks
/// would not, and that counts what they cost. A broken rule is an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class GuardedStore(MetadataStore store, GuardRules rules) : MetadataStore
{
    /// <summary>What was asked of the store so far; rehearsals do not count.</summary>
    public StoreCost Cost { get; } = new();

    /// <inheritdoc/>
    public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        Cost.AddTransaction();
        return store.ReadAsync(transaction => body(new GuardedReadTransaction(transaction, Cost)), cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        if (rules.RehearsesWrites)
            await RehearseAsync(body, cancellationToken);
        Cost.AddTransaction();
        return await store.WriteAsync(transaction => body(new GuardedWriteTransaction(transaction, rules, Cost)), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
        store.NextIdAsync(sequence, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IDisposable> FollowAsync(
        IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default) =>
        store.FollowAsync(tables, committed, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private async ValueTask RehearseAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync<T>(
                async transaction =>
                {
                    await body(new GuardedWriteTransaction(transaction, rules, new StoreCost()));
                    throw new RehearsalEndedException();
                },
                cancellationToken);
        }
        catch (RehearsalEndedException)
        {
            // Everything that the body did is undone; now it is run to count.
        }
    }

    private sealed class RehearsalEndedException : Exception;
}
