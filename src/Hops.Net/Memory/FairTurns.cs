namespace Hops.Net.Memory;

/// <summary>
/// Lets few pieces of heavy work run at a time, so that what is light finds a processor; owners that wait take turns, however many pieces each
/// of them has. Whoever has much to do gives its turn back now and then and asks again. Thread safe.
/// </summary>
/// <param name="atOnceMax">How many run at a time, 1 or more.</param>
public sealed class FairTurns(int atOnceMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, Queue<TaskCompletionSource>> _waiting = [];
    private readonly Queue<object> _owners = new();
    private int _running;

    /// <summary>A number that suits this machine: half of its processors.</summary>
    public static int Suitable => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many run at present.</summary>
    public int RunningCount
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="owner">Who does the work; compared by equality.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, to be disposed once.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended, or nobody waits for the work any more.</exception>
    public async ValueTask<Turn> TakeAsync(object owner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_running < atOnceMax)
            {
                _running++;
                return new Turn(this);
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waiting.TryGetValue(owner, out var line))
            {
                _waiting[owner] = line = new Queue<TaskCompletionSource>();
                _owners.Enqueue(owner);
            }

            line.Enqueue(waiter);
        }

        await using var cancelled = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), waiter);
        await waiter.Task;
        return new Turn(this);
    }

    private void GiveBack()
    {
        lock (_lock)
        {
            while (_owners.TryDequeue(out var owner))
            {
                var line = _waiting[owner];
                var next = line.Dequeue();
                if (line.Count == 0)
                    _waiting.Remove(owner);
                else
                    _owners.Enqueue(owner);
                if (next.TrySetResult())
                    return;
            }

            _running--;
        }
    }

    /// <summary>A turn; disposal gives it to the next one.</summary>
    public readonly struct Turn : IDisposable
    {
        private readonly FairTurns? _turns;

        internal Turn(FairTurns turns) => _turns = turns;

        /// <inheritdoc/>
        public void Dispose() => _turns?.GiveBack();
    }
}
