using Hops.Core.Errors;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// Keeps the write-ahead log small without a request waiting for it: after each <see cref="SqliteOptions.WalTargetBytes"/> a thread of its
/// own copies it into the database; only at <see cref="SqliteOptions.WalMaxBytes"/>, when readers or the load never let that finish, does
/// the writer wait for it. After each <see cref="SqliteOptions.WalAgeMax"/> it is emptied for what lies in it: pages as they were before
/// something was deleted (ADR 0121).
/// </summary>
internal sealed class WalCheckpointer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteOptions _options;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Lock _connectionUse = new();
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private long _writtenBytes;
    private volatile bool _hasPages = true;
    private volatile bool _isClosing;

    internal WalCheckpointer(string path, SqliteOptions options, TimeProvider time)
    {
        _connection = SqliteConnection.OpenCheckpointer(path);
        _path = path;
        _options = options;
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "hops-metadata-checkpoint" };
        _thread.Start();
    }

    /// <summary>Present size of the log.</summary>
    internal long LogLengthBytes
    {
        get
        {
            var log = new FileInfo(_path + "-wal");
            return log.Exists ? log.Length : 0;
        }
    }

    /// <summary>Called by the writer between two groups.</summary>
    internal void AfterCommit(int pagesWritten)
    {
        _hasPages = true;
        _writtenBytes += (long)pagesWritten * SqliteConnection.PageLengthBytes;
        if (_writtenBytes < _options.WalTargetBytes)
            return;
        _writtenBytes = 0;
        if (LogLengthBytes >= _options.WalMaxBytes)
            Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        else if (_wanted.CurrentCount == 0)
            _wanted.Release();
    }

    public void Dispose()
    {
        _isClosing = true;
        _wanted.Release();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Run()
    {
        // Where readers were in the way it is tried again after a part of the time.
        const int TriesInAge = 10;
        var (began, wait) = (_time.GetTimestamp(), _options.WalAgeMax);
        while (true)
        {
            var left = wait - _time.GetElapsedTime(began);
            var isWanted = left > TimeSpan.Zero && _wanted.Wait(left);
            if (_isClosing)
                return;
            if (isWanted)
                Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            else if (left <= TimeSpan.Zero)
                (began, wait) = (_time.GetTimestamp(), TryEmpty() ? _options.WalAgeMax : _options.WalAgeMax / TriesInAge);
        }
    }

    /// <summary>Empties the log, if anything was written since it was empty.</summary>
    /// <returns>False if readers were in the way.</returns>
    private bool TryEmpty()
    {
        if (!_hasPages)
            return true;

        // Before: what is written meanwhile is for the next time.
        _hasPages = false;
        var isEmpty = Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        if (!isEmpty)
            _hasPages = true;
        return isEmpty;
    }

    /// <summary>
    /// Copies what readers allow. A full disk or a damaged page is no loss here, since the log keeps everything: commits are refused when it
    /// cannot grow, and reads of damage where they meet it.
    /// </summary>
    /// <returns>True if all of it was copied.</returns>
    private bool Checkpoint(int mode)
    {
        try
        {
            lock (_connectionUse)
                return _connection.Checkpoint(mode);
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.DiskFull or ErrorCode.Unavailable or ErrorCode.CorruptData)
        {
            _ = refusal;
        }
        catch (Exception cause)
        {
            _options.CommitFailed(_path, cause);
        }

        return false;
    }
}
