using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Platform.Search;
using Hops.Search;

namespace Hops.Platform.Tests.Search;

/// <summary>An index that follows a platform; it can be closed and opened again, and thrown away in between.</summary>
internal sealed class SearchScene : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly PlatformFixture _fixture;
    private readonly SearchOptions _options;

    private SearchScene(PlatformFixture fixture, SearchOptions options)
    {
        (_fixture, _options) = (fixture, options);
        Follower = Open();
    }

    public string IndexDirectory { get; } = Directory.CreateTempSubdirectory("hops-search-").FullName;

    public SearchFollower Follower { get; private set; }

    public static SearchScene Over(PlatformFixture fixture, SearchOptions? options = null) => new(fixture, options ?? new SearchOptions());

    public Task CloseAsync() => Follower.DisposeAsync().AsTask();

    public void Reopen() => Follower = Open();

    /// <summary>Searches once the index has everything.</summary>
    public async Task<SearchAnswer> AnswerAsync(Principal who, string text, string? project = null, EntryKind? kind = null)
    {
        await CaughtUpAsync();
        return await NowAsync(who, text, project, kind);
    }

    /// <summary>Searches what there is.</summary>
    public Task<SearchAnswer> NowAsync(Principal who, string text, string? project = null, EntryKind? kind = null) =>
        SearchFor.RunAsync(_fixture.Platform, Follower, who, new SearchRequest(text, kind, project), CancellationToken.None);

    /// <summary>What is found, as <c>kind project/name</c>, and <c>@place</c> for what is in something.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(Principal who, string text, string? project = null) =>
        [.. (await AnswerAsync(who, text, project)).Hits.Select(Words)];

    public static string Words(SearchHit hit) =>
        $"{hit.Entry.Kind} {hit.Project ?? "-"}/{hit.Name}{(hit.Place.Length > 0 ? "@" + hit.Place : "")}";

    public async Task CaughtUpAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!Follower.IsWhole || Follower.Behind != TimeSpan.Zero)
            await Task.Delay(5, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(IndexDirectory, recursive: true);
    }

    private SearchFollower Open() =>
        SearchFollower.Start(_fixture.Platform, SearchIndex.Open(new RealDisk(), IndexDirectory, _options, TimeProvider.System), _options, health: null);
}
