using Hops.Core.Errors;

namespace Hops.Kafka.Transactions;

/// <summary>What time does to transactions: those that are open for too long are aborted, and ids that nobody uses are forgotten.</summary>
internal sealed class TransactionRounds(TransactionDirectory directory, TransactionCoordinator coordinator, TimeSpan expiration, TimeProvider clock)
{
    private const int AtOnceMax = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Completes after the last round.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    /// <summary>Begins the rounds.</summary>
    public void Start(CancellationToken stop) => Stopped = RunAsync(stop);

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await RoundAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        // Many at once, for each is a write: whoever has thousands that are due does not keep those of others open meanwhile.
        var now = clock.GetUtcNow();
        foreach (var some in directory.All.Where(transaction => IsDue(transaction.State, now)).Chunk(AtOnceMax))
            await Task.WhenAll(some.Select(transaction => ActAsync(transaction, now, stop)));
    }

    private bool IsDue(TransactionState state, DateTimeOffset now) =>
        state.Status == TransactionStatus.Ongoing ? state.StartedAt + state.Timeout <= now : state.ChangedAt + expiration <= now;

    private async Task ActAsync(Transaction transaction, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            if (transaction.State.Status == TransactionStatus.Ongoing)
                await coordinator.TimeOutAsync(transaction, stop);
            else
                await coordinator.ExpireAsync(transaction, now - expiration, stop);
        }
        catch (PlatformException)
        {
            // The store is closing or the disk is full: the next round tries again.
        }
    }
}
