using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Shell;

/// <summary>The lines of use in the README are typed as they stand.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class ReadmeTests(LiveServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [EngineFact]
    public async Task A_newcomer_who_types_the_lines_of_use_gets_an_answer()
    {
        var lines = Block("## Ten lines of use").Where(line => !line.StartsWith("hops login", StringComparison.Ordinal)).ToList();
        var sql = lines.FindIndex(line => line.StartsWith("hops sql", StringComparison.Ordinal));

        var made = await TypeAsync(["set -e", .. lines.Take(sql)]);
        made.ExitCode.ShouldBe(ExitCode.Ok, made.Said);

        // The first window is there when the query has seen the last event.
        using var patience = new CancellationTokenSource(Patience);
        var answer = await TypeAsync([lines[sql]]);
        while (answer.ExitCode != ExitCode.Ok || answer.Output.Split('\n').Length < 3)
        {
            await Task.Delay(100, patience.Token);
            answer = await TypeAsync([lines[sql]]);
        }

        var row = answer.Output.Split('\n')[1].Split('\t');
        (row[1], row[2], row[3]).ShouldBe(("UA", "2", "4.5"), answer.Said);
        var rest = await TypeAsync(["set -e", .. lines.Skip(sql + 1)]);
        rest.ExitCode.ShouldBe(ExitCode.Ok, rest.Said);
        await server.Admin.DoAsync("query", "stop", "hourly", "-p", "airports");
    }

    [EngineFact]
    public async Task A_newcomer_who_loads_a_file_of_his_own_reads_the_result()
    {
        var owner = await server.OwnerAsync("readme_file");
        var lines = Block("## A file of your own");

        var answer = await TypeAsync(owner, ["set -e", .. lines]);
        answer.ExitCode.ShouldBe(ExitCode.Ok, answer.Said);
        answer.Output.ShouldContain("""{"station":"BER","time":"2013-01-01T11:00:00Z","temp":0,"rain":0.2}""");
        answer.Errors.ShouldContain("Load the file: hops topic produce weather weather.csv --missing NA --decimal-comma");
        answer.Output.ShouldContain("BER\t2\t-0.75", Case.Sensitive, answer.Said);
        answer.Output.ShouldContain("MUC\t1\t3.5", Case.Sensitive, answer.Said);
    }

    private Task<HopsResult> TypeAsync(IEnumerable<string> lines) => TypeAsync(server.Admin, lines);

    private Task<HopsResult> TypeAsync(Person person, IEnumerable<string> lines)
    {
        var start = HopsProgram.Prepare(person.Home, ["-c", string.Join('\n', lines)]);
        start.FileName = "/bin/bash";
        start.Environment["PATH"] = Path.GetDirectoryName(HopsProgram.Path) + ":" + start.Environment["PATH"];
        start.Environment["HOPS_URL"] = server.Address.ToString();
        return HopsProgram.RunAsync(start, "");
    }

    private static string[] Block(string heading)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        var readme = File.ReadAllText(Path.Combine(directory, "README.md"));
        var block = readme[readme.IndexOf(heading, StringComparison.Ordinal)..].Split("```sh\n")[1].Split("```")[0];
        return block.TrimEnd('\n').Split('\n');
    }
}
