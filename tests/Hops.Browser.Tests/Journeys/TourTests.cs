using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Tours: each step by hand or done for one, found again after a reload, and nothing left of it in the end.</summary>
[Collection(WebServerGroup.Name)]
public sealed class TourTests(WebServer server)
{
    /// <summary>A query starts a process of its own, beside everything else that a machine does.</summary>
    private const float PatienceMs = 180_000;

    [BrowserFact]
    public async Task What_is_done_elsewhere_moves_the_tour_on_and_Esc_keeps_where_it_was()
    {
        var user = await server.UserAsync();
        var project = $"demo_kafka_{user.Name}";
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.Button("Take the Kafka tour").ClickAsync();
            await AtAsync(visit, "Kafka", "Make a project");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            await visit.Button("Show me where").ClickAsync();
            await Assertions.Expect(visit.Button("Create project")).ToBeFocusedAsync();
            await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(project);
            await visit.Button("Create project").ClickAsync();
            await AtAsync(visit, "Kafka", "Register a schema");

            await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/schemas/demo_events-value/versions", new { schema = Readings.Schema });
            await AtAsync(visit, "Kafka", "Make a topic");

            await visit.Page.Locator("main").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(Panel(visit, "Kafka")).ToHaveCountAsync(0);
            await visit.OpenAsync("/help");
            await Assertions.Expect(visit.Page.GetByText("2 of 12 steps are done")).ToBeVisibleAsync();
            await visit.Button("Go on with the tour Kafka").ClickAsync();
            await AtAsync(visit, "Kafka", "Make a topic");
        });
    }

    [BrowserFact]
    public async Task A_tour_fits_a_phone_and_the_dark()
    {
        var user = await server.UserAsync();
        await server.VisitAsync(
            user,
            async visit =>
            {
                await visit.OpenAsync("/help");
                await visit.Button("Start the tour First streaming job").ClickAsync();
                await AtAsync(visit, "First streaming job", "Make a project");
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
                (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")).ShouldBeLessThanOrEqualTo(0);
            },
            Look.Phone with { Scheme = ColorScheme.Dark });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task The_Kafka_tour_is_done_for_one_with_a_reload_behind_each_step_and_leaves_nothing()
    {
        var user = await server.UserAsync();
        string[] projects = [$"demo_kafka_{user.Name}", $"demo_kafka_partner_{user.Name}"];
        string[] steps =
        [
            "Make a project", "Register a schema", "Make a topic", "Produce a message", "Look at the messages", "Make a streaming query", "Start it, at a price",
            "Read what it wrote", "Make a second project", "Offer the topic", "Accept it there", "Stop the query",
        ];
        await TakeAsync(user, "Kafka", projects, steps, async () =>
        {
            var borrowed = await user.Rest.ListAsync($"projects/{projects[1]}/topics").SingleAsync();
            borrowed.GetProperty("owner").GetString().ShouldBe(projects[0]);
            var query = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{projects[0]}/queries/demo_filter");
            query.Body.GetProperty("status").GetProperty("totals").GetProperty("rowsOut").GetInt64().ShouldBe(1);
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task The_tour_of_the_first_streaming_job_is_done_for_one_and_counts_every_event_once()
    {
        var user = await server.UserAsync();
        string[] projects = [$"demo_streaming_{user.Name}"];
        string[] steps =
        [
            "Make a project", "Make a topic of clicks", "Fill it", "Write the SQL and check it", "Make the query", "Start it", "Look inside",
            "Send more, and some too late", "Stop it", "Start it again: nothing is lost", "Finish it", "Compare the counts",
        ];
        await TakeAsync(user, "First streaming job", projects, steps, async () =>
        {
            var query = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{projects[0]}/queries/clicks_by_minute");
            var totals = query.Body.GetProperty("status").GetProperty("totals");
            totals.GetProperty("rowsIn").GetInt64().ShouldBe(460);
            totals.GetProperty("rowsLate").GetInt64().ShouldBe(10);
            var sum = await user.Rest.CallAsync(
                HttpMethod.Post, $"projects/{projects[0]}/sql", new { statement = "SELECT CAST(sum(clicks) AS BIGINT) FROM clicks_per_minute" });
            sum.Body.GetProperty("rows")[0][0].GetInt64().ShouldBe(450);
        });
    }

    /// <summary>Takes a whole tour by having each step done, reloads behind each, looks at what there is then, and cleans up.</summary>
    private async Task TakeAsync(Account user, string tour, string[] projects, string[] steps, Func<Task> lookAsync)
    {
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/help");
            await visit.Button($"Start the tour {tour}").ClickAsync();
            foreach (var step in steps)
            {
                await AtAsync(visit, tour, step);
                await Panel(visit, tour).Locator(".actions").GetByRole(AriaRole.Button).First.ClickAsync();
                await Assertions.Expect(Step(visit, tour, step)).ToHaveCountAsync(0, new() { Timeout = PatienceMs });
                await visit.Page.ReloadAsync();
                await visit.SettleAsync();
            }

            await AtAsync(visit, tour, "That was it");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await lookAsync();
            await visit.Button("Clean up").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Clean up" }).ClickAsync();
            await Assertions.Expect(visit.Button("Take the Kafka tour")).ToBeVisibleAsync();
        });
        (await user.Rest.ListAsync("projects").CountAsync()).ShouldBe(0);
    }

    private static ILocator Panel(Visit visit, string tour) => visit.Page.GetByRole(AriaRole.Complementary, new() { Name = $"Tour: {tour}" });

    private static ILocator Step(Visit visit, string tour, string step) =>
        Panel(visit, tour).GetByRole(AriaRole.Heading, new() { Name = step, Exact = true });

    private static Task AtAsync(Visit visit, string tour, string step) => Assertions.Expect(Step(visit, tour, step)).ToBeVisibleAsync();
}
