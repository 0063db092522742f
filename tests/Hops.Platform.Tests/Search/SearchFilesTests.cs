using Hops.Core.Identity;
using Hops.FileSystem.Paths;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Tests.Shares;
using Hops.Search;

namespace Hops.Platform.Tests.Search;

/// <summary>Files by their names, where they are when somebody asks, for whoever could come upon them.</summary>
public sealed class SearchFilesTests : IAsyncLifetime
{
    private ShareScene _scene = null!;
    private SearchScene _search = null!;
    private Principal _owner = null!;

    public async Task InitializeAsync()
    {
        _scene = await ShareScene.MakeAsync();
        _owner = _scene.Platform.Gate.Enter(_scene.LendingOwner, _scene.LenderId)!;
        await CreateDataset.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, new DatasetRequest("other", Access: DatasetAccess.Editable), CancellationToken.None);
        _search = SearchScene.Over(_scene.Fixture);
        await MakeAsync("weather/2026/stations");
    }

    public async Task DisposeAsync()
    {
        await _search.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Theory]
    [InlineData("station")]
    [InlineData("2026/stat")]
    [InlineData("weather/2026/stations")]
    [InlineData("/2026/stations")]
    public async Task A_part_of_its_name_or_path_finds_it(string text) =>
        (await FindAsync(_scene.LendingOwner, text)).ShouldBe(["weather/2026|stations"]);

    [Theory]
    [InlineData("2025/stations")]
    [InlineData("stations/2026")]
    [InlineData("2026/")]
    public async Task Another_path_does_not(string text) => (await FindAsync(_scene.LendingOwner, text)).ShouldBeEmpty();

    [Fact]
    public async Task It_is_found_where_it_is_after_a_directory_above_it_was_renamed()
    {
        await _search.CaughtUpAsync();
        await MoveAsync("weather/2026", "weather/old");

        (await FindAsync(_scene.LendingOwner, "stations")).ShouldBe(["weather/old|stations"]);
    }

    [Fact]
    public async Task Only_a_borrower_of_its_dataset_finds_it_and_of_the_one_that_it_was_moved_to()
    {
        await MakeAsync("weather/2026/deep/er/stones");
        (await FindAsync(_scene.BorrowingOwner, "ston")).ShouldBeEmpty();
        await _scene.LendAsync(ResourceKind.Dataset);
        (await FindAsync(_scene.BorrowingOwner, "ston")).ShouldBe(["lend::weather/2026/deep/er|stones"]);
        (await FindAsync(_scene.BorrowingOwner, "stations")).ShouldBe(["lend::weather/2026|stations"]);

        await MoveAsync("weather/2026", "other/2026");

        (await FindAsync(_scene.BorrowingOwner, "ston")).ShouldBeEmpty();
        (await FindAsync(_scene.LendingOwner, "ston")).ShouldBe(["other/2026/deep/er|stones"]);

        await MoveAsync("other/2026", "weather/2026");

        (await FindAsync(_scene.BorrowingOwner, "ston")).ShouldBe(["lend::weather/2026/deep/er|stones"]);
    }

    [Fact]
    public async Task What_lies_in_a_directory_that_one_may_not_read_is_not_found()
    {
        var path = Path("weather/2026");
        await _scene.Platform.Files.SetPermissionAsync(_owner, path, 0x140, CancellationToken.None);
        (await FindAsync(_scene.LendingOwner, "stations")).ShouldBe(["weather/2026|stations"]);

        await _scene.Platform.Files.SetPermissionAsync(_owner, path, 0x40, CancellationToken.None);

        (await FindAsync(_scene.LendingOwner, "stations")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tree_that_was_deleted_is_not_found_at_once_and_leaves_the_index()
    {
        await _search.CaughtUpAsync();
        var before = _search.Follower.Index.Count;
        await MakeAsync("weather/gone/below/it");
        (await FindAsync(_scene.LendingOwner, "below")).Count.ShouldBe(1);

        await _scene.Platform.Files.DeleteAsync(_owner, Path("weather/gone"), recursive: true, CancellationToken.None);

        (await _search.NowAsync(_scene.LendingOwner, "below")).Hits.ShouldBeEmpty();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (_search.Follower.Index.Count > before)
            await Task.Delay(20, deadline.Token);
    }

    [Fact]
    public async Task What_lies_in_the_trash_is_not_found()
    {
        await _search.CaughtUpAsync();

        await _scene.Platform.Door.Trash.DeleteAsync(_owner, FilePath.Parse(Path("weather/2026")), recursive: true, CancellationToken.None);

        (await FindAsync(_scene.LendingOwner, "stations")).ShouldBeEmpty();
        (await FindAsync(_scene.LendingOwner, "2026")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Among_many_files_each_is_found_and_a_search_that_matches_all_reads_few()
    {
        const int Files = 2_000;
        var many = Enumerable.Range(0, Files).Select(number => MakeAsync($"weather/many/part_{number:D5}"));
        await Task.WhenAll(many);

        (await FindAsync(_scene.LendingOwner, "part_01234")).ShouldBe(["weather/many|part_01234"]);
        var all = await _search.AnswerAsync(_scene.LendingOwner, "part_", kind: EntryKind.File);
        all.Hits.Count.ShouldBe(new SearchOptions().ResultsPerKindMax);
        all.Kinds.Single(kind => kind.Kind == EntryKind.File).HasMore.ShouldBeTrue();
    }

    private async Task<IReadOnlyList<string>> FindAsync(Principal who, string text) =>
        [.. (await _search.AnswerAsync(who, text, kind: EntryKind.File)).Hits.Select(hit => $"{hit.Place}|{hit.Name}")];

    private Task MakeAsync(string path) => _scene.Platform.Files.MkdirsAsync(_owner, Path(path), 0x1F8, createParents: true, CancellationToken.None).AsTask();

    private async Task MoveAsync(string from, string to) =>
        await _scene.Platform.Door.RenameAsync(_owner, FilePath.Parse(Path(from)), FilePath.Parse(Path(to)), overwrite: false, CancellationToken.None);

    private static string Path(string path) => $"/Projects/{ShareScene.Lender}/{path}";
}
