using Hops.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// The one writer of all logs of a store: takes everything that arrived, appends it, syncs each touched file once, publishes, and tells
/// the callers (group commit). What arrives meanwhile makes the next round, so that batching follows the load without a timer.
/// </summary>
/// <remarks>It is the boundary of its thread: whatever goes wrong fails the round of one partition and never ends the loop.</remarks>
internal sealed partial class CommitLoop(LogEnvironment environment) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly List<PartitionWriter> _touched = [];
    private readonly HashSet<Partition> _partitionsOfRound = [];
    private List<LogCommand> _queue = [];
    private List<LogCommand> _round = [];
    private long _pendingBytes;
    private bool _isSignalled;
    private bool _isEnded;

    /// <inheritdoc/>
    public void Dispose() => _arrived.Dispose();

    /// <summary>Queues an append; it fails at once if the loop has ended.</summary>
    /// <returns>False if too many bytes wait already.</returns>
    public bool TryAdd(LogCommand command)
    {
        lock (_lock)
        {
            if (_pendingBytes + command.PendingBytes > environment.Options.PendingMaxBytes)
                return false;
        }

        Add(command);
        return true;
    }

    /// <summary>Queues a command; it fails at once if the loop has ended, for nobody would ever tell its caller.</summary>
    public void Add(LogCommand command)
    {
        lock (_lock)
        {
            if (!_isEnded)
            {
                AddUnderLock(command);
                return;
            }
        }

        command.Fail(new PlatformException(ErrorCode.Unavailable, "The broker is stopping."));
    }

    /// <summary>Runs rounds until told to stop and nothing waits. Blocks its thread in the disk.</summary>
    public void Run(CancellationToken stop)
    {
        while (true)
        {
            if (RunRound())
                continue;
            if (stop.IsCancellationRequested && TryEnd())
                return;
            try
            {
                _arrived.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                // One more look at the queue, then out.
            }
        }
    }

    /// <summary>Runs one round with what has arrived.</summary>
    /// <returns>False if there was nothing.</returns>
    public bool RunRound()
    {
        TakeRound();
        if (_round.Count == 0)
            return false;
        var nowMs = environment.NowMs;

        // 1. Stage: offsets, sequence numbers, copies in memory.
        foreach (var command in _round)
            Stage(command, nowMs);

        // 2. Write and sync each touched file once.
        foreach (var writer in _touched)
            Attempt(writer, 0, static (writer, _) => writer.Write());
        foreach (var writer in _touched)
            Attempt(writer, 0, static (writer, _) => writer.Sync());

        // 3. Publish or undo.
        foreach (var writer in _touched)
            Attempt(writer, 0, static (writer, _) => writer.Publish());
        foreach (var writer in _touched)
        {
            if (writer.Failure is not null)
                Undo(writer);
            else if (writer.IsStateDue)
                SaveState(writer);
        }

        // 4. Tell.
        foreach (var command in _round)
            Tell(command);
        _touched.Clear();
        _round.Clear();
        environment.Chunks.Evict(environment.Options.TailCacheMaxBytes);
        return true;
    }

    /// <returns>False if something has arrived since.</returns>
    private bool TryEnd()
    {
        lock (_lock)
            return _isEnded = _queue.Count == 0;
    }

    private void AddUnderLock(LogCommand command)
    {
        _queue.Add(command);
        _pendingBytes += command.PendingBytes;
        if (_isSignalled)
            return;
        _isSignalled = true;
        _arrived.Release();
    }

    private void TakeRound()
    {
        lock (_lock)
        {
            if (_isSignalled && _arrived.CurrentCount > 0)
                _arrived.Wait(0);
            _isSignalled = false;
            var bytes = 0L;
            var count = 0;
            _partitionsOfRound.Clear();
            while (count < _queue.Count && bytes < environment.Options.RoundMaxBytes && HasFileFor(_queue[count].Partition))
                bytes += _queue[count++].PendingBytes;
            _pendingBytes -= bytes;
            if (count == _queue.Count)
            {
                (_queue, _round) = (_round, _queue);
                return;
            }

            _round.AddRange(_queue.Take(count));
            _queue.RemoveRange(0, count);
        }
    }

    /// <summary>True if a round may touch a partition too: the file of each stays open until the round is over.</summary>
    private bool HasFileFor(Partition partition)
    {
        var countMax = environment.OpenSegments.HeldMax;
        if (_queue.Count <= countMax || _partitionsOfRound.Contains(partition))
            return true;
        return _partitionsOfRound.Count < countMax && _partitionsOfRound.Add(partition);
    }

    private void Stage(LogCommand command, long nowMs)
    {
        var writer = command.Partition.Writer;
        if (!writer.IsInRound)
        {
            writer.BeginRound(nowMs);
            _touched.Add(writer);
        }

        if (command.Partition.IsClosed)
            return;
        Attempt(writer, command, static (writer, command) => command.Stage(writer));
    }

    private void Attempt<T>(PartitionWriter writer, T argument, Action<PartitionWriter, T> step)
    {
        if (writer.Failure is not null)
            return;
        try
        {
            step(writer, argument);
        }
        catch (Exception cause)
        {
            writer.Failure = cause;
            RoundFailed(environment.Logger, cause, cause.Message);
        }
    }

    private void Undo(PartitionWriter writer)
    {
        try
        {
            writer.Rollback();
        }
        catch (Exception cause)
        {
            writer.MarkDamaged();
            UndoFailed(environment.Logger, cause, cause.Message);
        }
    }

    /// <summary>The round is durable already: a state that cannot be saved makes the next recovery longer and nothing else.</summary>
    private void SaveState(PartitionWriter writer)
    {
        try
        {
            writer.SaveState();
        }
        catch (Exception cause)
        {
            StateNotSaved(environment.Logger, cause, cause.Message);
        }
    }

    private void Tell(LogCommand command)
    {
        var failure = command.Partition.IsClosed
            ? new PlatformException(ErrorCode.NotFound, "The partition was deleted or the broker is stopping.")
            : command.Partition.Writer.Failure;
        if (failure is not null)
        {
            command.Fail(failure);
            return;
        }

        try
        {
            command.Complete();
        }
        catch (Exception cause)
        {
            CommandFailed(environment.Logger, cause, command.Name, command.Partition.Place.Label, cause.Message);
            command.Fail(cause);
        }
    }

    [LoggerMessage(EventId = 3, EventName = "LogWriteFailed", Level = LogLevel.Error,
        Message = "A round of appends was refused and undone: {Reason}")]
    private static partial void RoundFailed(ILogger logger, Exception cause, string reason);

    [LoggerMessage(EventId = 9, EventName = "LogCommandFailed", Level = LogLevel.Error,
        Message = "The {Command} of {Partition} failed; what was appended in the same round is not touched by it: {Reason}")]
    private static partial void CommandFailed(ILogger logger, Exception cause, string command, string partition, string reason);

    [LoggerMessage(EventId = 4, EventName = "LogUndoFailed", Level = LogLevel.Critical,
        Message = "A failed round of appends could not be undone, so its partition takes no more records: {Reason}")]
    private static partial void UndoFailed(ILogger logger, Exception cause, string reason);

    [LoggerMessage(EventId = 5, EventName = "LogStateNotSaved", Level = LogLevel.Warning,
        Message = "The state of a partition could not be saved; it is tried again with the next appends: {Reason}")]
    private static partial void StateNotSaved(ILogger logger, Exception cause, string reason);
}
