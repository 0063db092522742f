using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Platform.Compute;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Compute;

public sealed class LedgerTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task An_interval_that_is_told_twice_is_charged_once()
    {
        var (owner, project) = await ProjectAsync("twice");
        var entry = await BeginAsync(project, owner);

        var after = await ChargeAsync(entry, seconds: 3);
        var again = (await ChargeAsync(entry, seconds: 3))!;
        (again.Sequence, again.Cost.Millicredits).ShouldBe((1, 3_000), "it is an interval behind, and is told what was charged since");
        (await ChargeAsync(after!, seconds: 3, isLast: true))!.Cost.Millicredits.ShouldBe(3_000);
        (await ChargeAsync(after!, seconds: 9, isLast: true))!.Cost.Millicredits.ShouldBe(3_000, "it has ended");

        (await UseAsync(owner, "twice")).Used.ShouldBe(3_000);
        (await ListLedger.IntervalsAsync(Platform, owner, "twice", (1, 0), 10, None)).Select(interval => interval.Cost.Millicredits).ShouldBe([3_000, 0]);
        (await UnfinishedRunners.FindAsync(Platform, 0, None)).ShouldNotContain(unfinished => unfinished.Entry.ProjectId == project);
    }

    [Theory]
    [InlineData("quota_zero", 0, 0, false)]
    [InlineData("quota_one", 1, 0, true)]
    [InlineData("quota_below", 3, 2.999, true)]
    [InlineData("quota_exact", 3, 3, false)]
    [InlineData("quota_above", 3, 3.001, false)]
    [InlineData("quota_none", -1, 1_000_000, true)]
    public async Task A_runner_starts_while_less_is_used_than_the_quota(string name, long credits, double usedSeconds, bool starts)
    {
        var (owner, project) = await ProjectAsync(name);
        var entry = await BeginAsync(project, owner);
        await ChargeAsync(entry, usedSeconds, isLast: true);
        await SetQuotaAsync(name, credits);

        if (starts)
        {
            (await BeginAsync(project, owner)).Number.ShouldBe(2);
            return;
        }

        var refusal = await Should.ThrowAsync<PlatformException>(() => BeginAsync(project, owner));
        refusal.Code.ShouldBe(ErrorCode.QuotaExceeded);
        refusal.Facts["limit"].ShouldBe(credits);
        refusal.Facts["used"].ShouldBe((decimal)usedSeconds);
        (await Should.ThrowAsync<PlatformException>(() => StartAsync(owner, name))).Code.ShouldBe(ErrorCode.QuotaExceeded);
        (await UseAsync(owner, name)).Warning.ShouldBe("used up: no query and no statement starts");
    }

    [Fact]
    public async Task The_trail_tells_once_of_each_part_of_the_quota_that_is_reached_and_again_after_a_larger_one()
    {
        var (owner, project) = await ProjectAsync("warned");
        await SetQuotaAsync("warned", 10);
        var entry = await BeginAsync(project, owner);
        var told = new List<int>();
        foreach (var seconds in new[] { 7.9, 8.0, 9.0, 10.0, 11.0 })
        {
            entry = (await ChargeAsync(entry, seconds))!;
            told = await WarningsAsync(owner, "warned");
            told.Count.ShouldBe(seconds < 8 ? 0 : seconds < 10 ? 1 : 2);
        }

        told.ShouldBe([80, 100]);
        await SetQuotaAsync("warned", 100);
        (await UseAsync(owner, "warned")).Warning.ShouldBeNull();
        await ChargeAsync(entry, 85);
        (await WarningsAsync(owner, "warned")).ShouldBe([80, 100, 80]);
        (await UseAsync(owner, "warned")).Warning.ShouldBe("more than 80 % used");
        await SetQuotaAsync("warned", 20);
        (await WarningsAsync(owner, "warned")).ShouldBe([80, 100, 80, 100], "a quota can be lowered below what is used");
    }

    [Fact]
    public async Task Entries_come_newest_first_in_pages_and_sums_agree_with_them()
    {
        var (owner, project) = await ProjectAsync("paged");
        for (var number = 1; number <= 7; number++)
        {
            var work = number % 2 == 0 ? new ComputeWork(owner.UserId, "ada", WorkKind.Query, 5, "q") : new ComputeWork(1, "bob", WorkKind.Sql, 0, "sql");
            await ChargeAsync(await BeginRunner.RunAsync(Platform, project, work, (number, 1), None), number, isLast: true);
        }

        var first = await ListLedger.RunAsync(Platform, owner, "paged", 0, 3, None);
        first.Select(entry => entry.Number).ShouldBe([7, 6, 5]);
        (await ListLedger.RunAsync(Platform, owner, "paged", 5, 10, None)).Select(entry => entry.Number).ShouldBe([4, 3, 2, 1]);
        foreach (var by in Enum.GetValues<SumBy>())
            (await SumAsync(owner, by)).Sum(sum => sum.Cost.Millicredits).ShouldBe(28_000, by.ToString());
        (await SumAsync(owner, SumBy.Query)).Select(sum => (sum.Name, sum.Runners, sum.Cost.Millicredits)).ShouldBe([("sql", 4, 16_000), ("q", 3, 12_000)]);
        (await SumAsync(owner, SumBy.User)).Select(sum => sum.Name).ShouldBe(["bob", "ada"]);
    }

    [Fact]
    public async Task What_is_older_than_the_ledger_is_kept_is_forgotten_and_numbers_go_on()
    {
        var (owner, project) = await ProjectAsync("old");
        await ChargeAsync(await BeginAsync(project, owner), 1, isLast: true);
        var running = await BeginAsync(project, owner);
        fixture.Time.Advance(Platform.Options.Compute.LedgerRetention + TimeSpan.FromDays(1));
        await ChargeAsync(await BeginAsync(project, owner), 1, isLast: true);

        await PruneLedger.RunAsync(Platform, None);

        (await ListLedger.RunAsync(Platform, owner, "old", 0, 10, None)).Select(entry => entry.Number).ShouldBe([3, 2], "what runs stays");
        (await ListLedger.IntervalsAsync(Platform, owner, "old", (1, 0), 10, None)).ShouldBeEmpty();
        (await UseAsync(owner, "old")).Used.ShouldBe(2_000, "what was used is not given back");
        (await BeginAsync(project, owner)).Number.ShouldBe(4);
        (await ChargeAsync(running, 2, isLast: true))!.Stopped.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_charge_for_a_project_that_is_gone_is_none_and_nothing_starts_in_it()
    {
        var (owner, project) = await ProjectAsync("gone");
        var entry = await BeginAsync(project, owner);
        await DeleteProject.RunAsync(Platform, owner, "gone", null, None);

        (await ChargeAsync(entry, 5, isLast: true)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(() => BeginAsync(project, owner))).Code.ShouldBe(ErrorCode.NotFound);
        (await UnfinishedRunners.FindAsync(Platform, 0, None)).ShouldNotContain(unfinished => unfinished.Entry.ProjectId == project);
    }

    [Fact]
    public async Task Only_an_administrator_sets_a_quota_and_the_trail_says_which()
    {
        var (owner, _) = await ProjectAsync("set");

        (await Should.ThrowAsync<PlatformException>(() => AlterAsync(owner, "set", 5))).Code.ShouldBe(ErrorCode.AccessDenied);
        foreach (var wrong in new[] { -2, ComputeOptions.QuotaCreditsMax + 1 })
            (await Should.ThrowAsync<PlatformException>(() => AlterAsync(FirstRun.Itself, "set", wrong))).Code.ShouldBe(ErrorCode.InvalidArgument);
        await SetQuotaAsync("set", 5);

        (await UseAsync(owner, "set")).Limit.ShouldBe(5_000);
        var entry = (await TrailAsync(owner, "set")).Last(entry => entry.Action == "project.alter");
        entry.Detail.ShouldBe("""{"computeQuotaCredits":5}""");
    }

    private async Task<(Principal Owner, long ProjectId)> ProjectAsync(string name)
    {
        var owner = await fixture.UserAsync("of_" + name);
        return (owner, (await CreateProject.RunAsync(Platform, owner, name, "", None)).Id);
    }

    private Task<LedgerEntry> BeginAsync(long project, Principal owner) =>
        BeginRunner.RunAsync(Platform, project, new ComputeWork(owner.UserId, owner.UserName, WorkKind.Sql, 0, "sql"), (1, 1), None);

    private Task<LedgerEntry?> ChargeAsync(LedgerEntry entry, double seconds, bool isLast = false) => ChargeRunner.RunAsync(
        Platform, entry, new MeterReading(new ComputeUse((long)Math.Round(seconds * 1e6), 0), 0, false, Platform.Time.GetUtcNow(), isLast), None);

    private Task SetQuotaAsync(string name, long credits) => AlterAsync(FirstRun.Itself, name, credits);

    private Task<Project> AlterAsync(Principal actor, string name, long credits) =>
        AlterProject.RunAsync(Platform, actor, name, new ProjectChange(null, null, null) { ComputeQuotaCredits = credits }, None);

    private async Task StartAsync(Principal owner, string name)
    {
        await CreateQuery.RunAsync(Platform, owner, new QueryName(name, "q"), "{}", None);
        await SetQueryState.RunAsync(Platform, owner, new QueryName(name, "q"), new QueryWish(QueryState.Running), None);
    }

    private async Task<ResourceUse> UseAsync(Principal owner, string name) =>
        (await GetUsage.RunAsync(Platform, owner, name, None)).Single(use => use.Name == ComputeQuota.UseName);

    private Task<IReadOnlyList<LedgerSum>> SumAsync(Principal owner, SumBy by)
    {
        var today = DateOnly.FromDateTime(Platform.Time.GetUtcNow().UtcDateTime);
        return SumLedger.RunAsync(Platform, owner, "paged", (by, today.AddDays(-1), today.AddDays(1)), None);
    }

    private async Task<List<int>> WarningsAsync(Principal owner, string name) =>
        [.. (await TrailAsync(owner, name)).Where(entry => entry.Action == "quota.reached").Select(entry => JsonDocument.Parse(entry.Detail).RootElement.GetProperty("percent").GetInt32())];

    private async Task<IReadOnlyList<AuditRecord>> TrailAsync(Principal owner, string name)
    {
        var id = Platform.FindProject(owner, name).Row.Id;
        return await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(id), null, 1000));
    }
}
