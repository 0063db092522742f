namespace Hops.Api.Tests.Queries;

public sealed class QueryRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_query_is_planned_made_started_watched_stopped_and_deleted()
    {
        using var owner = await server.UserAsync("que_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "que" })).Status.ShouldBe(201);
        var broken = await owner.SendAsync(HttpMethod.Post, "projects/que/queries", new { name = "q", definition = new { sql = "broken" } });
        (broken.Status, broken.Slug).ShouldBe((422, "invalid-query"));
        broken.Body.GetProperty("column").GetInt32().ShouldBe(8);
        broken.Body.GetProperty("status").GetInt32().ShouldBe(422);

        var made = await owner.SendAsync(HttpMethod.Post, "projects/que/queries", new { name = "q", definition = new { sql = "select 1" } });
        made.Status.ShouldBe(201, made.Text);
        made.Body.GetProperty("desired").GetString().ShouldBe("STOPPED");
        var started = await owner.SendAsync(HttpMethod.Post, "projects/que/queries/q/start");
        started.Body.GetProperty("desired").GetString().ShouldBe("RUNNING", started.Text);
        await UntilAsync(async () => (await owner.SendAsync(HttpMethod.Get, "projects/que/queries/q/progress")).Body.GetProperty("items").GetArrayLength() == 1);
        (await owner.SendAsync(HttpMethod.Delete, "projects/que/queries/q", ifMatch: "*")).Slug.ShouldBe("conflict");
        var stopped = await owner.SendAsync(HttpMethod.Post, "projects/que/queries/q/stop");
        stopped.Body.GetProperty("status").GetProperty("state").GetString().ShouldBe("STOPPED", stopped.Text);
        (await owner.SendAsync(HttpMethod.Delete, "projects/que/queries/q", ifMatch: stopped.ETag)).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/que/queries/q")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_query_is_killed_and_restarted_and_the_trail_tells_both()
    {
        using var owner = await server.UserAsync("kil_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "kil" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/kil/queries", new { name = "q", definition = new { sql = "select 1" } })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/kil/queries/q/start")).Status.ShouldBe(200);
        var first = await RunnerAsync();

        var restarted = await owner.SendAsync(HttpMethod.Post, "projects/kil/queries/q/restart");
        restarted.Body.GetProperty("desired").GetString().ShouldBe("RUNNING", restarted.Text);
        (await RunnerAsync()).ShouldNotBe(first);
        var killed = await owner.SendAsync(HttpMethod.Post, "projects/kil/queries/q/kill");
        (killed.Body.GetProperty("desired").GetString(), killed.Body.GetProperty("status").GetProperty("state").GetString()).ShouldBe(("STOPPED", "STOPPED"), killed.Text);
        (await owner.SendAsync(HttpMethod.Post, "projects/kil/queries/q/restart")).Status.ShouldBe(200);
        await RunnerAsync();
        (await owner.SendAsync(HttpMethod.Post, "projects/kil/queries/q/stop")).Status.ShouldBe(200);

        (await owner.SendAsync(HttpMethod.Get, "projects/kil/audit?limit=1000")).Body.GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("target").GetString() == "q").Select(entry => entry.GetProperty("action").GetString())
            .ShouldBe(["query.create", "query.start", "query.restart", "query.kill", "query.restart", "query.stop"]);

        async Task<int> RunnerAsync()
        {
            var process = 0;
            await UntilAsync(async () =>
            {
                var status = (await owner.SendAsync(HttpMethod.Get, "projects/kil/queries/q")).Body.GetProperty("status");
                return status.GetProperty("state").GetString() == "RUNNING" && status.GetProperty("processId").TryGetInt32(out process);
            });
            return process;
        }
    }

    [Fact]
    public async Task Of_many_starts_at_the_same_moment_one_runs()
    {
        using var owner = await server.UserAsync("onc_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "onc" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/onc/queries", new { name = "q", definition = new { sql = "select 1" } })).Status.ShouldBe(201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => owner.SendAsync(HttpMethod.Post, "projects/onc/queries/q/start")));

        answers.ShouldAllBe(answer => answer.Status == 200);
        await UntilAsync(async () => (await owner.SendAsync(HttpMethod.Get, "projects/onc/queries/q/progress")).Body.GetProperty("items").GetArrayLength() == 1);
        server.Platform.Roster.Now.Tokens.Values.Count(token => token.ExecutionId.Length > 0 && token.ProjectId == server.Platform.Roster.Now.FindProject("onc")!.Row.Id).ShouldBeLessThanOrEqualTo(1);
        (await owner.SendAsync(HttpMethod.Post, "projects/onc/queries/q/stop")).Body.GetProperty("status").GetProperty("state").GetString().ShouldBe("STOPPED");
        var runners = (await owner.SendAsync(HttpMethod.Get, "projects/onc/ledger")).Body.GetProperty("items").EnumerateArray().Where(runner => runner.GetProperty("work").GetString() == "q");
        runners.Count().ShouldBe(1, "each runner that has started has a line in the ledger");
    }

    [Fact]
    public async Task Queries_of_a_member_who_is_removed_stop_with_the_answer()
    {
        using var owner = await server.UserAsync("rem_owner");
        using var scientist = await server.UserAsync("rem_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "rem" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/rem/members", new { user = "rem_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await scientist.SendAsync(HttpMethod.Post, "projects/rem/queries", new { name = "q", definition = new { } })).Status.ShouldBe(201);
        (await scientist.SendAsync(HttpMethod.Post, "projects/rem/queries/q/start")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Delete, "projects/rem/members/rem_sci", ifMatch: "*")).Status.ShouldBe(204);
        var query = (await owner.SendAsync(HttpMethod.Get, "projects/rem/queries/q")).Body;
        query.GetProperty("desired").GetString().ShouldBe("STOPPED");
        query.GetProperty("status").GetProperty("state").GetString().ShouldBe("STOPPED");
        server.Platform.Roster.Now.Tokens.Values.ShouldNotContain(token => token.ExecutionId.Length > 0);
    }

    [Fact]
    public async Task The_trail_names_who_starts_finishes_and_stops_a_query_of_somebody_else()
    {
        using var owner = await server.UserAsync("who_owner");
        using var scientist = await server.UserAsync("who_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "who" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/who/members", new { user = "who_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/who/queries", new { name = "q", definition = new { } })).Status.ShouldBe(201);
        foreach (var verb in new[] { "start", "stop", "stop", "start", "start", "finish" })
            (await scientist.SendAsync(HttpMethod.Post, $"projects/who/queries/q/{verb}")).Status.ShouldBe(200);

        var entries = (await owner.SendAsync(HttpMethod.Get, "projects/who/audit?limit=1000")).Body.GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("actor").GetString() == "who__who_sci" && entry.GetProperty("target").GetString() == "q")
            .Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("detail").GetString()}");
        const string OfOwner = "{\"owner\":\"who_owner\"}";
        entries.ShouldBe([$"query.start {OfOwner}", $"query.stop {OfOwner}", $"query.start {OfOwner}", $"query.finish {OfOwner}"]);
    }

    [Fact]
    public async Task A_statement_is_answered_and_its_limits_are_checked()
    {
        using var owner = await server.UserAsync("sql_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "sql" })).Status.ShouldBe(201);
        var answer = await owner.SendAsync(HttpMethod.Post, "projects/sql/sql", new { statement = "select 1" });
        answer.Status.ShouldBe(200, answer.Text);
        answer.Body.GetProperty("rows")[0][0].GetInt32().ShouldBe(1);
        (await owner.SendAsync(HttpMethod.Post, "projects/sql/sql", new { statement = "" })).Status.ShouldBe(400);
        (await owner.SendAsync(HttpMethod.Post, "projects/sql/sql", new { statement = "x", rowsMax = 0 })).Status.ShouldBe(400);
        (await owner.SendAsync(HttpMethod.Post, "projects/sql/sql", new { statement = "broken" })).Slug.ShouldBe("invalid-query");
    }

    [Theory]
    [InlineData("topics", "orders", "The topic 'orders' is gone, which the query reads; did you mean 'order'? Make a new query over a topic that is there.")]
    [InlineData("topics", "letters", "The topic 'letters' is gone, to which the query sends bad records. Make it again.")]
    [InlineData("datasets", "daily", "The dataset 'daily' is gone, into which the query writes; did you mean 'dayly'? Make it again, or delete the query.")]
    public async Task What_a_stopped_query_uses_is_deleted_when_forced_and_its_start_names_what_is_gone(string kind, string name, string gone)
    {
        var project = $"gone_{name}";
        using var owner = await server.UserAsync(project);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        foreach (var topic in new[] { "orders", "order", "letters" })
            (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = topic })).Status.ShouldBe(201);
        foreach (var dataset in new[] { "daily", "dayly" })
            (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = dataset })).Status.ShouldBe(201);
        var definition = new { topic = "orders", deadLetterTopic = "letters", sink = "daily" };
        (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/queries", new { name = "q", definition })).Status.ShouldBe(201);

        var refused = await owner.SendAsync(HttpMethod.Delete, $"projects/{project}/{kind}/{name}", ifMatch: "*");
        (refused.Status, refused.Slug).ShouldBe((409, "conflict"), refused.Text);
        refused.Body.GetProperty("detail").GetString().ShouldBe(
            $"The {kind[..^1]} {name} is used by the stopped query 'q', which could not be started again: delete that first, or force it.");
        refused.Body.GetProperty("queries").EnumerateArray().Select(query => query.GetString()).ShouldBe(["q"]);
        (await owner.SendAsync(HttpMethod.Delete, $"projects/{project}/{kind}/{name}?force=true", ifMatch: "*")).Status.ShouldBe(204);

        var started = await owner.SendAsync(HttpMethod.Post, $"projects/{project}/queries/q/start");
        (started.Status, started.Body.GetProperty("detail").GetString()).ShouldBe((404, gone));
        (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/queries/q")).Body.GetProperty("desired").GetString().ShouldBe("STOPPED");
    }

    [Theory]
    [InlineData("queries", "topic")]
    [InlineData("queries", "deadLetterTopic")]
    [InlineData("query-plans", "topic")]
    public async Task A_query_over_a_topic_that_was_deleted_is_refused_for_that_and_not_planned_by_the_schema_that_stays(string route, string field)
    {
        var project = $"dele_{route[..5]}_{field.Length}".Replace('-', '_');
        using var owner = await server.UserAsync(project);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        foreach (var topic in new[] { "orders", "order" })
            (await owner.SendAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = topic, valueSchema = "\"string\"" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Delete, $"projects/{project}/topics/orders")).Status.ShouldBe(204);

        var definition = new Dictionary<string, string> { ["topic"] = "order", ["sql"] = "broken", [field] = "orders" };
        var refused = await owner.SendAsync(
            HttpMethod.Post, $"projects/{project}/{route}", route == "queries" ? new { name = "q", definition } : (object)new { definition });

        (refused.Status, refused.Body.GetProperty("detail").GetString()).ShouldBe((404, "There is no topic 'orders' in the project; did you mean 'order'?"));
    }

    [Fact]
    public async Task Running_and_stopped_queries_are_told_apart_when_what_they_use_is_deleted()
    {
        using var owner = await server.UserAsync("both_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "both" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/both/topics", new { name = "orders" })).Status.ShouldBe(201);
        foreach (var name in new[] { "runs", "rests", "sleeps" })
            (await owner.SendAsync(HttpMethod.Post, "projects/both/queries", new { name, definition = new { topic = "orders" } })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/both/queries/runs/start")).Status.ShouldBe(200);

        var refused = await owner.SendAsync(HttpMethod.Delete, "projects/both/topics/orders");

        refused.Body.GetProperty("detail").GetString().ShouldBe(
            "The topic orders is used by the query 'runs', which would fail without it, and by the stopped queries 'rests', 'sleeps', which could not be "
            + "started again: stop and delete what uses it first, or force it.");
        (await owner.SendAsync(HttpMethod.Post, "projects/both/queries/runs/stop")).Status.ShouldBe(200);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await holds())
            await Task.Delay(20, deadline.Token);
    }
}
