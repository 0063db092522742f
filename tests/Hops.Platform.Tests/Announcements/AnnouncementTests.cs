using Hops.Core.Errors;
using Hops.Platform.Announcements;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Announcements;

public sealed class AnnouncementTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task It_is_shown_from_a_time_to_a_time_and_after_a_restart()
    {
        var now = Platform.Time.GetUtcNow();
        await MakeAsync("Later", from: now.AddHours(1), until: now.AddHours(2));
        await MakeAsync("Now", level: AnnouncementLevel.Info);
        await MakeAsync("At once", level: AnnouncementLevel.Critical);

        Texts(now.AddMinutes(1)).ShouldBe(["At once", "Now"]);
        await _fixture.ReopenAsync();
        Texts(now.AddMinutes(61)).ShouldBe(["At once", "Later", "Now"], "the most urgent first, then the newest");
        Texts(now.AddDays(2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_taken_down_once()
    {
        var made = await MakeAsync("Now");
        await EndAnnouncement.RunAsync(Platform, FirstRun.Itself, $"{made.Id}", CancellationToken.None);
        Platform.Announcements.All.ShouldBeEmpty();
        (await Should.ThrowAsync<PlatformException>(EndAnnouncement.RunAsync(Platform, FirstRun.Itself, $"{made.Id}", CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        (await _fixture.AuditAsync()).Select(entry => entry.Action).TakeLast(2).ShouldBe(["announcement.create", "announcement.delete"]);
    }

    [Fact]
    public async Task There_is_room_for_so_many_and_those_that_have_ended_make_room()
    {
        for (var i = 0; i < Announcement.CountMax; i++)
            await MakeAsync($"{i}");
        (await Should.ThrowAsync<PlatformException>(MakeAsync("One more"))).Code.ShouldBe(ErrorCode.LimitExceeded);
        _fixture.Time.Advance(TimeSpan.FromDays(2));
        await MakeAsync("The next day");
        Platform.Announcements.All.Single().Text.ShouldBe("The next day");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("turned \u202E round")]
    [InlineData("hidden\u200B")]
    public async Task A_text_that_is_none_is_refused(string text) =>
        (await Should.ThrowAsync<PlatformException>(MakeAsync(text))).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public async Task A_text_too_long_and_times_that_make_no_sense_are_refused()
    {
        var now = Platform.Time.GetUtcNow();
        foreach (var wish in new Func<Task>[]
        {
            () => MakeAsync(new string('x', Announcement.TextLengthMax + 1)),
            () => MakeAsync("x", from: now.AddDays(1), until: now.AddHours(1)),
            () => MakeAsync("x", from: now.AddDays(-2), until: now.AddDays(-1)),
            () => MakeAsync("x", until: now.AddYears(2)),
        })
            (await Should.ThrowAsync<PlatformException>(wish)).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    private IEnumerable<string> Texts(DateTimeOffset at) => Platform.Announcements.ShownAt(at).Select(one => one.Text);

    private Task<Announcement> MakeAsync(string text, AnnouncementLevel level = AnnouncementLevel.Info, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        MakeAnnouncement.RunAsync(Platform, FirstRun.Itself, new AnnouncementRequest(text, level, from, until), CancellationToken.None);
}
