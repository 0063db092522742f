using System.Threading.Channels;
using Hops.Core.Errors;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The one writer: a thread that owns the write connection and commits many transactions at once. A group is what has arrived while the
/// group before was being synced: 1. begin; 2. run each body, undoing alone the one that fails; 3. commit, once; 4. call what the bodies
/// asked for, in commit order; 5. answer the callers.
/// </summary>
internal sealed class SqliteWriter
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly WalCheckpointer _checkpointer;
    private readonly Channel<WriteWork> _queue;
    private readonly List<(WriteWork Work, SqliteTransaction Transaction)> _group = [];
    private readonly Thread _thread;
    private volatile bool _hasFailed;

    internal SqliteWriter(SqliteConnection connection, string path, SqliteOptions options, TimeProvider time, WalCheckpointer checkpointer)
    {
        _connection = connection;
        _path = path;
        _options = options;
        _time = time;
        _checkpointer = checkpointer;
        _queue = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(options.WriteQueueMax) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = "hops-metadata-writer" };
        _thread.Start();
    }

    /// <summary>Commits so far; for tests of grouping and for metrics.</summary>
    internal long Commits { get; private set; }

    /// <summary>Who is told of what is committed.</summary>
    internal ChangeFeed Feed { get; } = new();

    /// <summary>Puts work in the queue, waiting while it is full.</summary>
    internal async ValueTask EnqueueAsync(WriteWork work, CancellationToken cancellationToken)
    {
        if (_queue.Writer.TryWrite(work))
            return;
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }
    }

    /// <summary>Ends after the work that is in the queue.</summary>
    internal void Close()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    private static PlatformException Closed() => new(ErrorCode.Unavailable, "The metadata database is closing: try again after the restart.");

    private void Run()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (_hasFailed)
                RefuseQueue(Closed());
            else if (TryBegin())
                RunGroup();
        }
    }

    private void RefuseQueue(Exception refusal)
    {
        while (_queue.Reader.TryRead(out var work))
            work.Fail(refusal);
    }

    private bool TryBegin()
    {
        try
        {
            _connection.BeginImmediate();
            return true;
        }
        catch (Exception cause)
        {
            Abandon(cause);
            RefuseQueue(cause);
            return false;
        }
    }

    private void RunGroup()
    {
        try
        {
            RunBodies();
            _connection.Commit();
        }
        catch (Exception cause)
        {
            Abandon(cause);
            return;
        }

        Commits++;
        Answer();
        _checkpointer.AfterCommit(_connection.TakePagesWritten());
    }

    private void RunBodies()
    {
        var start = _time.GetTimestamp();
        while (_group.Count < _options.GroupMax && _time.GetElapsedTime(start) < _options.GroupTimeMax && _queue.Reader.TryRead(out var work))
        {
            if (work.IsCancelled)
                work.Cancel();
            else
                RunBody(work, new SqliteTransaction(_connection, _time, Feed));
        }
    }

    private void RunBody(WriteWork work, SqliteTransaction transaction)
    {
        try
        {
            work.Run(transaction);
            transaction.Keep();
            _group.Add((work, transaction));
        }
        catch (Exception refusal)
        {
            try
            {
                transaction.Undo();
            }
            finally
            {
                work.Fail(refusal);
            }

            // SQLite has undone the whole group by itself (full disk, input or output error): those before it are lost as well.
            if (!_connection.IsInTransaction || _connection.HasFailed)
                throw;
        }
    }

    /// <summary>Nothing of the group happened; if that is not certain, nothing is acknowledged any more.</summary>
    private void Abandon(Exception cause)
    {
        if (!_connection.HasFailed)
            TryRollback();
        if (_connection.HasFailed)
        {
            _hasFailed = true;
            _options.CommitFailed(_path, cause);
        }

        foreach (var (work, _) in _group)
            work.Fail(cause);
        _group.Clear();
    }

    private void TryRollback()
    {
        try
        {
            _connection.Rollback();
        }
        catch (Exception cause)
        {
            _hasFailed = true;
            _options.CommitFailed(_path, cause);
        }
    }

    private void Answer()
    {
        foreach (var (_, transaction) in _group)
        {
            if (transaction.Changes is { } changes)
                RunCommitted(() => Feed.Tell(changes));
            foreach (var action in transaction.Committed)
                RunCommitted(action);
        }

        foreach (var (work, _) in _group)
            work.Complete();
        _group.Clear();
    }

    /// <summary>What follows the database in memory must never fail: from then on it would tell of another state.</summary>
    private void RunCommitted(Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause)
        {
            _hasFailed = true;
            _options.CommitFailed(_path, cause);
        }
    }
}
