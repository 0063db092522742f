using Hops.Core.Errors;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Places of runners: so many at a time of all, of each project and of each user, and some that no statement takes, so that streaming queries
/// start whatever people ask. Who finds none waits; a place that becomes free goes to the user who holds fewest, and among those to who has waited
/// longest. Thread safe.
/// </summary>
internal sealed class RunnerSlots(SupervisorOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = [];
    private readonly List<SlotClaim> _taken = [];

    /// <summary>Takes a place, or waits for one.</summary>
    /// <param name="claim">For whom.</param>
    /// <param name="onWaiting">Told in words what it waits for, if it has to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PlatformException"><c>Throttled</c>: as many of this user wait already as may.</exception>
    public async Task TakeAsync(SlotClaim claim, Action<string> onWaiting, CancellationToken cancellationToken)
    {
        Waiter waiter;
        string obstacle;
        lock (_lock)
        {
            if (Obstacle(claim) is not { } found)
            {
                _taken.Add(claim);
                return;
            }

            obstacle = found;
            if (claim.IsStatement && _waiting.Count(waiting => waiting.Claim.IsStatement && waiting.Claim.UserId == claim.UserId) >= options.StatementsWaitingPerUserMax)
                throw Busy(obstacle);
            waiter = new Waiter(claim);
            _waiting.Add(waiter);
        }

        onWaiting($"It waits for a free runner: {obstacle}.");
        await using var ending = cancellationToken.Register(() => Leave(waiter));
        await waiter.Place.Task;
    }

    /// <summary>Places that a project has taken.</summary>
    public int CountOf(long projectId)
    {
        lock (_lock)
            return _taken.Count(claim => claim.ProjectId == projectId);
    }

    /// <summary>Those who wait for a place of the server; who has as many as its project or user may have waits for its own.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_lock)
                return _waiting.Count(waiter => OwnObstacle(waiter.Claim) is null);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Give(SlotClaim claim)
    {
        lock (_lock)
        {
            _taken.Remove(claim);
            while (Next() is { } waiter)
            {
                _waiting.Remove(waiter);
                if (waiter.Place.TrySetResult())
                    _taken.Add(waiter.Claim);
            }
        }
    }

    /// <summary>The refusal of a statement that waited as long as it may.</summary>
    public PlatformException Busy(SlotClaim claim)
    {
        lock (_lock)
            return Busy(Obstacle(claim) ?? "others were before it");
    }

    private static PlatformException Busy(string obstacle) => new PlatformException(
        ErrorCode.Throttled, $"No runner was free: {obstacle}. Try again later.").With("retryAfter", 5);

    private void Leave(Waiter waiter)
    {
        lock (_lock)
            _waiting.Remove(waiter);
        waiter.Place.TrySetCanceled();
    }

    private Waiter? Next() => _waiting
        .Where(waiter => Obstacle(waiter.Claim) is null)
        .MinBy(waiter => _taken.Count(taken => taken.UserId == waiter.Claim.UserId));

    /// <summary>Why there is no place, in words; null if there is one.</summary>
    private string? Obstacle(SlotClaim claim)
    {
        if (OwnObstacle(claim) is { } own)
            return own;
        if (claim.IsStatement && _taken.Count(taken => taken.IsStatement) >= options.RunnersMax - options.RunnersForQueries)
            return $"{options.RunnersMax - options.RunnersForQueries} statements run already";
        return _taken.Count >= options.RunnersMax ? $"{options.RunnersMax} queries and statements run already" : null;
    }

    /// <summary>What its project or its user may not have more of.</summary>
    private string? OwnObstacle(SlotClaim claim)
    {
        if (_taken.Count(taken => taken.ProjectId == claim.ProjectId) >= options.RunnersPerProjectMax)
            return $"{options.RunnersPerProjectMax} queries and statements of this project run already";
        if (_taken.Count(taken => taken.UserId == claim.UserId) >= options.RunnersPerUserMax)
            return $"{options.RunnersPerUserMax} queries and statements of this user run already";
        if (claim.IsStatement && _taken.Count(taken => taken.IsStatement && taken.UserId == claim.UserId) >= options.StatementsPerUserMax)
            return $"{options.StatementsPerUserMax} statements of this user run already";
        return null;
    }

    private sealed class Waiter(SlotClaim claim)
    {
        public SlotClaim Claim { get; } = claim;

        public TaskCompletionSource Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>For whom a place is taken.</summary>
/// <param name="ProjectId">Project in which the runner acts.</param>
/// <param name="UserId">User for whom it acts.</param>
/// <param name="IsStatement">True for a statement or a plan, which somebody waits for; false for a streaming query, which stays.</param>
internal sealed record SlotClaim(long ProjectId, long UserId, bool IsStatement);
