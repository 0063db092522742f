using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tests;

/// <summary>A store whose writes wait while a test holds them.</summary>
internal sealed class HeldStore(MetadataStore store) : MetadataStore
{
    private Task _held = Task.CompletedTask;

    /// <summary>Lets writes wait until what comes back is completed.</summary>
    internal TaskCompletionSource Hold()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held = held.Task;
        return held;
    }

    public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
        store.ReadAsync(body, cancellationToken);

    public override async ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        await _held;
        return await store.WriteAsync(body, cancellationToken);
    }

    public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
        store.NextIdAsync(sequence, cancellationToken);

    public override ValueTask<IDisposable> FollowAsync(
        IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default) =>
        store.FollowAsync(tables, committed, cancellationToken);

    public override ValueTask DisposeAsync() => store.DisposeAsync();
}
