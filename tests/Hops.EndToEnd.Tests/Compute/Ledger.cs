using System.Globalization;
using System.Text.Json;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Compute;

/// <summary>What a project has spent, as each door tells it.</summary>
internal sealed class Ledger(TestPlatform platform, TestProject project)
{
    private string Route => $"projects/{project.Name}";

    /// <summary>All runners, the newest first.</summary>
    public async Task<List<JsonElement>> EntriesAsync() => await project.Rest.ListAsync($"{Route}/ledger?limit=3").ToListAsync();

    /// <summary>Intervals of a runner, in order.</summary>
    public async Task<List<JsonElement>> IntervalsAsync(string number) => await project.Rest.ListAsync($"{Route}/ledger/{number}/intervals").ToListAsync();

    /// <summary>Sums by query, user or day.</summary>
    public async Task<List<JsonElement>> TotalsAsync(string by) =>
        [.. (await project.Rest.CallAsync(HttpMethod.Get, $"{Route}/ledger/totals?by={by}")).Body.GetProperty("items").EnumerateArray()];

    /// <summary>The line of compute in what the project uses.</summary>
    public async Task<JsonElement> UseAsync() =>
        (await project.Rest.CallAsync(HttpMethod.Get, $"{Route}/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(use => use.GetProperty("name").GetString() == "compute");

    public async Task<long> UsedMillicreditsAsync() => (await UseAsync()).GetProperty("used").GetInt64();

    /// <summary>Sets the quota as the administrator does.</summary>
    public async Task SetQuotaAsync(long credits) =>
        await platform.Administrator.CallAsync(HttpMethod.Patch, Route, new { computeQuotaCredits = credits }, "*");

    /// <summary>Sets the budget of a month as an owner does.</summary>
    public async Task SetBudgetAsync(long credits) => await project.Rest.CallAsync(HttpMethod.Patch, Route, new { budgetCredits = credits }, "*");

    /// <summary>What the audit trail tells of quotas that were reached, as percent.</summary>
    public async Task<List<int>> WarningsAsync()
    {
        var trail = await project.Rest.ListAsync($"{Route}/audit?limit=1000").ToListAsync();
        return [.. trail.Where(entry => entry.GetProperty("action").GetString() == "quota.reached").Select(Percent)];
    }

    public static long Sum(IEnumerable<JsonElement> items, string property = "millicredits") => items.Sum(item => item.GetProperty(property).GetInt64());

    private static int Percent(JsonElement entry)
    {
        using var detail = JsonDocument.Parse(entry.GetProperty("detail").GetString()!);
        return int.Parse(detail.RootElement.GetProperty("percent").GetRawText(), CultureInfo.InvariantCulture);
    }
}
