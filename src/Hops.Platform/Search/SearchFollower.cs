using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.FileSystem.Namespace;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>
/// Keeps the search index as the metadata database is: (1) follows its commits, (2) compares every row with the index once, which makes a new index and
/// repairs an old one, (3) applies what was committed since, in commit order, for ever. What the index holds is read again from the database, so that to
/// apply a change twice, or late, does no harm. Thread safe.
/// </summary>
/// <remarks>It is the boundary of its task: what fails is posted and tried again after a pause, from the comparison on.</remarks>
public sealed class SearchFollower : IAsyncDisposable
{
    private const string Subject = "search index";

    /// <summary>Rows of one transaction of either side.</summary>
    private const int RowsMax = 500;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly HopsPlatform _platform;
    private readonly SearchIndex _index;
    private readonly HealthBoard? _health;
    private readonly Dictionary<Table, SearchSource> _sources;
    private readonly WaitingChanges _waiting;
    private readonly CancellationTokenSource _closing = new();
    private long _knownMs;
    private volatile bool _isWhole;
    private Task _following = Task.CompletedTask;

    private SearchFollower(HopsPlatform platform, SearchIndex index, SearchOptions options, HealthBoard? health)
    {
        (_platform, _index, _health) = (platform, index, health);
        _sources = SearchSources.Of(platform).ToDictionary(source => source.Table);
        _waiting = new WaitingChanges(_sources, options.ChangesWaitingMax, platform.Time);
        Known = index.Known();
    }

    /// <summary>Begins to follow.</summary>
    /// <param name="platform">Whose database is followed.</param>
    /// <param name="index">The index; it belongs to the follower from now on.</param>
    /// <param name="options">Settings.</param>
    /// <param name="health">Where it is posted that the index is not kept; null for nowhere.</param>
    public static SearchFollower Start(HopsPlatform platform, SearchIndex index, SearchOptions options, HealthBoard? health)
    {
        var follower = new SearchFollower(platform, index, options, health);
        follower._following = Task.Run(() => follower.RunAsync(follower._closing.Token));
        return follower;
    }

    /// <summary>The index.</summary>
    internal SearchIndex Index => _index;

    /// <summary>
    /// How much older than the database the index may be: zero if it has all that is committed; null if it has never had all, and is being made.
    /// </summary>
    public TimeSpan? Behind
    {
        get
        {
            var now = _platform.Time.GetUtcNow();
            if (!_isWhole)
                return now - Known;
            return _waiting.Oldest is { } oldest ? now - oldest : TimeSpan.Zero;
        }
    }

    /// <summary>False if something may be missing whatever its age: the index is compared with the database right now, or is full.</summary>
    public bool IsWhole => _isWhole && !_index.IsFull;

