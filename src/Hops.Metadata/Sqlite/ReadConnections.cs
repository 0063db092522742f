using Hops.Core.Errors;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The bounded pool of read connections. The one returned last is given first: its cache is warm. Connections are opened when needed.
/// </summary>
internal sealed class ReadConnections(int countMax, Func<SqliteConnection> open) : IDisposable
{
    private readonly SqliteConnection[] _idle = new SqliteConnection[countMax];
    private readonly Queue<TaskCompletionSource<SqliteConnection>> _waiting = new();
    private readonly Lock _lock = new();
    private int _idleCount;
    private int _openCount;
    private bool _isClosed;

    /// <summary>A connection at once, or null if all are in use.</summary>
    internal SqliteConnection? TryRent()
    {
        lock (_lock)
        {
            ThrowIfClosed();
            if (_idleCount > 0)
                return _idle[--_idleCount];
            if (_openCount == countMax)
                return null;
            _openCount++;
        }

        return Open();
    }

    /// <summary>A connection, waiting without a thread until one is free; first come, first served.</summary>
    internal ValueTask<SqliteConnection> RentAsync(CancellationToken cancellationToken)
    {
        if (TryRent() is { } connection)
            return new ValueTask<SqliteConnection>(connection);
        var turn = new TaskCompletionSource<SqliteConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ThrowIfClosed();

            // One may have come back between the two looks.
            if (_idleCount > 0)
                return new ValueTask<SqliteConnection>(_idle[--_idleCount]);
            _waiting.Enqueue(turn);
        }

        return WaitAsync(turn, cancellationToken);
    }

    internal void Return(SqliteConnection connection)
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult(connection))
                    return;
            }

            if (!_isClosed)
            {
                _idle[_idleCount++] = connection;
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes the idle connections; the others close when they are returned.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_idleCount > 0)
                _idle[--_idleCount].Dispose();
        }
    }

    private static async ValueTask<SqliteConnection> WaitAsync(TaskCompletionSource<SqliteConnection> turn, CancellationToken cancellationToken)
    {
        await using var cancelling = cancellationToken.UnsafeRegister(static (state, token) =>
            ((TaskCompletionSource<SqliteConnection>)state!).TrySetCanceled(token), turn);
        return await turn.Task;
    }

    private SqliteConnection Open()
    {
        try
        {
            return open();
        }
        catch
        {
            lock (_lock)
                _openCount--;
            throw;
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new PlatformException(ErrorCode.Unavailable, "The metadata database is closing: try again after the restart.");
    }
}
