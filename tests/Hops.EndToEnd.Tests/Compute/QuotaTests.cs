using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Compute;

public sealed class QuotaTests(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    private const long NoLimit = -1;
    private const long RowsAtATime = 500;
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    [SpineFact]
    public async Task A_query_stops_at_a_commit_when_the_quota_is_used_up_and_goes_on_when_there_is_more()
    {
        await using var project = await shared.Platform.ProjectAsync("poor");
        var ledger = new Ledger(shared.Platform, project);
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        var query = await project.QueryAsync(new QueryDefinition("q", "numbers", "SELECT n FROM numbers"));
        await ledger.SetQuotaAsync(await CreditsUsedAsync(ledger) + 5);
        await query.StartAsync();
        var written = await WriteUntilItWaitsAsync(query, number => NumberedEvents.WriteAsync(writer, schemaId, number, number + RowsAtATime));

        (await query.StatusAsync()).GetProperty("note").GetString()!.ShouldStartWith("Compute quota used up: ");
        (await query.DesiredAsync()).ShouldBe("RUNNING", "it goes on by itself");
        var refusal = await Should.ThrowAsync<PlatformException>(query.StartAsync);
        refusal.Code.ShouldBe(ErrorCode.QuotaExceeded);
        refusal.Facts.ShouldContainKey("limit");
        refusal.Facts.ShouldContainKey("used");
        (await Should.ThrowAsync<PlatformException>(() => project.SqlAsync("SELECT 1"))).Code.ShouldBe(ErrorCode.QuotaExceeded);
        var use = await ledger.UseAsync();
        (use.GetProperty("remaining").GetInt64(), use.GetProperty("warning").GetString()).ShouldBe((0, "used up: no query and no statement starts"));
        (await ledger.WarningsAsync()).Last().ShouldBe(100);
        (await ledger.WarningsAsync()).Count(percent => percent == 100).ShouldBe(1, "it is told once");

        await ledger.SetQuotaAsync(NoLimit);
        await query.CommitsAsync(written);
        await query.StopAsync();
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n) FROM q"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([written, written]);
        (await ledger.UseAsync()).GetProperty("limit").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [SpineFact]
    public async Task A_statement_ends_with_the_quota_and_says_so()
    {
        await using var project = await shared.Platform.ProjectAsync("asking");
        var ledger = new Ledger(shared.Platform, project);
        await ledger.SetQuotaAsync(4);

        var refusal = await Should.ThrowAsync<PlatformException>(() => project.SqlAsync(Endless));

        refusal.Code.ShouldBe(ErrorCode.QuotaExceeded);
        refusal.Message.ShouldStartWith("Compute quota used up: ");
        refusal.Message.ShouldContain(" of 4 credits. Ask an administrator for more");
        (await ledger.UsedMillicreditsAsync()).ShouldBeGreaterThanOrEqualTo(4_000);
    }

    [SpineFact]
    public async Task Without_any_quota_nothing_starts_and_only_an_administrator_gives_it()
    {
        await using var project = await shared.Platform.ProjectAsync("destitute");
        var ledger = new Ledger(shared.Platform, project);
        await ledger.SetQuotaAsync(0);

        (await Should.ThrowAsync<PlatformException>(() => project.SqlAsync("SELECT 1"))).Code.ShouldBe(ErrorCode.QuotaExceeded);
        (await ledger.EntriesAsync()).ShouldBeEmpty("nothing was started");
        (await ledger.WarningsAsync()).ShouldBe([100]);
        (await Should.ThrowAsync<PlatformException>(() => project.Rest.CallAsync(
            HttpMethod.Patch, $"projects/{project.Name}", new { computeQuotaCredits = 10 }, "*"))).Code.ShouldBe(ErrorCode.AccessDenied);

        await ledger.SetQuotaAsync(1);
        (await project.SqlAsync("SELECT 1"))[0][0].GetInt32().ShouldBe(1, "one credit lets one start");
    }

    [SpineFact]
    public async Task A_query_stops_at_a_commit_when_the_budget_of_the_month_is_spent_and_goes_on_with_a_larger_one()
    {
        await using var project = await shared.Platform.ProjectAsync("thrifty");
        var ledger = new Ledger(shared.Platform, project);
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        var query = await project.QueryAsync(new QueryDefinition("q", "numbers", "SELECT n FROM numbers"));
        await ledger.SetBudgetAsync(await CreditsUsedAsync(ledger) + 2);
        await query.StartAsync();
        var written = await WriteUntilItWaitsAsync(query, number => NumberedEvents.WriteAsync(writer, schemaId, number, number + RowsAtATime));

        (await query.StatusAsync()).GetProperty("note").GetString()!.ShouldStartWith("Budget used up: ");
        (await query.DesiredAsync()).ShouldBe("RUNNING", "it goes on by itself");
        (await Should.ThrowAsync<PlatformException>(query.StartAsync)).Message.ShouldStartWith("Budget used up: ");
        (await Should.ThrowAsync<PlatformException>(() => project.SqlAsync("SELECT 1"))).Code.ShouldBe(ErrorCode.QuotaExceeded);
        var told = await ledger.WarningsAsync();
        told.Last().ShouldBe(100);
        told.ShouldBeUnique("80 % may lie within one charge");
        var inbox = (await project.Rest.CallAsync(HttpMethod.Get, "me/inbox")).Body.GetProperty("items").EnumerateArray();
        inbox.Where(item => item.GetProperty("kind").GetString() == "QUOTA").Select(item => item.GetProperty("id").GetString()).ShouldBe(["budget"]);

        await ledger.SetBudgetAsync(1000);
        await query.CommitsAsync(written);
        await query.StopAsync();
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n) FROM q"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([written, written], "it stopped at a commit");
    }

    /// <summary>Gives a query more to do until it waits.</summary>
    /// <param name="query">The query.</param>
    /// <param name="write">Writes rows from a number on.</param>
    /// <returns>Rows written.</returns>
    private static async Task<long> WriteUntilItWaitsAsync(TestQuery query, Func<long, Task> write)
    {
        var written = 0L;
        await Until.HoldsAsync("the query waits", async () =>
        {
            await write(written);
            written += RowsAtATime;
            return StateOf(await query.StatusAsync()) == "WAITING";
        });
        return written;
    }

    private static string? StateOf(JsonElement status) => status.GetProperty("state").GetString();

    private static async Task<long> CreditsUsedAsync(Ledger ledger) => (await ledger.UsedMillicreditsAsync() / 1000) + 1;
}
