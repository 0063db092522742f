using System.Collections.Concurrent;
using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Search;

/// <summary>
/// A full-text index over entries, in one SQLite file of its own that can be thrown away: all of it is made of rows that are elsewhere. It knows scopes
/// and no rights. One caller at a time changes it; any number look into it, some at the same time.
/// </summary>
public sealed class SearchIndex : IDisposable
{
    /// <summary>Format of the file: another one is thrown away and made anew.</summary>
    public const int Format = 2;

    /// <summary>A file beside the index that says that it is damaged: a look through all of it at each start would take longer than to make it.</summary>
    private const string DamagedName = "damaged";

    private readonly Disk _disk;
    private readonly string _path;
    private readonly SearchOptions _options;
    private readonly TimeProvider _time;
    private readonly IndexWriter _writer;
    private readonly ConcurrentBag<IndexReader> _readers = [];
    private readonly SemaphoreSlim _turns;

    private SearchIndex(Disk disk, string path, SearchOptions options, TimeProvider time, IndexWriter writer) =>
        (_disk, _path, _options, _time, _writer, _turns) = (disk, path, options, time, writer, new SemaphoreSlim(options.SearchesMax));

    /// <summary>Entries that there are.</summary>
    public long Count => _writer.Count;

    /// <summary>True if entries were left out because there are <see cref="SearchOptions.EntriesMax"/>.</summary>
    public bool IsFull => _writer.IsFull;

    /// <summary>Opens the index of a directory, or makes one: if there is none, or one that is damaged or of another format.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">A directory for the index alone.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock that limits a search.</param>
    public static SearchIndex Open(Disk disk, string directory, SearchOptions options, TimeProvider time)
    {
        disk.CreateDirectory(directory);
        var path = Path.Combine(directory, "search.db");
        var isDamaged = disk.FileExists(Path.Combine(directory, DamagedName));
        return new SearchIndex(disk, path, options, time, (isDamaged ? null : TryOpen(path, options)) ?? Make(disk, directory, path, options));
    }

    /// <summary>When the index was last known to hold all that there was; null if it never did.</summary>
    public DateTimeOffset? Known() => _writer.KnownMs() is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>Replaces what some rows have made, in one transaction. What is the same as before costs a look.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="known">When the index holds all that there is once this is done; null if it does not.</param>
    /// <exception cref="PlatformException"><c>CorruptData</c>, <c>DiskFull</c>.</exception>
    public void Apply(IReadOnlyList<RowEntries> rows, DateTimeOffset? known) =>
        Watched(() =>
        {
            _writer.Apply(rows, known?.ToUnixTimeMilliseconds());
            return true;
        });

    /// <summary>Keys of the rows of a source that have made entries, in order.</summary>
    /// <param name="source">The source.</param>
    /// <param name="after">Only greater ones.</param>
    /// <param name="upTo">Only those that are at most this; null for no end.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<byte[]> Rows(int source, byte[] after, byte[]? upTo, int limit) =>
        Watched(() => _writer.Rows(source, after, upTo, limit));

    /// <summary>The first entry in the order of keys that a row between two keys has made; null if there is none.</summary>
    /// <param name="source">The source.</param>
    /// <param name="after">Only of rows with greater keys.</param>
    /// <param name="upTo">Only of rows whose key is at most this.</param>
    public Entry? First(int source, byte[] after, byte[] upTo) => Watched(() => _writer.First(source, after, upTo));

    /// <summary>Looks for entries, kind by kind, for at most <see cref="SearchOptions.TimeMax"/>.</summary>
    /// <returns>What was found of each kind; a kind is missing for which the time was not enough.</returns>
    /// <exception cref="PlatformException"><c>Unavailable</c>: others search, and no turn came in time.</exception>
    public async Task<IReadOnlyDictionary<EntryKind, IndexFinding>> FindAsync(
        IndexQuestion question, IReadOnlyList<EntryKind> kinds, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(_options.TimeMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            await _turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(ErrorCode.Unavailable, "Others are searching: try again in a moment.");
        }

        try
        {
            return Watched(() => Find(question, kinds, either.Token));
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Closes it; nobody may be looking.</summary>
    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
        _turns.Dispose();
    }

    /// <summary>Notes damage, so that the next start makes the index anew.</summary>
    private T Watched<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PlatformException damage) when (damage.Code == ErrorCode.CorruptData)
        {
            _disk.Open(Path.Combine(Path.GetDirectoryName(_path)!, DamagedName), DiskMode.OpenOrCreate).Dispose();
            throw;
        }
    }

    private Dictionary<EntryKind, IndexFinding> Find(IndexQuestion question, IReadOnlyList<EntryKind> kinds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<EntryKind, IndexFinding>();
        if (question.Scopes.Count == 0)
            return kinds.ToDictionary(kind => kind, _ => new IndexFinding([], HasMore: false));
        var reader = _readers.TryTake(out var idle) ? idle : new IndexReader(IndexConnection.Open(_path, isWriter: false, _options.PageCacheBytes), _options);
        try
        {
            using var interrupting = cancellationToken.Register(reader.Interrupt);
            foreach (var kind in kinds)
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                found[kind] = reader.Run(question, kind);
            }
        }
        catch (SearchTimeoutException)
        {
            // What there is by now is the answer.
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        _readers.Add(reader);
        return found;
    }

    /// <summary>The index that is there; null if there is none, or none that can be used.</summary>
    private static IndexWriter? TryOpen(string path, SearchOptions options)
    {
        if (!File.Exists(path))
            return null;
        IndexConnection? connection = null;
        try
        {
            connection = IndexConnection.Open(path, isWriter: true, options.PageCacheBytes);
            var format = connection.Statement("PRAGMA user_version").Rows().Select(row => row.Int64(0)).First();
            if (format == Format)
                return new IndexWriter(connection, options.EntriesMax);
        }
        catch (Exception damage) when (damage is PlatformException { Code: ErrorCode.CorruptData } or IOException)
        {
            // All of it can be made again.
        }

        connection?.Dispose();
        return null;
    }

    private static IndexWriter Make(Disk disk, string directory, string path, SearchOptions options)
    {
        foreach (var name in disk.List(directory))
            disk.Delete(Path.Combine(directory, name));
        var connection = IndexConnection.Open(path, isWriter: true, options.PageCacheBytes);
        try
        {
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(IndexSchema.Tables);
            connection.Execute(FormattableString.Invariant($"PRAGMA user_version = {Format}"));
            connection.Execute("COMMIT");
            return new IndexWriter(connection, options.EntriesMax);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
