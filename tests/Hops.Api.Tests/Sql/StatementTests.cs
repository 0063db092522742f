using System.Text.Json;

namespace Hops.Api.Tests.Sql;

/// <summary>SQL statements as callers of each role meet them: who sees how much, who ends what, and what the audit trail holds.</summary>
public sealed class StatementTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_owner_sees_the_whole_result_and_a_scientist_a_preview_that_says_so()
    {
        var (owner, scientist) = await ProjectAsync("pre");
        using var _ = owner;
        using var __ = scientist;
        var whole = await SqlAsync(owner, "pre", "how many", 5000);
        (whole.Body.GetProperty("rows")[0][0].GetInt32(), whole.Body.GetProperty("truncatedBy").GetString()).ShouldBe((5000, "rows"));
        var preview = await SqlAsync(scientist, "pre", "how many", 5000);
        preview.Body.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.GetInt32()).ShouldBe([1000, 1_000_000]);
        preview.Body.GetProperty("truncatedBy").GetString().ShouldBe("previewRows");
        preview.Body.GetProperty("note").GetString().ShouldBe("A preview for a Data Scientist has at most 1,000 rows, whatever is asked for: count and group in the statement, or ask a Data Owner.");
        var asked = await SqlAsync(scientist, "pre", "how many", 10);
        asked.Body.GetProperty("truncatedBy").GetString().ShouldBe("rows");
    }

    [Fact]
    public async Task A_project_has_twenty_thousand_rows_of_previews_a_day_and_its_owner_any_number()
    {
        var (owner, scientist) = await ProjectAsync("day");
        using var _ = owner;
        using var __ = scientist;
        for (var statement = 0; statement < 19; statement++)
            (await SqlAsync(scientist, "day", "all of them", 10_000)).Status.ShouldBe(200);
        (await SqlAsync(scientist, "day", "select 1", 10_000)).Status.ShouldBe(200, "what a statement does not use goes back");
        var rest = await SqlAsync(scientist, "day", "how many", 10_000);
        (rest.Body.GetProperty("rows")[0][0].GetInt32(), rest.Body.GetProperty("truncatedBy").GetString()).ShouldBe((999, "previewRowsPerDay"));
        (await SqlAsync(scientist, "day", "all of them", 10_000)).Status.ShouldBe(500, "a runner that answers more than it may is not believed");
        (await SqlAsync(scientist, "day", "most of them", 998)).Status.ShouldBe(200);
        var refused = await SqlAsync(scientist, "day", "select 1", 1);
        (refused.Status, refused.Slug).ShouldBe((403, "limit-exceeded"));
        refused.Body.GetProperty("detail").GetString()!.ShouldContain("20000 rows of previews of this day");
        (await SqlAsync(owner, "day", "select 1", 1)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_statement_of_anybody_is_in_the_audit_trail_with_its_rows_and_bytes()
    {
        var (owner, scientist) = await ProjectAsync("aud");
        using var _ = owner;
        using var __ = scientist;
        await SqlAsync(owner, "aud", "select 1", 5);
        await SqlAsync(scientist, "aud", "how many", 5);
        await SqlAsync(scientist, "aud", "broken", 5);
        var entries = await RecordsAsync(owner, "aud");
        entries.Select(entry => (Text(entry, "actor"), Text(entry, "target"), Text(entry, "outcome"))).ShouldBe(
            [("aud__aud_owner", "select ?", "ok"), ("aud__aud_sci", "how many", "ok"), ("aud__aud_sci", "broken", "invalid-query")], ignoreOrder: true);
        var seen = entries.Single(entry => Text(entry, "target") == "how many").GetRawText();
        seen.ShouldContain("rows");
        seen.ShouldContain("preview");
    }

    [Fact]
    public async Task A_statement_that_runs_is_seen_and_ended_by_its_caller_and_by_who_rules_the_project()
    {
        var (owner, scientist) = await ProjectAsync("end");
        using var _ = owner;
        using var __ = scientist;
        var own = SqlAsync(scientist, "end", "wait for ever", 5, "mine");
        await UntilAsync(async () => await PercentageAsync(scientist, "end", "mine") == 42);
        (await owner.SendAsync(HttpMethod.Get, "projects/end/sql")).Body.GetProperty("items")[0].GetProperty("user").GetString().ShouldBe("end_sci");
        (await SqlAsync(scientist, "end", "select 1", 5, "mine")).Slug.ShouldBe("already-exists");
        (await scientist.SendAsync(HttpMethod.Delete, "projects/end/sql/mine")).Status.ShouldBe(204);
        var ended = await own.WaitAsync(Patience);
        (ended.Status, ended.Slug).ShouldBe((409, "conflict"));
        ended.Body.GetProperty("detail").GetString().ShouldBe("The statement was ended by end_sci.");
        Text((await RecordsAsync(owner, "end")).Single(), "outcome").ShouldBe("cancelled");

        var owners = SqlAsync(owner, "end", "wait for ever", 5, "other");
        await UntilAsync(async () => await PercentageAsync(owner, "end", "other") == 42);
        (await scientist.SendAsync(HttpMethod.Get, "projects/end/sql")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await scientist.SendAsync(HttpMethod.Delete, "projects/end/sql/other")).Status.ShouldBe(404);
        (await owner.SendAsync(HttpMethod.Delete, "projects/end/sql/other")).Status.ShouldBe(204);
        (await owners.WaitAsync(Patience)).Status.ShouldBe(409);
        (await owner.SendAsync(HttpMethod.Delete, "projects/end/sql/other")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_statement_ends_when_its_caller_hangs_up()
    {
        var (owner, scientist) = await ProjectAsync("gone");
        using var _ = owner;
        var running = SqlAsync(scientist, "gone", "wait for ever", 5, "left");
        await UntilAsync(async () => await PercentageAsync(scientist, "gone", "left") == 42);
        scientist.Dispose();
        await Should.ThrowAsync<Exception>(running);
        await UntilAsync(async () => (await owner.SendAsync(HttpMethod.Get, "projects/gone/sql")).Body.GetProperty("items").GetArrayLength() == 0);
        Text((await RecordsAsync(owner, "gone")).Single(), "outcome").ShouldBe("cancelled");
        server.Platform.Roster.Now.Tokens.Values.ShouldNotContain(token => token.ExecutionId.StartsWith("statement", StringComparison.Ordinal) && token.ProjectId == IdOf("gone"));
    }

    [Fact]
    public async Task A_statement_ends_within_two_seconds_when_its_user_is_removed()
    {
        var (owner, scientist) = await ProjectAsync("rev");
        using var _ = owner;
        using var __ = scientist;
        var running = SqlAsync(scientist, "rev", "wait for ever", 5, "mine");
        await UntilAsync(async () => await PercentageAsync(scientist, "rev", "mine") == 42);
        (await owner.SendAsync(HttpMethod.Delete, "projects/rev/members/rev_sci", ifMatch: "*")).Status.ShouldBe(204);
        (await running.WaitAsync(Patience)).Status.ShouldBeOneOf(401, 403, 404);
    }

    [Fact]
    public async Task A_statement_ends_with_the_token_by_which_it_was_asked()
    {
        var (owner, scientist) = await ProjectAsync("tok");
        using var _ = owner;
        using var __ = scientist;
        var (id, secret) = await TokenAsync(owner, "RUN", "READ");
        using var byToken = server.As(secret);
        var running = SqlAsync(byToken, "tok", "wait for ever", 5, "mine");
        await UntilAsync(async () => await PercentageAsync(owner, "tok", "mine") == 42);
        (await owner.SendAsync(HttpMethod.Delete, "tokens/" + id)).Status.ShouldBe(204);
        (await running.WaitAsync(Patience)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_token_that_may_run_and_not_read_has_no_statement_answered()
    {
        var (owner, scientist) = await ProjectAsync("scope");
        using var _ = owner;
        using var __ = scientist;
        foreach (var member in new[] { owner, scientist })
        {
            var (_, secret) = await TokenAsync(member, "RUN");
            using var byToken = server.As(secret);
            var refused = await SqlAsync(byToken, "scope", "select 1", 5);
            (refused.Status, refused.Slug).ShouldBe((403, "access-denied"), refused.Text);
        }
    }

    [Fact]
    public async Task A_runner_that_has_no_more_memory_is_a_refusal_in_plain_words()
    {
        var (owner, scientist) = await ProjectAsync("mem");
        using var _ = owner;
        using var __ = scientist;
        var refused = await SqlAsync(owner, "mem", "die at once", 5);
        (refused.Status, refused.Slug).ShouldBe((422, "resources-exceeded"));
        refused.Body.GetProperty("detail").GetString()!.ShouldStartWith("It used more memory than its 1024 MB");
    }

    [Fact]
    public async Task An_id_that_is_taken_uses_nothing_of_the_previews_of_the_day()
    {
        var (owner, scientist) = await ProjectAsync("twice");
        using var _ = owner;
        using var __ = scientist;
        var running = SqlAsync(owner, "twice", "wait for ever", 5, "mine");
        await UntilAsync(async () => await PercentageAsync(owner, "twice", "mine") == 42);
        for (var attempt = 0; attempt < 25; attempt++)
            (await SqlAsync(scientist, "twice", "select 1", 1000, "mine")).Slug.ShouldBe("already-exists");

        (await SqlAsync(scientist, "twice", "select 1", 1000)).Status.ShouldBe(200, "25,000 rows were set aside for nothing");
        (await owner.SendAsync(HttpMethod.Delete, "projects/twice/sql/mine")).Status.ShouldBe(204);
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_id_of_a_statement_has_a_form()
    {
        var (owner, scientist) = await ProjectAsync("form");
        using var _ = owner;
        using var __ = scientist;
        foreach (var id in new[] { "", "Upper", "a/b", new string('a', 65) })
            (await SqlAsync(owner, "form", "select 1", 5, id)).Status.ShouldBe(400, id);
    }

    /// <summary>What the audit trail holds of the statements of a project.</summary>
    private static async Task<List<JsonElement>> RecordsAsync(ApiClient owner, string project) =>
    [
        .. (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/audit?limit=100")).Body.GetProperty("items").EnumerateArray()
            .Where(entry => Text(entry, "action") == "sql.run"),
    ];

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static Task<ApiAnswer> SqlAsync(ApiClient caller, string project, string statement, int rowsMax, string? id = null) =>
        caller.SendAsync(HttpMethod.Post, $"projects/{project}/sql", new { statement, rowsMax, id });

    private static async Task<double?> PercentageAsync(ApiClient caller, string project, string id)
    {
        var view = await caller.SendAsync(HttpMethod.Get, $"projects/{project}/sql/{id}");
        return view.Status == 200 && view.Body.GetProperty("percentage") is { ValueKind: JsonValueKind.Number } share ? share.GetDouble() : null;
    }

    private static async Task<(string Id, string Secret)> TokenAsync(ApiClient owner, params string[] scopes)
    {
        var made = await owner.SendAsync(HttpMethod.Post, "tokens", new { name = "t", scopes });
        made.Status.ShouldBe(201, made.Text);
        return (made.Body.GetProperty("description").GetProperty("id").GetString()!, made.Body.GetProperty("token").GetString()!);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await holds())
            await Task.Delay(20, deadline.Token);
    }

    private long IdOf(string project) => server.Platform.Roster.Now.FindProject(project)!.Row.Id;

    private async Task<(ApiClient Owner, ApiClient Scientist)> ProjectAsync(string name)
    {
        var owner = await server.UserAsync(name + "_owner");
        var scientist = await server.UserAsync(name + "_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{name}/members", new { user = name + "_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        return (owner, scientist);
    }
}
