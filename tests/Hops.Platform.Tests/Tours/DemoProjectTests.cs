using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Audit;
using Hops.Platform.Compute;
using Hops.Platform.Inbox;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Tours;

public sealed class DemoProjectTests : IAsyncLifetime
{
    private const long GigabyteBytes = 1_000_000_000;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PlatformFixture _fixture = new()
    {
        Options = new PlatformOptions { PasswordIterations = 10, ProjectsPerUserMax = 1, Tours = new ToursOptions { ProjectDays = 3, ProjectCpuMinutes = 1 } },
    };

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task It_ends_by_itself_after_its_days_also_over_a_restart_and_its_owners_are_told_a_day_before()
    {
        var owner = await _fixture.UserAsync("ends_owner");
        var scientist = await _fixture.UserAsync("ends_sci");
        var project = await DemoAsync(owner, "ends");
        await AddMember.RunAsync(Platform, owner, "ends", "ends_sci", ProjectRole.DataScientist, None);
        _fixture.Time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        (await EndsToldAsync(owner)).ShouldBeEmpty();

        _fixture.Time.Advance(TimeSpan.FromMinutes(2));
        await _fixture.ReopenAsync();
        var told = (await EndsToldAsync(owner)).ShouldHaveSingleItem();
        (told.Project, told.Subject).ShouldBe(("ends", "Kafka"));
        told.Time.ShouldBe(project.Created + TimeSpan.FromDays(2), TimeSpan.FromMilliseconds(1));
        (await EndsToldAsync(scientist)).ShouldBeEmpty();
        await EndDemoProjects.RunAsync(Platform, None);
        Platform.Roster.Now.FindProject("ends").ShouldNotBeNull("it has a day left");

        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await EndDemoProjects.RunAsync(Platform, None);

        Platform.Roster.Now.FindProject("ends").ShouldBeNull();
        Platform.Roster.Now.Demos.ShouldBeEmpty();
        var last = (await TrailAsync(project.Id))[^1];
        (last.Action, last.Target, last.Actor).ShouldBe(("project.delete", "ends", FirstRun.Itself.Name));
        await DemoAsync(owner, "ends");
    }

    [Fact]
    public async Task It_costs_nothing_and_what_it_uses_is_counted_up_to_its_own_quota()
    {
        var owner = await _fixture.UserAsync("free_owner");
        var project = await DemoAsync(owner, "free");
        var entry = await BeginAsync(project, owner);
        entry = await ChargeAsync(entry, seconds: 40, isLast: false);

        (entry.PriceThousandths, entry.Cost.Millicredits, entry.Cost.BaseMillicredits).ShouldBe((0, 0, 40_000));
        var uses = await GetUsage.RunAsync(Platform, owner, "free", None);
        var compute = uses.Single(use => use.Name == "compute");
        (compute.Used, compute.Limit).ShouldBe((40_000, 60_000));
        uses.Single(use => use.Name == "budget").Used.ShouldBe(0);
        uses.Single(use => use.Name == "file_bytes").Limit.ShouldBe(GigabyteBytes);

        await ChargeAsync(entry, seconds: 61, isLast: true);
        (await Should.ThrowAsync<PlatformException>(() => BeginAsync(project, owner))).Code.ShouldBe(ErrorCode.QuotaExceeded);
    }

