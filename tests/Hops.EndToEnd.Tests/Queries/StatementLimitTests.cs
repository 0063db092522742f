using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>Statements that ask for more than a runner may use, on a server with small limits: each ends alone, with a reason and an advice.</summary>
public sealed class StatementLimitTests(StatementLimitTests.SmallPlatform shared) : IClassFixture<StatementLimitTests.SmallPlatform>
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    [SpineTheory]
    [InlineData("SELECT length(repeat('x', 4000000000))")]
    [InlineData("SELECT list(range) FROM range(500000000)")]
    [InlineData("SELECT list(repeat('text ', 20) || range) FROM range(100000000)")]
    [InlineData("SELECT string_agg(range::VARCHAR, ',') FROM range(500000000)")]
    public async Task What_needs_more_memory_than_a_runner_has_is_refused_and_nobody_else_hears_of_it(string attack)
    {
        await using var project = await shared.Platform.ProjectAsync("greedy");
        await using var other = await shared.Platform.ProjectAsync("modest");
        var neighbour = other.SqlAsync("SELECT sum(range) FROM range(50000000)");

        var refusal = await RefusedAsync(project, attack);

        ErrorTable.Row(refusal.Code).HttpStatus.ShouldBeInRange(400, 499, refusal.Message);
        refusal.Code.ShouldBe(ErrorCode.ResourcesExceeded, refusal.Message);
        refusal.Message.ShouldMatch("^It used more (memory|scratch space on disk) than its [0-9]+ MB and was ended: read fewer rows");
        (await neighbour)[0][0].ToString().ShouldBe("1249999975000000");
        (await project.SqlAsync("SELECT 42"))[0][0].GetInt32().ShouldBe(42, "the server and the project go on");
    }

    [SpineFact]
    public async Task What_takes_longer_than_a_statement_may_is_ended_and_says_so()
    {
        await using var project = await shared.Platform.ProjectAsync("slow");

        var refusal = await RefusedAsync(project, Endless);

        (refusal.Code, refusal.Message).ShouldBe(
            (ErrorCode.ResourcesExceeded, "It ran longer than its 45 s and was ended: read fewer rows, or make a streaming query of it."));
        (await project.Rest.ListAsync($"projects/{project.Name}/sql").ToListAsync()).ShouldBeEmpty();
        Directory.EnumerateDirectories(Path.Combine(shared.Platform.DataDirectory, "run", "runners")).ShouldBeEmpty("its runner is gone");
        var trail = (await project.Rest.CallAsync(HttpMethod.Get, $"projects/{project.Name}/audit?limit=100")).Body.GetProperty("items").EnumerateArray();
        var entry = trail.Single(entry => entry.GetProperty("action").GetString() == "sql.run");
        entry.GetProperty("outcome").GetString().ShouldBe("resources-exceeded");
    }

    /// <summary>Three may run at once and a project may have two: the third of one project waits although a place is free, and another project has that.</summary>
    [SpineFact]
    public async Task A_project_that_asks_for_everything_leaves_a_place_to_another()
    {
        await using var greedy = await shared.Platform.ProjectAsync("many");
        await using var modest = await shared.Platform.ProjectAsync("one");
        var asked = Enumerable.Range(0, 4).Select(number => Id("many", number)).ToList();
        var answers = asked.ConvertAll(id => CallAsync(greedy, Endless, id));
        await Until.HoldsAsync("all are known", async () => (await RunningAsync(greedy)).Count == asked.Count);

        (await modest.SqlAsync("SELECT 42"))[0][0].GetInt32().ShouldBe(42, "it did not wait for any of them");

        (await RunningAsync(greedy)).Count.ShouldBe(asked.Count);
        foreach (var id in asked)
            await greedy.Rest.CallAsync(HttpMethod.Delete, $"projects/{greedy.Name}/sql/{id}");
        foreach (var answer in answers)
            (await Should.ThrowAsync<PlatformException>(answer)).Message.ShouldBe("The statement was ended by ada.");
    }

    private static async Task<PlatformException> RefusedAsync(TestProject project, string statement) =>
        await Should.ThrowAsync<PlatformException>(project.SqlAsync(statement));

    private static async Task<List<JsonElement>> RunningAsync(TestProject project) =>
        await project.Rest.ListAsync($"projects/{project.Name}/sql").ToListAsync();

    private static Task CallAsync(TestProject project, string statement, string id) =>
        project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new { statement, id });

    private static string Id(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");

    /// <summary>A server whose runners have little of everything.</summary>
    public sealed class SmallPlatform : IAsyncLifetime
    {
        internal TestPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (SpineRequirement.Skip is not null)
                return;
            Platform = await TestPlatform.StartAsync(
                "Queries:MemoryMaxBytes=128MiB", "Queries:RunnerMemoryMaxBytes=384MiB", "Queries:ScratchMaxBytes=256MiB", "Queries:StatementTimeout=00:00:45",
                "Queries:StatementWait=00:05:00", "Queries:RunnersMax=3", "Queries:RunnersForQueries=0", "Queries:RunnersPerProjectMax=2", "Queries:Threads=1");
        }

        public async Task DisposeAsync()
        {
            if (Platform is not null)
                await Platform.DisposeAsync();
        }
    }
}
