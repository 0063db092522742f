using System.Globalization;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Streaming queries and SQL by the executable, and what their processes show of secrets.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class QueryTests(LiveServer server)
{
    private const string Schema = """{"type":"record","name":"Departure","fields":[{"name":"carrier","type":"string"},{"name":"delay","type":"long"}]}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [EngineFact]
    public async Task A_query_carries_records_into_a_dataset_where_sql_finds_them_and_no_process_shows_a_secret()
    {
        var owner = await server.OwnerAsync("qu");
        await owner.DoAsync("dataset", "create", "raw");
        await owner.DoAsync("topic", "create", "departures", "--value-schema", owner.Write("schema.avsc", Schema));
        await owner.RefusedAsync(ExitCode.NotFound, "sql", "SELECT count(*) FROM raw");
        await owner.RefusedAsync(ExitCode.Failed, "query", "create", "bad", "--topic", "departures", "--sql", "SELECT nothing FROM departures", "--sink", "raw");
        await owner.RefusedAsync(ExitCode.Usage, "query", "create", "bad", "--topic", "departures");

        await owner.DoAsync(
            "query", "create", "copy", "--topic", "departures", "--sql", "SELECT * FROM departures", "--sink", "raw", "--from", "earliest", "--trigger", "200ms", "--start");
        await owner.DoAsync("topic", "produce", "departures", owner.Write("a", "{\"carrier\":\"UA\",\"delay\":1}\n{\"carrier\":\"AA\",\"delay\":2}\n"));
        await UntilAsync(async () => (await SqlAsync(owner, "SELECT count(*) AS n FROM raw")) == "2");
        ShowNoSecret(await File.ReadAllTextAsync(owner.ProfilePath));

        (await owner.JsonAsync("query", "list")).EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("copy");
        (await owner.JsonAsync("query", "get", "copy")).GetProperty("desired").GetString().ShouldBe("RUNNING");
        (await owner.DoAsync("query", "progress", "copy")).ShouldNotBeEmpty();
        (await owner.TypeAsync("SELECT carrier FROM raw ORDER BY delay", "sql", "-")).Output.ShouldBe("carrier\nUA\nAA\n");
        (await owner.DoAsync("sql", "SELECT carrier, delay FROM raw ORDER BY delay", "-o", "csv")).ShouldBe("carrier,delay\nUA,1\nAA,2\n");
        (await owner.DoAsync("sql", "SELECT carrier, delay FROM raw ORDER BY delay", "--chart", "bar")).ShouldContain("AA │█");
        (await owner.JsonAsync("sql", "SELECT delay FROM raw", "--limit", "1")).GetProperty("truncated").GetBoolean().ShouldBeTrue();
        await owner.RefusedAsync(ExitCode.Failed, "sql", "SELEC 1");
        await owner.DoAsync("query", "stop", "copy");
        await owner.DoAsync("query", "delete", "copy", "--yes");
        await owner.RefusedAsync(ExitCode.NotFound, "query", "get", "copy");
    }

    /// <summary>Arguments and environment of the server and of all that it has started.</summary>
    private void ShowNoSecret(string profile)
    {
        var token = System.Text.Json.JsonElement.Parse(profile).GetProperty("default").GetProperty("token").GetString()!;
        var family = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) && (id == server.ProcessId || ParentOf(id) == server.ProcessId)).ToList();
        family.Count.ShouldBeGreaterThan(1, "the server and the runner of the query");
        foreach (var file in family.SelectMany(id => new[] { $"/proc/{id}/cmdline", $"/proc/{id}/environ" }))
        {
            var shown = Shown(file);
            shown.ShouldNotContain("hps_", Case.Sensitive, file);
            shown.ShouldNotContain(token, Case.Sensitive, file);
        }
    }

    /// <summary>What a stranger of the same user would see; nothing where the process has closed itself to others.</summary>
    private static string Shown(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int ParentOf(int id)
    {
        var status = Shown($"/proc/{id}/stat");
        var parts = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
    }

    private static async Task<string> SqlAsync(Person person, string statement)
    {
        var answer = await person.RunAsync("sql", statement);
        return answer.ExitCode == ExitCode.Ok ? answer.Output.TrimEnd('\n').Split('\n')[^1] : "";
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(100, patience.Token);
    }
}
