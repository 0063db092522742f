using Hops.Core.Errors;

namespace Hops.Kafka.Transactions;

/// <summary>What time does to transactions: those that are open for too long are aborted, and ids that nobody uses are forgotten.</summary>
internal sealed class TransactionRounds(TransactionDirectory directory, TransactionCoordinator coordinator, TimeSpan expiration, TimeProvider clock)
{
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
        var now = clock.GetUtcNow();
        foreach (var transaction in directory.All)
        {
            try
            {
                if (transaction.State.Status == TransactionStatus.Ongoing)
                {
                    if (transaction.State.StartedAt + transaction.State.Timeout <= now)
                        await coordinator.TimeOutAsync(transaction, stop);
                }
                else if (transaction.State.ChangedAt + expiration <= now)
                {
                    await coordinator.ExpireAsync(transaction, now - expiration, stop);
                }
            }
            catch (PlatformException)
            {
                // The store is closing or the disk is full: the next round tries again.
            }
        }
    }
}
