using Hops.Core.Errors;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tests;

/// <summary>A store whose next write finds the disk full.</summary>
internal sealed class FullOnceStore(MetadataStore store) : MetadataStore
{
    /// <summary>Set by a test; cleared by the write that it refuses.</summary>
    internal bool IsFull { get; set; }

    public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
        store.ReadAsync(body, cancellationToken);

    public override async ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        if (IsFull)
        {
            IsFull = false;
            throw new PlatformException(ErrorCode.DiskFull, "full");
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
