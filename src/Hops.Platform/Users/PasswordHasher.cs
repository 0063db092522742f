using Hops.Core.Errors;

namespace Hops.Platform.Users;

/// <summary>
/// Hashes and checks passwords, a few at a time with a short queue, so that a flood of sign-ins costs its senders time and not the
/// platform its processors. Thread safe.
/// </summary>
public sealed class PasswordHasher : IDisposable
{
    private readonly PlatformOptions _options;
    private readonly SemaphoreSlim _slots;
    private readonly PasswordHash _nobody;
    private int _waiting;

    /// <param name="options">Rounds and limits.</param>
    public PasswordHasher(PlatformOptions options)
    {
        _options = options;
        _slots = new SemaphoreSlim(options.PasswordHashesAtOnce);
        _nobody = PasswordHash.Of(Guid.NewGuid().ToString("N"), options.PasswordIterations);
    }

    /// <summary>Hashes a new password.</summary>
    /// <exception cref="PlatformException"><c>Throttled</c>: the queue is full.</exception>
    public Task<PasswordHash> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => PasswordHash.Of(password, _options.PasswordIterations), cancellationToken);

    /// <summary>Checks a password. A null <paramref name="expected"/> (no such user) takes as long as a wrong password and is false.</summary>
    /// <exception cref="PlatformException"><c>Throttled</c>: the queue is full.</exception>
    public Task<bool> MatchesAsync(PasswordHash? expected, string password, CancellationToken cancellationToken) =>
        RunAsync(() => (expected ?? _nobody).Matches(password) && expected is not null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > _options.PasswordQueueMax + _options.PasswordHashesAtOnce)
                throw new PlatformException(ErrorCode.Throttled, "Too many sign-ins at this moment: try again in a few seconds.").With("retryAfter", 2);
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
            Interlocked.Decrement(ref _waiting);
        }
    }
}
