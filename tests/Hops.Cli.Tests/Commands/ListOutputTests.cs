using System.Text.Json;
using Hops.Cli.Records;
using Hops.Cli.Tests.Records;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Every command that lists prints the same rows as a table, as comma separated values and as JSON.</summary>
[Collection(WalkServerGroup.Name)]
public sealed class ListOutputTests(LiveServer server)
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""";

    /// <summary>What a terminal, a spreadsheet or a shell could take for something else.</summary>
    private const string Hostile = "tab\there, \"quoted\"\nand \u001b[31mred \u202ebackwards";

    /// <summary>What lists without being called so; the walk below finds the others.</summary>
    private static readonly string[] AlsoLists = ["fs ls", "query progress"];

    /// <summary>What a query that never ran, and a project without consumers, uploads under way and requests to join, have none of.</summary>
    private static readonly string[] MayBeEmpty = ["query progress", "group list", "fs uploads list", "join list", "announcement list", "account passkey list", "account identity list", "user identity list"];

    [Fact]
    public async Task Rows_and_columns_are_the_same_in_every_format()
    {
        var owner = await FilledAsync("out_all");
        var lists = CommandWalk.Leaves
            .Where(leaf => leaf.Words[^1] == "list" || AlsoLists.Contains(string.Join(' ', leaf.Words))).ToList();
        lists.Count.ShouldBeGreaterThanOrEqualTo(11);

        await CommandWalk.EachAsync(lists, async (words, command) =>
        {
            var said = string.Join(' ', words);
            // The query of the project is "q"; users and announcements are listed by the administrator alone.
            var line = CommandWalk.Line(words, command, "").Select(word => word != "x" ? word : words is ["user", "identity", _] ? "admin" : "q").ToArray();
            var person = words[0] is "user" or "announcement" ? server.Admin : owner;

            var json = await person.JsonAsync(line);
            json.ValueKind.ShouldBe(JsonValueKind.Array, said);
            var csv = Cells(await person.DoAsync([.. line, "-o", "csv"]));
            csv.ShouldAllBe(row => row.Count == csv[0].Count, said);
            csv.Count.ShouldBe(json.GetArrayLength() + 1, said);
            var table = (await person.DoAsync(line)).TrimEnd('\n').Split('\n').Select(row => row.Split('\t')).ToList();
            table[0].ShouldBe(csv[0], ignoreOrder: false, said);
            table.Count.ShouldBe(csv.Count, said);
            table.ShouldAllBe(row => row.Length == csv[0].Count, said);
            if (!MayBeEmpty.Contains(said))
                json.GetArrayLength().ShouldBeGreaterThan(0, said);
            foreach (var (item, row) in json.EnumerateArray().Zip(csv.Skip(1)))
            {
                // To look is to use a token.
                foreach (var (column, cell) in csv[0].Zip(row).Where(pair => pair.First != "lastUsed"))
                    cell.ShouldBe(Text(item, column), $"{said} {column}");
            }
        });
    }

    [Fact]
    public async Task Control_characters_of_people_reach_a_file_and_never_a_terminal()
    {
        var owner = await server.OwnerAsync("out_evil");
        var made = await owner.RunAsync("dataset", "create", "d", "--description", Hostile);
        made.ExitCode.ShouldBe(Cli.ExitCode.Ok, made.Said);
        made.Output.ShouldNotContain("\u001b");

        var table = await owner.DoAsync("dataset", "list");
        table.Split('\n').Length.ShouldBe(3, table);
        table.ShouldContain("tab\\x09here, \"quoted\"\\x0aand \\x1b[31mred \\x202ebackwards");
        Cells(await owner.DoAsync("dataset", "list", "-o", "csv"))[1][^1].ShouldBe(Hostile);
        var json = await owner.DoAsync("dataset", "list", "-o", "json");
        json.ShouldNotContain("\u001b");
        JsonElement.Parse(json)[0].GetProperty("description").GetString().ShouldBe(Hostile);

        // What is said of a name goes to the terminal too.
        var missing = await owner.RunAsync("topic", "get", "no\u001b[31m");
        missing.Errors.ShouldNotContain("\u001b", Case.Sensitive, missing.Said);
        var wrong = await owner.RunAsync("no\u001b[31m");
        wrong.Errors.ShouldNotContain("\u001b", Case.Sensitive, wrong.Said);
        wrong.Errors.ShouldContain("There is no command 'no\\x1b[31m'");

        // A tab in a message, as DuckDB indents with, does no harm and is no name to be shown letter by letter.
        (await owner.RunAsync("a\tb")).Errors.ShouldContain("There is no command 'a    b'");
    }

    [Fact]
    public async Task An_object_is_its_values_below_each_other_and_nothing_of_what_has_none()
    {
        var owner = await FilledAsync("out_obj");
        (string[] Line, string Property)[] cases =
        [
            (["query", "get", "q"], "definition.sql"),
            (["query", "stop", "q"], "name"),
            (["query", "create", "q2", "--topic", "t", "--sql", "SELECT a FROM t", "--sink", "other"], "definition.topic"),
            (["topic", "get", "t"], "name"),
            (["dataset", "get", "d"], "name"),
        ];
        foreach (var (line, property) in cases)
        {
            var rows = (await owner.DoAsync(line)).TrimEnd('\n').Split('\n').Select(row => row.Split('\t')).ToList();
            rows[0].ShouldBe(["property", "value"]);
            rows.ShouldAllBe(row => row.Length == 2 && row[1].Length > 0, string.Join(' ', line));
            rows.Select(row => row[0]).ShouldContain(property);
        }

        // Programs are given every property, with or without a value.
        (await owner.JsonAsync("query", "get", "q")).GetProperty("status").GetProperty("processId").ValueKind.ShouldBe(JsonValueKind.Null);
        Cells(await owner.DoAsync("dataset", "get", "d", "-o", "csv"))[0].ShouldContain("description");
    }

    private async Task<Person> FilledAsync(string project)
    {
        var owner = await server.OwnerAsync(project);
        await owner.DoAsync("dataset", "create", "d");
        await owner.DoAsync("dataset", "create", "other", "--description", "commas, \"quotes\" and more");
        await owner.DoAsync("topic", "create", "t", "--value-schema", owner.Write("s.avsc", Schema));
        await owner.DoAsync("dataset", "create", "q");
        await owner.DoAsync("fs", "put", owner.Write("gone.csv", "a"), "q/gone, and more.csv");
        await owner.DoAsync("fs", "rm", "q/gone, and more.csv", "--yes");
        await owner.DoAsync("query", "create", "q", "--topic", "t", "--sql", "SELECT a FROM t", "--sink", "d");
        await owner.DoAsync("project", "create", $"{project}_too");
        await owner.DoAsync("share", "offer", "dataset", "d", "--to", $"{project}_too", "--note", "commas, \"quotes\" and more");
        return owner;
    }

    /// <summary>A property of JSON as a cell has it; a dotted name goes into an object.</summary>
    private static string Text(JsonElement item, string column)
    {
        foreach (var part in column.Split('.'))
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(part, out item))
                return "";
        }

        return item.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => item.GetString()!,
            _ => JsonSerializer.Serialize(item),
        };
    }

    private static List<List<string>> Cells(string csv)
    {
        var reader = new CsvReader(InputText.Bytes(csv), separator: ',');
        var rows = new List<List<string>>();
        while (reader.Read() is { } row)
            rows.Add([.. row.Select(cell => cell.Text)]);
        return rows;
    }
}