    [Fact]
    public async Task Kept_it_is_an_ordinary_project_that_is_charged_and_stays()
    {
        var owner = await _fixture.UserAsync("keep_owner");
        var project = await DemoAsync(owner, "keep");
        var entry = await ChargeAsync(await BeginAsync(project, owner), seconds: 50, isLast: false);

        var kept = await KeepProject.RunAsync(Platform, owner, "keep", None);
        entry = await ChargeAsync(entry, seconds: 55, isLast: false);
        entry = await ChargeAsync(entry, seconds: 57, isLast: true);

        kept.QuotaBytes.ShouldBe(Platform.Options.ProjectQuotaBytes);
        entry.Cost.Millicredits.ShouldBe(2_000, "the interval that began before it was kept stays free");
        var compute = (await GetUsage.RunAsync(Platform, owner, "keep", None)).Single(use => use.Name == "compute");
        (compute.Used, compute.Limit).ShouldBe((2_000, Platform.Options.Compute.QuotaCredits * 1_000));
        _fixture.Time.Advance(TimeSpan.FromDays(10));
        await EndDemoProjects.RunAsync(Platform, None);
        Platform.Roster.Now.FindProject("keep").ShouldNotBeNull();
        (await TrailAsync(project.Id)).ShouldContain(record => record.Action == "project.keep" && record.Detail == """{"tour":"kafka"}""");
        (await RefusalAsync(KeepProject.RunAsync(Platform, owner, "keep", None))).ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task A_user_has_as_many_at_once_as_the_tour_and_they_do_not_count_as_ordinary_ones()
    {
        var owner = await _fixture.UserAsync("many_owner");
        await CreateProject.RunAsync(Platform, owner, "many_own", "", None);
        await DemoAsync(owner, "many_one");
        await DemoAsync(owner, "many_two");
        await DemoAsync(owner, "many_three", "streaming");

        (await RefusalAsync(DemoAsync(owner, "many_four"))).ShouldBe(ErrorCode.LimitExceeded);
        (await RefusalAsync(DemoAsync(owner, "many_four", "streaming"))).ShouldBe(ErrorCode.LimitExceeded);
        (await RefusalAsync(DemoAsync(owner, "many_four", "no_such"))).ShouldBe(ErrorCode.NotFound);
        Platform.Roster.Now.FindProject("many_four").ShouldBeNull("all or nothing");
        (await RefusalAsync(KeepProject.RunAsync(Platform, owner, "many_one", None))).ShouldBe(ErrorCode.LimitExceeded, "kept it would be one too many");
        await DeleteProject.RunAsync(Platform, owner, "many_one", null, None);
        await DemoAsync(owner, "many_four");
    }

    [Fact]
    public async Task Who_may_not_alter_it_keeps_it_not_and_it_is_not_handed_over()
    {
        var (owner, scientist, stranger) = (await _fixture.UserAsync("hand_owner"), await _fixture.UserAsync("hand_sci"), await _fixture.UserAsync("hand_else"));
        await DemoAsync(owner, "hand");
        await AddMember.RunAsync(Platform, owner, "hand", "hand_sci", ProjectRole.DataScientist, None);

        (await RefusalAsync(KeepProject.RunAsync(Platform, scientist, "hand", None))).ShouldBe(ErrorCode.AccessDenied);
        (await RefusalAsync(KeepProject.RunAsync(Platform, stranger, "hand", None))).ShouldBe(ErrorCode.NotFound);
        (await RefusalAsync(TransferOwnership.RunAsync(Platform, owner, new MemberName("hand", "hand_sci"), isLeaving: false, None))).ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task An_archived_one_ends_too_and_one_that_is_changed_in_the_last_moment_ends_with_the_next_round()
    {
        var owner = await _fixture.UserAsync("late_owner");
        await DemoAsync(owner, "late");
        await DemoAsync(owner, "late_archived");
        await ArchiveProject.RunAsync(Platform, owner, "late_archived", None);
        _fixture.Time.Advance(TimeSpan.FromDays(4));
        await AlterProject.RunAsync(Platform, owner, "late", new ProjectChange("still here", null, null), None);

        await EndDemoProjects.RunAsync(Platform, None);

        Platform.Roster.Now.Projects.ShouldBeEmpty();
    }

    private async Task<Project> DemoAsync(Principal owner, string name, string tour = "kafka") =>
        await CreateProject.RunAsync(Platform, owner, new ProjectWish(name, "", []) { Tour = tour }, None);

    private Task<LedgerEntry> BeginAsync(Project project, Principal owner) =>
        BeginRunner.RunAsync(Platform, project.Id, new ComputeWork(owner.UserId, owner.UserName, WorkKind.Sql, 0, "sql"), (1, 1), None);

    private async Task<LedgerEntry> ChargeAsync(LedgerEntry entry, int seconds, bool isLast) => (await ChargeRunner.RunAsync(
        Platform, entry, new MeterReading(new ComputeUse(seconds * 1_000_000L, 0), 0, false, Platform.Time.GetUtcNow(), isLast), None))!;

    private async Task<IReadOnlyList<InboxItem>> EndsToldAsync(Principal user) =>
        [.. (await ListInbox.RunAsync(Platform, user, None)).Where(item => item.Kind == InboxKind.DemoEnds)];

    private async Task<IReadOnlyList<AuditRecord>> TrailAsync(long projectId) =>
        await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(projectId), null, 1_000));

    private static async Task<ErrorCode> RefusalAsync(Task work) => (await Should.ThrowAsync<PlatformException>(() => work)).Code;
}
