using Hops.Core.Errors;

namespace Hops.Platform.Users;

/// <summary>
/// Hashes and checks passwords, a few at a time and one of each queue, so that a flood of sign-ins costs its senders time, not the
/// platform its processors, and holds up nobody who waits in another queue. Thread safe.
/// </summary>
public sealed class PasswordHasher : IDisposable
{
    /// <summary>Queues that hold somebody at one time.</summary>
    private const int QueuesMax = 1000;

    private readonly PlatformOptions _options;
    private readonly SemaphoreSlim _slots;
    private readonly PasswordHash _nobody;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);
    private long _rounds;

    /// <param name="options">Rounds and limits.</param>
    public PasswordHasher(PlatformOptions options)
    {
        _options = options;
        _slots = new SemaphoreSlim(options.PasswordHashesAtOnce);
        _nobody = PasswordHash.Of(Guid.NewGuid().ToString("N"), options.PasswordIterations);
    }

    /// <summary>Rounds of derivation that checks have taken so far: what they have cost, whatever was answered.</summary>
    internal long RoundsOfChecks => Interlocked.Read(ref _rounds);

    /// <summary>Hashes a new password.</summary>
    /// <param name="queue">Who waits behind whom: the source of the request, or its user.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="PlatformException"><c>Throttled</c>: the queue is full.</exception>
    public Task<PasswordHash> HashAsync(string queue, string password, CancellationToken cancellationToken) =>
        RunAsync(queue, () => PasswordHash.Of(password, _options.PasswordIterations), cancellationToken);

    /// <summary>Checks a password. A null <paramref name="expected"/> (no such user), or that of a user without a password, takes as long as a wrong password and is false.</summary>
    /// <param name="queue">Who waits behind whom: the source of the request, or its user.</param>
    /// <param name="expected">What is stored of the right one.</param>
    /// <param name="password">What was given.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="PlatformException"><c>Throttled</c>: the queue is full.</exception>
    public Task<bool> MatchesAsync(string queue, PasswordHash? expected, string password, CancellationToken cancellationToken) =>
        expected is { Hash.Length: > 0 }
            ? RunAsync(queue, () => Check(expected, password), cancellationToken)
            : RunAsync(queue, () => Check(_nobody, password) && false, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    /// <summary>A hash of fewer rounds than are set today, from before that was raised, costs as much as one that nobody has.</summary>
    private bool Check(PasswordHash expected, string password)
    {
        var isRight = expected.Matches(password);
        var roundsMissing = Math.Max(_options.PasswordIterations - expected.Iterations, 0);
        if (roundsMissing > 0)
            _ = PasswordHash.Of(password, roundsMissing);
        Interlocked.Add(ref _rounds, expected.Iterations + roundsMissing);
        return isRight;
    }

    private async Task<T> RunAsync<T>(string name, Func<T> work, CancellationToken cancellationToken)
    {
        var queue = Join(name);
        try
        {
            await queue.Turn.WaitAsync(cancellationToken);
            try
            {
                await _slots.WaitAsync(cancellationToken);
                try
                {
                    return await Task.Run(work, cancellationToken);
                }
                finally
                {
                    _slots.Release();
                }
            }
            finally
            {
                queue.Turn.Release();
            }
        }
        finally
        {
            Leave(name, queue);
        }
    }

    private Queue Join(string name)
    {
        lock (_lock)
        {
            if (!_queues.TryGetValue(name, out var queue))
            {
                if (_queues.Count >= QueuesMax)
                    throw Full();
                _queues[name] = queue = new Queue();
            }

            if (queue.Length > _options.PasswordQueueMax)
                throw Full();
            queue.Length++;
            return queue;
        }
    }

    private void Leave(string name, Queue queue)
    {
        lock (_lock)
        {
            if (--queue.Length > 0)
                return;
            _queues.Remove(name);
        }

        queue.Turn.Dispose();
    }

    private static PlatformException Full() =>
        new PlatformException(ErrorCode.Throttled, "Too many sign-ins at this moment: try again in a few seconds.").With("retryAfter", 2);

    private sealed class Queue
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>The one whose turn it is, and those who wait.</summary>
        public int Length { get; set; }
    }
}
