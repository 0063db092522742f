using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Compute;

public sealed class StartPriceTests
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    /// <summary>A curve that any load drives up and that falls to 1 when nothing runs.</summary>
    private static readonly string[] Steep =
        ["Compute:PriceThreshold=0.02", "Compute:PriceFactor=100", "Compute:PriceMaximum=3", "Compute:PriceInterval=500ms", "Compute:ChargeInterval=1s"];

    [SpineFact]
    [Trait("Speed", "Slow")]
    public async Task A_query_waits_for_its_price_over_a_restart_and_starts_when_the_price_falls()
    {
        await using var platform = await TestPlatform.StartAsync(Steep);
        await using var project = await platform.ProjectAsync("thrifty");
        await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("q", "numbers", "SELECT n FROM numbers"));
        var cancelled = await project.QueryAsync(new QueryDefinition("cancelled", "numbers", "SELECT n FROM numbers"));
        var load = LoadAsync(project, "first");
        await PriceAsync(project, price => price > 2);

        await StartAsync(project, "q", "1.1");
        await StartAsync(project, "cancelled", "1.1");
        (await query.ReachesAsync("WAITING")).GetProperty("note").GetString()!.ShouldStartWith("It waits for a price of at most 1.1; now it is ");
        await cancelled.StopAsync();
        (await cancelled.StatusAsync()).GetProperty("state").GetString().ShouldBe("STOPPED");

        await platform.Server.KillAsync();
        await load;
        await platform.Server.StartAsync();
        (await query.DesiredAsync()).ShouldBe("RUNNING");
        await query.ReachesAsync("RUNNING");
        (await cancelled.StatusAsync()).GetProperty("state").GetString().ShouldBe("STOPPED");
        await query.StopAsync();

        load = LoadAsync(project, "second");
        await PriceAsync(project, price => price > 2);
        await StartAsync(project, "q", "1.1");
        await query.ReachesAsync("WAITING");
        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/sql/second");
        await load;
        await query.ReachesAsync("RUNNING");
        await query.StopAsync();

        await ShouldEstimateAsync(project);
    }

    private static async Task ShouldEstimateAsync(TestProject project)
    {
        var estimate = (await project.Rest.CallAsync(HttpMethod.Get, $"projects/{project.Name}/queries/q/estimate")).Body;
        estimate.GetProperty("multiplier").GetDouble().ShouldBeInRange(1, 3);
        estimate.GetProperty("creditsPerHour").GetDouble().ShouldBeGreaterThan(0);
        estimate.GetProperty("days").GetArrayLength().ShouldBeInRange(1, 2);
    }

    /// <summary>Keeps the processors busy until it is ended, by whatever.</summary>
    private static async Task LoadAsync(TestProject project, string id)
    {
        try
        {
            await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new { statement = Endless, id });
        }
        catch (PlatformException ended)
        {
            ended.Code.ShouldBeOneOf(ErrorCode.Conflict, ErrorCode.Unavailable);
        }
    }

    private static Task PriceAsync(TestProject project, Func<double, bool> isReached) => Until.HoldsAsync(
        "the price is there", async () => isReached((await project.Rest.CallAsync(HttpMethod.Get, "price")).Body.GetProperty("multiplier").GetDouble()));

    private static Task StartAsync(TestProject project, string query, string price) =>
        project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/queries/{query}/start?atPriceMost={price}");
}
