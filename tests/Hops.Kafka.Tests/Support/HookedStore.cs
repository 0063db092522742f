using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Tests.Support;

/// <summary>A store that lets a test come in before a write.</summary>
internal sealed class HookedStore(MetadataStore store) : MetadataStore
{
    public Func<Task>? BeforeNextWrite { get; set; }

    public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
        store.ReadAsync(body, cancellationToken);

    public override async ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        if (BeforeNextWrite is { } hook)
        {
            BeforeNextWrite = null;
            await hook();
        }

        return await store.WriteAsync(body, cancellationToken);
    }

    public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
        store.NextIdAsync(sequence, cancellationToken);

    public override ValueTask<IDisposable> FollowAsync(
        IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default) =>
        store.FollowAsync(tables, committed, cancellationToken);

    public override ValueTask DisposeAsync() => store.DisposeAsync();
}
