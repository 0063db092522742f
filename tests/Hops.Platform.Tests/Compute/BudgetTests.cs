using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Platform.Compute;
using Hops.Platform.Inbox;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Users;
using Hops.Platform.Warnings;

namespace Hops.Platform.Tests.Compute;

public sealed class BudgetTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Theory]
    [InlineData("bud_none", 0, 1_000, true)]
    [InlineData("bud_one", 1, 0, true)]
    [InlineData("bud_below", 3, 2.999, true)]
    [InlineData("bud_exact", 3, 3, false)]
    [InlineData("bud_above", 3, 3.001, false)]
    public async Task A_runner_starts_while_less_is_spent_in_the_month_than_the_budget(string name, long credits, double spentSeconds, bool starts)
    {
        var (owner, project) = await ProjectAsync(name);
        await ChargeAsync(await BeginAsync(project, owner), spentSeconds, isLast: true);
        await SetBudgetAsync(owner, name, credits);

        if (starts)
        {
            (await BeginAsync(project, owner)).Number.ShouldBe(2);
            return;
        }

        var refusal = await Should.ThrowAsync<PlatformException>(() => BeginAsync(project, owner));
        (refusal.Code, refusal.Facts["limit"], refusal.Facts["used"]).ShouldBe((ErrorCode.QuotaExceeded, credits, (decimal)spentSeconds));
        refusal.Message.ShouldStartWith("Budget used up: ");
        (await Should.ThrowAsync<PlatformException>(() => StartAsync(owner, name))).Message.ShouldStartWith("Budget used up: ");
        (await QueryDuty.ObstacleAsync(Platform, project, 0, None))!.ShouldStartWith("Budget used up: ");
        (await UseAsync(owner, name)).Warning.ShouldBe("used up: no query and no statement starts before the next month");
    }

    [Fact]
    public async Task The_next_month_begins_with_nothing_spent_and_is_warned_of_anew()
    {
        var (owner, project) = await ProjectAsync("bud_month");
        await SetBudgetAsync(owner, "bud_month", 10);
        var entry = await ChargeAsync(await BeginAsync(project, owner), 8);
        var first = (await InboxAsync(owner)).ShouldHaveSingleItem();
        (first.Kind, first.Id, first.Project, first.Text).ShouldBe((InboxKind.Quota, "budget", "bud_month", "more than 80 % used"));

        fixture.Time.Advance(NextMonth() - Platform.Time.GetUtcNow());
        await LookAtUses.RunAsync(Platform, None);

        (await InboxAsync(owner)).ShouldBeEmpty();
        (await UseAsync(owner, "bud_month")).Used.ShouldBe(0);
        entry = await ChargeAsync(entry!, 16);
        (await UseAsync(owner, "bud_month")).Used.ShouldBe(8_000, "what was spent before the month stays there");
        (await InboxAsync(owner)).ShouldHaveSingleItem().Time.ShouldBeGreaterThan(first.Time);
        (await ToldAsync(owner, "bud_month")).ShouldBe(["budget 80", "budget 80"]);
        await ChargeAsync(entry!, 18, isLast: true);
        (await ToldAsync(owner, "bud_month")).ShouldBe(["budget 80", "budget 80", "budget 100"]);
        (await Should.ThrowAsync<PlatformException>(() => BeginAsync(project, owner))).Code.ShouldBe(ErrorCode.QuotaExceeded);
    }

    [Fact]
    public async Task A_warning_is_told_once_also_over_a_restart_and_to_owners_alone()
    {
        var (owner, project) = await ProjectAsync("bud_once");
        var scientist = await fixture.UserAsync("sci_once");
        await AddMember.RunAsync(Platform, owner, "bud_once", "sci_once", ProjectRole.DataScientist, None);
        await SetBudgetAsync(owner, "bud_once", 100);
        var entry = await ChargeAsync(await BeginAsync(project, owner), 85);
        var told = (await InboxAsync(owner)).ShouldHaveSingleItem();

        await fixture.ReopenAsync();
        await ChargeAsync(entry!, 90);
        await LookAtUses.RunAsync(Platform, None);

        (await InboxAsync(owner)).ShouldHaveSingleItem().ShouldBe(told);
        (await ToldAsync(owner, "bud_once")).ShouldBe(["budget 80"]);
        (await InboxAsync(scientist)).ShouldBeEmpty();
        await SetBudgetAsync(owner, "bud_once", 115);
        (await InboxAsync(owner)).ShouldBeEmpty("it is below 80 % again");
        await SetBudgetAsync(owner, "bud_once", 110);
        (await ToldAsync(owner, "bud_once")).ShouldBe(["budget 80"], "it has come from just below");
    }

    [Fact]
    public async Task A_budget_is_at_most_the_quota_and_set_by_owners_alone()
    {
        var (owner, _) = await ProjectAsync("bud_set");
        var scientist = await fixture.UserAsync("sci_set");
        await AddMember.RunAsync(Platform, owner, "bud_set", "sci_set", ProjectRole.DataScientist, None);
        await AlterProject.RunAsync(Platform, FirstRun.Itself, "bud_set", new ProjectChange(null, null, null) { ComputeQuotaCredits = 50 }, None);

        foreach (var wrong in new[] { -1, 51, long.MaxValue })
        {
            var refused = await Should.ThrowAsync<PlatformException>(() => SetBudgetAsync(owner, "bud_set", wrong));
            (refused.Code, refused.Facts["field"], refused.Facts["maximum"]).ShouldBe((ErrorCode.InvalidArgument, "budgetCredits", 50L));
        }

        (await Should.ThrowAsync<PlatformException>(() => SetBudgetAsync(scientist, "bud_set", 5))).Code.ShouldBe(ErrorCode.AccessDenied);
        await SetBudgetAsync(owner, "bud_set", 50);
        (await TrailAsync(owner, "bud_set")).ShouldContain(entry => entry.Action == "project.alter" && entry.Detail == """{"budgetCredits":50}""");
        (await UseAsync(owner, "bud_set")).Limit.ShouldBe(50_000);
        await SetBudgetAsync(owner, "bud_set", ComputeBudget.None);
        (await UseAsync(owner, "bud_set")).Limit.ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-02-01T12:00:00Z", 500, null)]
    [InlineData("2026-02-02T00:00:00Z", 500, 14_000)]
    [InlineData("2026-02-15T00:00:00Z", 500, 1_000)]
    [InlineData("2026-02-28T23:59:59Z", 0, 0)]
    public void What_will_be_spent_goes_on_as_it_began(string now, long spent, int? forecast)
    {
        var budget = new ComputeBudget { ProjectId = 1 }.Charged(spent, DateTimeOffset.Parse("2026-02-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

        budget.ForecastMillicreditsAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(forecast);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_budget_back()
    {
        var july = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
        var budget = new ComputeBudget { ProjectId = 1, Credits = 5 }.Charged(4_000, july);

        budget = budget.Charged(1_000, july.AddSeconds(-1));

        (budget.SpentMillicreditsAt(july.AddSeconds(-1)), budget.SpentMillicreditsAt(july)).ShouldBe((5_000, 5_000));
        budget.SpentMillicreditsAt(july.AddMonths(1)).ShouldBe(0);
    }

    private DateTimeOffset NextMonth()
    {
        var now = Platform.Time.GetUtcNow().UtcDateTime;
        return new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
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

    private Task<Project> SetBudgetAsync(Principal actor, string name, long credits) =>
        AlterProject.RunAsync(Platform, actor, name, new ProjectChange(null, null, null) { BudgetCredits = credits }, None);

    private async Task StartAsync(Principal owner, string name)
    {
        await CreateQuery.RunAsync(Platform, owner, new QueryName(name, "q"), "{}", None);
        await SetQueryState.RunAsync(Platform, owner, new QueryName(name, "q"), new QueryWish(QueryState.Running), None);
    }

    private async Task<ResourceUse> UseAsync(Principal owner, string name) =>
        (await GetUsage.RunAsync(Platform, owner, name, None)).Single(use => use.Name == ComputeBudget.UseName);

    private async Task<List<InboxItem>> InboxAsync(Principal actor) =>
        [.. (await ListInbox.RunAsync(Platform, actor, None)).Where(item => item.Kind == InboxKind.Quota)];

    private async Task<List<string>> ToldAsync(Principal owner, string name) =>
        [.. (await TrailAsync(owner, name)).Where(entry => entry.Action == "quota.reached")
            .Select(entry => $"{entry.Target} {System.Text.Json.JsonDocument.Parse(entry.Detail).RootElement.GetProperty("percent").GetInt32()}")];

    private async Task<IReadOnlyList<AuditRecord>> TrailAsync(Principal owner, string name)
    {
        var id = Platform.FindProject(owner, name).Row.Id;
        return await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(id), null, 1000));
    }
}
