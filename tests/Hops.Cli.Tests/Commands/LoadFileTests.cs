using System.Diagnostics;
using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>A file of one's own becomes a topic and is loaded, by the executable.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class LoadFileTests(LiveServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_file_of_ones_own_becomes_a_topic_and_is_loaded()
    {
        var owner = await server.OwnerAsync("load_own");
        var file = owner.Write("weather.csv", "\ufeffstation;when;Temp (C);note\nB;2013-01-01 10:00;-1,5;\"a\nb\"\nB;2013-01-01 11:00;NA;\nC;2013-01-01 12:00;3;\"\"\n");
        string[] choice = ["--decimal-comma", "--missing", "NA"];

        (await owner.JsonAsync(["schema", "infer", file, .. choice])).GetProperty("name").GetString().ShouldBe("weather");
        var made = await owner.RunAsync(["topic", "create", "weather", "--partitions", "1", "--from", file, .. choice]);
        made.ExitCode.ShouldBe(ExitCode.Ok, made.Said);
        made.Errors.ShouldContain($"Load the file: hops topic produce weather {file}");
        await owner.DoAsync(["topic", "produce", "weather", file, .. choice]);

        (await owner.DoAsync("topic", "read", "weather")).ShouldBe(
            """
            {"station":"B","when":"2013-01-01T10:00:00Z","Temp_C":-1.5,"note":"a\nb"}
            {"station":"B","when":"2013-01-01T11:00:00Z","Temp_C":null,"note":null}
            {"station":"C","when":"2013-01-01T12:00:00Z","Temp_C":3,"note":""}

            """);
        await owner.RefusedAsync(ExitCode.Usage, "topic", "create", "both", "--from", file, "--value-schema", file);
    }

    /// <summary>The schema takes NA and - for missing values, so the line that comes next has to name them as well.</summary>
    [Fact]
    public async Task The_command_that_loads_the_file_is_complete_and_survives_a_shell()
    {
        var owner = await server.OwnerAsync("load_copy");
        var file = owner.Write("it's mine.txt", "city;temp;rain\nBER;1,5;NA\nMUC;-;2,5\n");

        var made = await owner.RunAsync("topic", "create", "copied", "--from", file, "--csv", "--separator", ";", "--decimal-comma", "--project", "load_copy");

        made.ExitCode.ShouldBe(ExitCode.Ok, made.Said);
        var command = made.Errors.Split('\n').Single(line => line.StartsWith("Load the file: hops ", StringComparison.Ordinal))["Load the file: hops ".Length..];
        await owner.DoAsync(await WordsAsync(command));
        (await owner.DoAsync("topic", "read", "copied")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(
            ["""{"city":"BER","temp":1.5,"rain":null}""", """{"city":"MUC","temp":null,"rain":2.5}"""]);
    }

    [Fact]
    public async Task A_bad_cell_is_quoted_with_what_to_do_and_the_rest_is_loaded_from_its_line_on()
    {
        var owner = await server.OwnerAsync("load_bad");
        var file = owner.Write("d.csv", "carrier,delay\nUA,1\nAA,NA\nB6,3\n");
        const string Schema = """{"type":"record","name":"D","fields":[{"name":"carrier","type":"string"},{"name":"delay","type":["null","long"],"default":null}]}""";
        await owner.DoAsync("topic", "create", "d", "--partitions", "1", "--value-schema", owner.Write("d.avsc", Schema));

        var refused = await owner.RunAsync("topic", "produce", "d", file);

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        refused.Errors.ShouldContain("Line 3: The value at /delay does not fit: 'NA' is no whole number; write a whole number such as 42. If it stands for a missing value: --missing NA");
        refused.Errors.ShouldContain("acknowledged: 1");
        refused.Errors.ShouldContain("resume: --from-line 3");
        await owner.DoAsync("topic", "produce", "d", file, "--from-line", "3", "--missing", "NA");
        (await owner.DoAsync("topic", "read", "d")).ShouldBe("{\"carrier\":\"UA\",\"delay\":1}\n{\"carrier\":\"AA\",\"delay\":null}\n{\"carrier\":\"B6\",\"delay\":3}\n");

        var noKey = await owner.RunAsync("topic", "produce", "d", file, "--key-field", "nope");
        noKey.ExitCode.ShouldBe(ExitCode.Usage, noKey.Said);
        noKey.Errors.ShouldContain("'D' has no field 'nope' that could be the key; it has carrier, delay");
        (await owner.DoAsync("topic", "read", "d")).Count(letter => letter == '\n').ShouldBe(3);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused_in_every_format()
    {
        var owner = await server.OwnerAsync("load_utf8");
        const string Schema = """{"type":"record","name":"D","fields":[{"name":"a","type":"string"}]}""";
        await owner.DoAsync("topic", "create", "d", "--partitions", "1", "--value-schema", owner.Write("d.avsc", Schema));
        foreach (var (name, text) in new[] { ("x.csv", "a\nM?nchen\n"), ("x.json", "{\"a\":\"M?nchen\"}\n") })
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(text);
            bytes[Array.IndexOf(bytes, (byte)'?')] = 0xfc;
            var path = Path.Combine(owner.Home, name);
            await File.WriteAllBytesAsync(path, bytes);

            var refused = await owner.RunAsync("topic", "produce", "d", path);
            refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
            refused.Errors.ShouldContain("not UTF-8");
        }

        await owner.DoAsync("topic", "produce", "d", owner.Write("b.json", "\ufeff{\"a\":\"x\"}\n"));
        (await owner.DoAsync("topic", "read", "d")).ShouldBe("{\"a\":\"x\"}\n");
    }

    [Fact]
    public async Task An_interrupted_load_says_how_many_were_acknowledged_and_where_to_go_on()
    {
        var owner = await server.OwnerAsync("load_stop");
        await owner.DoAsync("topic", "create", "d", "--partitions", "1", "--value-schema", owner.Write("d.avsc", """{"type":"record","name":"D","fields":[{"name":"a","type":"int"}]}"""));
        using var loading = Process.Start(owner.Prepare("topic", "produce", "d"))!;
        var errors = loading.StandardError.ReadToEndAsync();
        await loading.StandardInput.WriteAsync("{\"a\":1}\n{\"a\":2}\n");
        await loading.StandardInput.FlushAsync();
        var deadline = Stopwatch.StartNew();
        while ((await owner.DoAsync("topic", "read", "d")).Count(letter => letter == '\n') < 2)
            deadline.Elapsed.ShouldBeLessThan(Patience);

        Signal.Send(loading.Id, Signal.Interrupt);
        await loading.WaitForExitAsync().WaitAsync(Patience);

        loading.ExitCode.ShouldBe(ExitCode.Interrupted);
        (await errors).ShouldContain("Interrupted: 2 records are acknowledged, which are all up to line 2. Go on with --from-line 3.");
    }

    [Fact]
    public async Task A_file_of_jumping_times_draws_a_warning_where_a_query_waits_less()
    {
        var owner = await server.OwnerAsync("load_late");
        var file = owner.Write("d.csv", "ts,n\n2013-01-02,1\n2013-01-01,2\n1357034400,3\n");
        const string Schema = """{"type":"record","name":"D","fields":[{"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"n","type":"int"}]}""";
        await owner.DoAsync("topic", "create", "d", "--partitions", "1", "--value-schema", owner.Write("d.avsc", Schema));
        await owner.DoAsync("dataset", "create", "hourly");
        await owner.DoAsync(
            "query", "create", "hourly", "--topic", "d", "--sink", "hourly", "--watermark-column", "ts", "--watermark-delay", "10m", "--start",
            "--sql", "SELECT window_start, count(*) AS n FROM d GROUP BY tumble(ts, INTERVAL '1 hour')");

        var loaded = await owner.RunAsync("topic", "produce", "d", file);
        await owner.DoAsync("query", "stop", "hourly");

        loaded.ExitCode.ShouldBe(ExitCode.Ok, loaded.Said);
        loaded.Errors.ShouldContain("Line 3: ts jumps back by more than the delay of the running query 'hourly' (0:10:00)");
        loaded.Errors.ShouldContain("2 of 3 records were more than 0:10:00 behind an earlier one in ts");
        loaded.Errors.ShouldContain("Line 4: ts is '1357034400', which is 1970-01-16T16:57:14Z in its unit.");
    }

    [EngineFact]
    public async Task Names_that_do_not_exist_are_told_with_what_may_have_been_meant()
    {
        var owner = await server.OwnerAsync("load_names");
        var file = owner.Write("weather.csv", "a\n1\n");
        await owner.DoAsync("topic", "create", "weather", "--from", file);
        await owner.DoAsync("topic", "create", "plain");
        await owner.DoAsync("dataset", "create", "daily");
        (string[] Line, string Said)[] cases =
        [
            (["topic", "produce", "wether", file], "There is no topic 'wether' in the project; did you mean 'weather'?"),
            (["topic", "read", "wether"], "did you mean 'weather'?"),
            (["topic", "produce", "plain", file], "The topic 'plain' has no schema for its values"),
            (["dataset", "get", "weather"], "weather is a topic; datasets are daily."),
            (["sql", "SELECT * FROM weather"], "There is no dataset 'weather' in the project: weather is a topic, which a statement reads as topics.weather."),
            (["sql", "SELECT * FROM other.daily"], "Let an owner of other share it (hops share offer), or make you a member"),
            (["query", "create", "q", "--topic", "wether", "--sink", "daily", "--sql", "SELECT a FROM wether"], "did you mean 'weather'?"),
            (["query", "create", "q", "--topic", "weather", "--sink", "dayly", "--sql", "SELECT a FROM weather"], "did you mean 'daily'?"),
            (["query", "start", "nope"], "There is no query 'nope' in the project; it has no queries."),
            (["project", "use", "load_name"], "did you mean 'load_names'?"),
        ];

        foreach (var (line, said) in cases)
        {
            var refused = await owner.RunAsync(line);
            refused.ExitCode.ShouldBe(ExitCode.NotFound, refused.Said);
            refused.Errors.ShouldContain(said, Case.Sensitive, refused.Said);
        }
    }

    /// <summary>The words that a shell makes of a line.</summary>
    private static async Task<string[]> WordsAsync(string line)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"for word in {line}; do printf '%s\\n' \"$word\"; done"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var shell = Process.Start(start)!;
        return (await shell.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
