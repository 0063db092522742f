using Hops.Platform;
using Hops.Platform.Queries;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Holds a streaming query back until it may start: until its project has quota, and until the price is as low as it is to start at. It asks again
/// with each new price, and when somebody has said something. Thread safe.
/// </summary>
/// <param name="platform">Knows quota, price and what the query waits for; null where nothing limits.</param>
internal sealed class StartGate(HopsPlatform? platform)
{
    private TaskCompletionSource _reconsidered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a query may start.</summary>
    /// <param name="order">The query.</param>
    /// <param name="onWaiting">Told in words why it may not, each time that it was asked.</param>
    /// <param name="stop">Completes when it is not wanted to start any more.</param>
    /// <returns>False if it is not wanted to.</returns>
    public async Task<bool> PassAsync(RunnerOrder order, Action<string> onWaiting, Task stop)
    {
        while (platform is not null && !stop.IsCompleted)
        {
            // Taken before it is asked, so that no change is missed in between.
            var again = Task.WhenAny(platform.Price.Next, Volatile.Read(ref _reconsidered).Task);
            if (await QueryDuty.ObstacleAsync(platform, order.ProjectId, order.QueryId, CancellationToken.None) is not { } obstacle)
            {
                await QueryDuty.StartedAsync(platform, order.ProjectId, order.QueryId, CancellationToken.None);
                break;
            }

            onWaiting(obstacle);
            await Task.WhenAny(again, stop);
        }

        return !stop.IsCompleted;
    }

    /// <summary>Quota or condition may have changed.</summary>
    public void Reconsider() =>
        Interlocked.Exchange(ref _reconsidered, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
