using Hops.Core.Errors;

namespace Hops.Kafka.Transactions;

/// <summary>
/// What happens to transactions without their producers: those that are open for too long, or where their project may not write any more, are
/// aborted, and ids that nobody uses are forgotten.
/// </summary>
internal sealed class TransactionRounds(
    TransactionDirectory directory, TransactionCoordinator coordinator, TransactionRights rights, TimeSpan expiration, TimeProvider clock)
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
        foreach (var some in directory.All.Where(transaction => IsDue(transaction, now)).Chunk(AtOnceMax))
            await Task.WhenAll(some.Select(transaction => ActAsync(transaction, now, stop)));
    }

    private bool IsDue(Transaction transaction, DateTimeOffset now)
    {
        var state = transaction.State;
        return state.Status == TransactionStatus.Ongoing
            ? IsOverdue(state, now) || rights.HasLost(transaction, state)
            : state.ChangedAt + expiration <= now;
    }

    private static bool IsOverdue(TransactionState open, DateTimeOffset now) => open.StartedAt + open.Timeout <= now;

    private async Task ActAsync(Transaction transaction, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            if (transaction.State is { Status: TransactionStatus.Ongoing } open)
                await (IsOverdue(open, now) ? coordinator.TimeOutAsync(transaction, stop) : coordinator.RevokeAsync(transaction, stop));
            else
                await coordinator.ExpireAsync(transaction, now - expiration, stop);
        }
        catch (PlatformException)
        {
            // The store is closing or the disk is full: the next round tries again.
        }
    }
}
