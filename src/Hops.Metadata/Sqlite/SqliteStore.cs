using Hops.Core.Errors;
using Hops.Metadata.Ids;
using Hops.Metadata.Migrations;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The metadata database on SQLite in process (https://sqlite.org): write-ahead log, full synchronisation, one writer thread that commits
/// in groups, snapshot reads that never wait for it. A file belongs to one process; the lock of the data directory sees to that.
/// </summary>
/// <remarks>
/// Bodies run synchronously: reads on the thread of the caller, writes on the writer thread. A full disk refuses writes with
/// <c>DiskFull</c> while reads go on; a damaged page is <c>CorruptData</c>; a failed sync ends the process through
/// <see cref="SqliteOptions.CommitFailed"/>.
/// </remarks>
public sealed class SqliteStore : MetadataStore
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly WalCheckpointer _checkpointer;
    private readonly SqliteWriter _writer;
    private readonly ReadConnections _readers;
    private readonly IdSequences _ids;
    private readonly Examination? _examination;
    private int _isDisposed;

    private SqliteStore(string path, SqliteConnection connection, IReadOnlyList<TableSql> tables, SqliteOptions options, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        foreach (var table in tables)
            connection.Attach(table);
        _checkpointer = new WalCheckpointer(path, options, time);
        _writer = new SqliteWriter(connection, path, options, time, _checkpointer);
        _readers = new ReadConnections(options.ReadConnectionsMax, () =>
        {
            var reader = SqliteConnection.OpenReader(path, options);
            foreach (var table in tables)
                reader.Attach(table);
            return reader;
        });
        _ids = new IdSequences(this, options.IdRangeLength);
        if (options.Examined is not null && options.ExaminationTimeMax > TimeSpan.Zero)
            _examination = new Examination(path, tables, options, time);
    }

    /// <summary>Commits so far.</summary>
    internal long Commits => _writer.Commits;

    /// <summary>Present size of the write-ahead log.</summary>
    internal long LogLengthBytes => _checkpointer.LogLengthBytes;

    /// <summary>Opens or makes a database and brings its schema up to date.</summary>
    /// <param name="path">The file, or a directory in which it is <c>hops.db</c>.</param>
    /// <param name="tables">Every table that will be used.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock of <see cref="ReadTransaction.Now"/>.</param>
    /// <param name="mustExist">True to refuse a missing or empty database instead of making one in its place.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException">
    /// <c>DataDirectoryUnusable</c> if it must exist and does not, if a newer version wrote it or its tables differ from <paramref name="tables"/>; <c>CorruptData</c>;
    /// <c>DiskFull</c>; <c>Unavailable</c> if another process holds it.
    /// </exception>
    public static SqliteStore Open(string path, IReadOnlyList<Table> tables, SqliteOptions options, TimeProvider time, bool mustExist = false) =>
        Open(path, tables, Migration.All, options, time, mustExist);

    /// <summary>Opens with other migrations than those of this version, for tests of upgrades.</summary>
    internal static SqliteStore Open(
        string path, IReadOnlyList<Table> tables, IReadOnlyList<Migration> migrations, SqliteOptions options, TimeProvider time,
        bool mustExist = false)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "hops.db") : path;
        if (mustExist && !File.Exists(file))
        {
            throw new PlatformException(
                ErrorCode.DataDirectoryUnusable, $"The metadata database {file} is missing: put it back, or restore it from a backup; nothing was changed.");
        }

        var all = tables.Append(IdSequences.Reservations).Distinct().ToArray();
        var connection = SqliteConnection.OpenWriter(file, options);
        try
        {
            SqliteSchema.Upgrade(connection, all, migrations, mustExist);
            return new SqliteStore(file, connection, all.Select(table => new TableSql(table)).ToArray(), options, time);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _readers.TryRent() is { } connection ? Read(connection, body) : ReadLaterAsync(body, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default)
    {
        var work = new WriteWork<T>(body, cancellationToken);
        var queued = _writer.EnqueueAsync(work, cancellationToken);
        return queued.IsCompletedSuccessfully ? new ValueTask<T>(work.Answer) : AnswerAsync(queued, work);
    }

    /// <inheritdoc/>
    public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
        _ids.NextAsync(sequence, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// It begins where a commit ends, on the thread of the writer: a body that ran before in the same group is in that commit, and every
    /// later one is collected.
    /// </remarks>
    public override async ValueTask<IDisposable> FollowAsync(
        IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default)
    {
        IDisposable? follower = null;
        await WriteAsync(
            transaction =>
            {
                transaction.OnCommitted(() => follower = _writer.Feed.Add(tables, committed));
                return new ValueTask<bool>(true);
            },
            cancellationToken);
        return follower!;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return ValueTask.CompletedTask;
        return new ValueTask(Task.Run(() =>
        {
            _examination?.Dispose();
            _writer.Close();
            _checkpointer.Dispose();
            _readers.Dispose();

            // The last connection to close empties the log into the database.
            _connection.Dispose();
        }));
    }

    private static async ValueTask<T> AnswerAsync<T>(ValueTask queued, WriteWork<T> work)
    {
        await queued;
        return await work.Answer;
    }

    private ValueTask<T> Read<T>(SqliteConnection connection, Func<ReadTransaction, ValueTask<T>> body)
    {
        var transaction = new SqliteTransaction(connection, _time, feed: null);
        try
        {
            connection.Snapshot.Start();
            return new ValueTask<T>(SqliteBody.Result(body(transaction)));
        }
        catch (Exception refusal)
        {
            return ValueTask.FromException<T>(refusal);
        }
        finally
        {
            transaction.End();
            connection.Snapshot.End();
            _readers.Return(connection);
        }
    }

    private async ValueTask<T> ReadLaterAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken) =>
        await Read(await _readers.RentAsync(cancellationToken), body);
}
