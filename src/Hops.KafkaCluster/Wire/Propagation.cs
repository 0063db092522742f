namespace Hops.KafkaCluster.Wire;

/// <summary>
/// Waits until a broker does what the controller has decided: it hears of it within milliseconds, in the order of the decisions, and clients ask the broker.
/// </summary>
internal static class Propagation
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again so often, for about two seconds; a broker that lags more is left to itself.</summary>
    private const int LooksMax = 100;

    /// <summary>Looks until it holds.</summary>
    public static async Task AwaitAsync(TimeProvider time, Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        for (var look = 0; look < LooksMax && !await holds(); look++)
            await Task.Delay(Pause, time, cancellationToken);
    }
}
