using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>
/// The moment at which the power goes for a disk of logs and a database at once. What the database has committed stays, for it is synced
/// before that is told; nothing is committed or told after.
/// </summary>
internal sealed class PowerCut : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _struck = new();
    private readonly CancellationTokenSource _over = new();
    private readonly SimulatedDisk _disk;
    private readonly Task _watching;
    private int _writesLeft = int.MaxValue;
    private bool _strikesBefore;

    public PowerCut(SimulatedDisk disk)
    {
        _disk = disk;
        _watching = WatchAsync();
    }

    /// <summary>Cancelled when it has struck: nobody waits for an answer any more.</summary>
    public CancellationToken Struck => _struck.Token;

    public bool HasStruck => _struck.IsCancellationRequested || _disk.IsStopped;

    /// <summary>Lets it strike in the middle of one of the next changes of the logs, or just before or just after one of the next writes to the database.</summary>
    public void Arm(Random random)
    {
        if (random.Next(2) == 0)
        {
            _disk.StopAfter(random.Next(1, 60));
            return;
        }

        _strikesBefore = random.Next(2) == 0;
        Volatile.Write(ref _writesLeft, random.Next(1, 40));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _struck.Dispose();
        _over.Dispose();
    }

    private static PlatformException Gone() => new(ErrorCode.Unavailable, "the power is gone");

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        if (HasStruck)
            throw Gone();
        var isTheOne = Interlocked.Decrement(ref _writesLeft) == 0;
        if (isTheOne && _strikesBefore)
            Strike();
        if (HasStruck)
            throw Gone();
        var written = await write();
        if (isTheOne)
            Strike();
        return HasStruck ? throw Gone() : written;
    }

    private void Strike()
    {
        _disk.StopAfter(0);
        _struck.Cancel();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookInterval);
        try
        {
            while (!_disk.IsStopped)
                await timer.WaitForNextTickAsync(_over.Token);
            await _struck.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>A database that is there until the power goes.</summary>
    internal sealed class Store(MetadataStore store, PowerCut cut) : MetadataStore
    {
        public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
            store.ReadAsync(body, cancellationToken);

        public override ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
            new(cut.WriteAsync(() => store.WriteAsync(body, cancellationToken).AsTask()));

        public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
            cut.HasStruck ? throw Gone() : store.NextIdAsync(sequence, cancellationToken);

        public override ValueTask<IDisposable> FollowAsync(
            IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default) =>
            store.FollowAsync(tables, committed, cancellationToken);

        public override ValueTask DisposeAsync() => default;
    }
}
