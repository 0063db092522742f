using Hops.Core.Errors;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The bounded pool of read connections. The one returned last is given first: its cache is warm. Connections are opened when needed.
/// </summary>
internal sealed class ReadConnections : IDisposable
{
    private readonly Func<SqliteConnection> _open;
    private readonly SqliteConnection[] _idle;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _free;
    private int _idleCount;
    private bool _isClosed;

    internal ReadConnections(int countMax, Func<SqliteConnection> open)
    {
        _open = open;
        _idle = new SqliteConnection[countMax];
        _free = new SemaphoreSlim(countMax, countMax);
    }

    /// <summary>A connection at once, or null if all are in use.</summary>
    internal SqliteConnection? TryRent() => _free.Wait(0) ? TakeOrOpen() : null;

    /// <summary>A connection, waiting without a thread until one is free.</summary>
    internal async ValueTask<SqliteConnection> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return TakeOrOpen();
    }

    internal void Return(SqliteConnection connection)
    {
        lock (_lock)
        {
            if (_isClosed)
                connection.Dispose();
            else
                _idle[_idleCount++] = connection;
        }

        _free.Release();
    }

    /// <summary>Closes the idle connections; the others close when they are returned.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            for (var i = 0; i < _idleCount; i++)
                _idle[i].Dispose();
            _idleCount = 0;
        }
    }

    private SqliteConnection TakeOrOpen()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                _free.Release();
                throw new PlatformException(ErrorCode.Unavailable, "The metadata database is closing: try again after the restart.");
            }

            if (_idleCount > 0)
                return _idle[--_idleCount];
        }

        try
        {
            return _open();
        }
        catch
        {
            _free.Release();
            throw;
        }
    }
}
