using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Retention;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Retention;

public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PlatformFixture _fixture = new()
    {
        Options = new PlatformOptions
        {
            PasswordIterations = 10, Retention = new RetentionOptions { DaysMin = 2, DaysMax = 100, SweepFilesMax = 100, LooksMax = 1_000 },
        },
    };

    private Principal _owner = null!;

    private HopsPlatform Platform => _fixture.Platform;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _owner = await _fixture.UserAsync("keeper");
        await CreateProject.RunAsync(Platform, _owner, "kept", "", None);
        await CreateDataset.RunAsync(Platform, _owner, "kept", new DatasetRequest("logs"), None);
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_file_goes_when_it_was_not_changed_for_so_many_days_and_not_a_moment_before_and_its_quota_is_given_back()
    {
        var used = await BytesAsync();
        await WriteAsync("logs/old", 100);
        await WriteAsync("logs/deep/er/old", 1);
        await SetAsync("logs", 10);
        Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        await WriteAsync("logs/young", 1000);

        await SweepAsync();
        (await NamesAsync("logs")).ShouldBe(["deep", "old", "young"]);
        (await BytesAsync()).ShouldBe(used + 1101);

        Advance(TimeSpan.FromMinutes(2));
        await SweepAsync();

        (await NamesAsync("logs")).ShouldBe(["deep", "young"]);
        (await NamesAsync("logs/deep/er")).ShouldBeEmpty("directories stay");
        (await BytesAsync()).ShouldBe(used + 1000, "at once, and not when a trash is emptied");
        (await SweptAsync()).ShouldBe(["""{"files":2,"bytes":101,"days":10,"isComplete":true}"""]);
        await SweepAsync();
        (await SweptAsync()).Count.ShouldBe(1, "nothing is told where nothing was removed");
        var shown = (await GetRetention.RunAsync(Platform, _owner, "kept", None)).Datasets.Single();
        (shown.InForce.Days, shown.InForce.IsOwn, shown.Sweep!.Files, shown.Sweep.Bytes).ShouldBe((10, true, 2, 101));
    }

    [Fact]
    public async Task Nothing_goes_before_the_rule_has_stood_for_a_day_so_that_a_mistake_can_be_mended()
    {
        await WriteAsync("logs/precious", 1);
        Advance(TimeSpan.FromDays(50));
        await SetAsync("logs", 2);
        Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        await SweepAsync();
        (await NamesAsync("logs")).ShouldBe(["precious"]);

        await SetAsync("logs", RetentionRule.Keep);
        Advance(TimeSpan.FromDays(50));
        await SweepAsync();
        (await NamesAsync("logs")).ShouldBe(["precious"]);

        await SetAsync("logs", 2);
        Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await SweepAsync();
        (await NamesAsync("logs")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_holds_for_the_project_holds_for_datasets_of_which_nothing_else_was_said_from_when_it_was_said()
    {
        await CreateDataset.RunAsync(Platform, _owner, "kept", new DatasetRequest("archive"), None);
        await WriteAsync("logs/a", 1);
        await WriteAsync("archive/a", 1);
        await SetAsync("archive", RetentionRule.Keep);
        await SetRetention.OfProjectAsync(Platform, _owner, "kept", 5, None);
        Advance(TimeSpan.FromDays(6));
        await SweepAsync();
        (await NamesAsync("logs")).ShouldBeEmpty();
        (await NamesAsync("archive")).ShouldBe(["a"]);

        await SetAsync("archive", null);
        await SweepAsync();
        (await NamesAsync("archive")).ShouldBe(["a"], "it does as its project from now on, and the first day is for second thoughts");
        Advance(TimeSpan.FromDays(1.1));
        await SweepAsync();
        (await NamesAsync("archive")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_streaming_query_needs_what_is_hidden_and_what_is_open_stays()
    {
        foreach (var name in new[] { "part-0-a.parquet", "_checkpoint/commits/0", "_checkpoint/state/s-0-a.parquet", "_staged/part-1-a.parquet", ".Trash/1/x", "deep/_hidden" })
            await WriteAsync("logs/" + name, 1);
        await using var open = await Platform.Files.CreateAsync(FirstRun.Itself, PathOf("logs/open"), new CreateOptions(), None);
        await SetAsync("logs", 3);
        Advance(TimeSpan.FromDays(4));

        await SweepAsync();

        (await NamesAsync("logs")).ShouldBe([".Trash", "_checkpoint", "_staged", "deep", "open"]);
        foreach (var (directory, name) in new[] { ("_checkpoint/commits", "0"), ("_checkpoint/state", "s-0-a.parquet"), ("_staged", "part-1-a.parquet"), (".Trash/1", "x"), ("deep", "_hidden") })
            (await NamesAsync("logs/" + directory)).ShouldBe([name]);
    }

    [Fact]
    public async Task A_sweep_is_bounded_and_goes_on_where_it_was_also_over_a_restart()
    {
        for (var number = 0; number < 250; number++)
            await WriteAsync($"logs/{number % 7}/{number:D3}", 2);
        await SetAsync("logs", 2);
        Advance(TimeSpan.FromDays(3));

        await SweepAsync();
        var left = await CountAsync();
        left.ShouldBeInRange(51, 150, "a hundred, and at most the page in which they were full");
        await _fixture.ReopenAsync();
        await SweepAsync();
        await SweepAsync();
        await SweepAsync();

        (await CountAsync()).ShouldBe(0);
        var told = (await SweptAsync()).Select(detail => JsonDocument.Parse(detail).RootElement).ToList();
        told.Sum(detail => detail.GetProperty("files").GetInt64()).ShouldBe(250);
        told.Sum(detail => detail.GetProperty("bytes").GetInt64()).ShouldBe(500);
        told[0].GetProperty("isComplete").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task In_an_archived_project_nothing_goes_until_it_is_opened_again()
    {
        await WriteAsync("logs/a", 1);
        await SetAsync("logs", 2);
        await ArchiveProject.RunAsync(Platform, _owner, "kept", None);
        Advance(TimeSpan.FromDays(30));
        await SweepAsync();
        (await NamesAsync("logs")).ShouldBe(["a"]);
        (await Should.ThrowAsync<PlatformException>(() => SetAsync("logs", 3))).Code.ShouldBe(ErrorCode.ProjectArchived);

        await ArchiveProject.UndoAsync(Platform, _owner, "kept", None);
        await SweepAsync();

        (await NamesAsync("logs")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preview_says_what_would_go_and_changes_nothing()
    {
        await CreateDataset.RunAsync(Platform, _owner, "kept", new DatasetRequest("other"), None);
        for (var number = 0; number < 12; number++)
            await WriteAsync($"logs/{number:D2}", 10);
        await WriteAsync("other/a", 5);
        await SetAsync("other", 50);
        Advance(TimeSpan.FromDays(9));
        await WriteAsync("logs/young", 1);

        var preview = await PreviewAsync("logs", 8);
        (preview.Files, preview.Bytes, preview.IsComplete, preview.Sample.Count, preview.Sample[0].Path).ShouldBe((12, 120, true, 10, "logs/00"));
        (await PreviewAsync("logs", 10)).Files.ShouldBe(0);
        (await PreviewAsync(null, 8)).Bytes.ShouldBe(120, "the other dataset has a rule of its own");
        (await NamesAsync("logs")).Count.ShouldBe(13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(101)]
    [InlineData(-1)]
    public async Task A_rule_is_within_what_the_operator_allows(long days)
    {
        foreach (var attempt in new[] { () => SetAsync("logs", days), () => SetRetention.OfProjectAsync(Platform, _owner, "kept", days, None), () => PreviewAsync("logs", days) })
        {
            var refused = await Should.ThrowAsync<PlatformException>(attempt);
            (refused.Code, refused.Facts["minimum"], refused.Facts["maximum"]).ShouldBe((ErrorCode.InvalidArgument, 2, 100));
        }
    }

    [Fact]
    public async Task Owners_alone_set_a_rule_and_see_the_names_and_it_goes_with_the_dataset()
    {
        var scientist = await _fixture.UserAsync("reader");
        await AddMember.RunAsync(Platform, _owner, "kept", "reader", ProjectRole.DataScientist, None);
        (await Should.ThrowAsync<PlatformException>(() => SetRetention.OfDatasetAsync(Platform, scientist, new DatasetName("kept", "logs"), 5, None))).Code.ShouldBe(ErrorCode.AccessDenied);
        (await Should.ThrowAsync<PlatformException>(() => PreviewRetention.RunAsync(Platform, scientist, "kept", "logs", 5, None))).Code.ShouldBe(ErrorCode.AccessDenied);
        await SetAsync("logs", 5);
        (await GetRetention.RunAsync(Platform, scientist, "kept", None)).Datasets.Single().InForce.Days.ShouldBe(5);
        (await Should.ThrowAsync<PlatformException>(() => SetAsync("missing", 5))).Code.ShouldBe(ErrorCode.NotFound);

        await DeleteDataset.RunAsync(Platform, _owner, new DatasetName("kept", "logs"), null, None);
        await CreateDataset.RunAsync(Platform, _owner, "kept", new DatasetRequest("logs"), None);

        (await GetRetention.RunAsync(Platform, _owner, "kept", None)).Datasets.Single().InForce.Days.ShouldBeNull();
    }

    private static string PathOf(string path) => $"{ProjectFiles.PathOf("kept")}/{path}";

    private void Advance(TimeSpan by) => _fixture.Time.Advance(by);

    private Task SweepAsync() => SweepRetention.RunAsync(Platform, None);

    private Task SetAsync(string dataset, long? days) => SetRetention.OfDatasetAsync(Platform, _owner, new DatasetName("kept", dataset), days, None);

    private Task<RetentionPreview> PreviewAsync(string? dataset, long days) => PreviewRetention.RunAsync(Platform, _owner, "kept", dataset, days, None);

    private async Task WriteAsync(string path, int bytes) =>
        await Platform.Files.WriteFileAsync(FirstRun.Itself, PathOf(path), new byte[bytes], new CreateOptions(), None);

    private async Task<IReadOnlyList<string>> NamesAsync(string directory) =>
        [.. (await Platform.Files.ListAsync(FirstRun.Itself, PathOf(directory), "", 1000, None)).Entries.Select(entry => entry.Name)];

    private async Task<long> CountAsync() => (await Platform.Files.SummarizeAsync(FirstRun.Itself, PathOf("logs"), None)).FileCount;

    private async Task<long> BytesAsync() =>
        (await GetUsage.RunAsync(Platform, _owner, "kept", None)).Single(use => use.Name == "file_bytes").Used;

    private async Task<IReadOnlyList<string>> SweptAsync()
    {
        var id = Platform.FindProject(_owner, "kept").Row.Id;
        var trail = await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(id), null, 10_000));
        return [.. trail.Where(entry => entry.Action == "retention.sweep").Select(entry => entry.Detail)];
    }
}