    /// <summary>Ends, at most one transaction later.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        KeepKnown();
        _index.Dispose();
        _closing.Dispose();
    }

    /// <summary>Keeps that the index has all now, for the next start to say so until it has compared it.</summary>
    private void KeepKnown()
    {
        if (!_isWhole || _waiting.Oldest is not null)
            return;
        try
        {
            _index.Apply([], _platform.Time.GetUtcNow());
        }
        catch (Exception failure) when (failure is IOException or PlatformException)
        {
            // The next start says that the index is older than it is. What is to close after this one has more to lose.
        }
    }

    /// <summary>When the index was last known to have all; null if never.</summary>
    private DateTimeOffset? Known
    {
        get => Interlocked.Read(ref _knownMs) is var known && known == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(known);
        set => Interlocked.Exchange(ref _knownMs, value?.ToUnixTimeMilliseconds() ?? 0);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var following = await _platform.Store.FollowAsync(_sources.Keys.ToHashSet(), _waiting.Add, cancellationToken);
                await FollowAsync(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                _isWhole = false;
                _health?.Post(Subject, HealthSeverity.Warning, $"The search index cannot be kept: {failure.Message} What is new is not found until then; it is tried again every {PauseAfterFailure.TotalSeconds} seconds.");
            }

            await Task.Delay(PauseAfterFailure, _platform.Time, cancellationToken);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await CompareAllAsync(cancellationToken);
            Tell();
            while (!_waiting.AreLost)
            {
                while (_waiting.Take(RowsMax) is { Count: > 0 } changes)
                    await ApplyAsync(changes, cancellationToken);
                await _waiting.WaitAsync(cancellationToken);
            }
        }
    }

    private void Tell()
    {
        if (_index.IsFull)
            _health?.Post(Subject, HealthSeverity.Warning, $"The search index is full at {_index.Count} entries: set Search:EntriesMax higher. What is not in it is not found.");
        else
            _health?.Clear(Subject);
    }

    private async Task CompareAllAsync(CancellationToken cancellationToken)
    {
        _isWhole = false;
        _waiting.Clear();
        var began = _platform.Time.GetUtcNow();
        foreach (var source in _sources.Values.OrderBy(source => source.Number))
            await CompareAsync(source, default, cancellationToken);
        Known = began;
        _isWhole = true;
    }

    /// <summary>Makes the index of a source, or of the part of it below a prefix, what the table is: in the order of keys, page by page.</summary>
    private async Task CompareAsync(
        SearchSource source, Key prefix, CancellationToken cancellationToken, Action<IReadOnlyList<RowEntries>>? compared = null)
    {
        var done = KeyBytes.Of(prefix);
        var end = KeyBytes.After(done);
        Key? after = null;
        while (true)
        {
            var from = after;
            var page = await _platform.Store.ReadAsync(read => source.PageAsync(read, prefix, from, RowsMax), cancellationToken);
            var isLast = page.Count < RowsMax;
            var upTo = isLast ? end : page[^1].Made.Row.Key;
            RemoveOthers(source, done, upTo, page.Select(row => row.Made.Row.Key));
            RowEntries[] made = [.. page.Select(row => row.Made)];
            _index.Apply(made, known: null);
            compared?.Invoke(made);
            if (isLast)
                return;
            (after, done) = (page[^1].Key, upTo!);
        }
    }

    /// <summary>Removes what the index has of a range of keys beside those that are there.</summary>
    private void RemoveOthers(SearchSource source, byte[] after, byte[]? upTo, IEnumerable<byte[]> there)
    {
        var present = there.Select(Convert.ToBase64String).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<byte[]> indexed;
        do
        {
            indexed = _index.Rows(source.Number, after, upTo, RowsMax);
            var gone = indexed.Where(key => !present.Contains(Convert.ToBase64String(key)));
            _index.Apply([.. gone.Select(key => new RowEntries(new RowKey(source.Number, key), []))], known: null);
            after = indexed.Count > 0 ? indexed[^1] : after;
        }
        while (indexed.Count == RowsMax);
    }

    /// <summary>Compares what is below directories that have moved to another dataset, level by level.</summary>
    private async Task FollowMovesAsync(IReadOnlyList<RowEntries> rows, CancellationToken cancellationToken)
    {
        var files = (FileSource)_sources[FileNames.Table];
        var moved = new Queue<Key>(files.Moved(_index, rows));
        while (moved.TryDequeue(out var directory))
        {
            await CompareAsync(files, directory, cancellationToken, below =>
            {
                foreach (var deeper in files.Moved(_index, below))
                    moved.Enqueue(deeper);
            });
        }
    }

    private async Task ApplyAsync(IReadOnlyList<WaitingChange> changes, CancellationToken cancellationToken)
    {
        var rows = await _platform.Store.ReadAsync(
            async read =>
            {
                var made = new List<RowEntries>(changes.Count);
                foreach (var change in changes.Where(change => !change.IsPrefix))
                    made.Add(await change.Source.AtAsync(read, change.Key));
                return made;
            },
            cancellationToken);
        foreach (var prefix in changes.Where(change => change.IsPrefix))
            await CompareAsync(prefix.Source, prefix.Key, cancellationToken);
        await FollowMovesAsync(rows, cancellationToken);
        _index.Apply(rows, changes[^1].Committed);
        Known = changes[^1].Committed;
        _waiting.Done();
    }
}
