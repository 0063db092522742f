using System.Collections.Concurrent;
using System.CommandLine;

namespace Hops.Cli.Tests.Support;

/// <summary>Every command of the table, and a command line for it that is complete.</summary>
internal static class CommandWalk
{
    /// <summary>The commands that do something, each with the words that lead to it.</summary>
    public static IReadOnlyList<(string[] Words, Command Command)> Leaves { get; } = [.. Walk([], CommandTable.Create())];

    /// <summary>The words of a command with a value for whatever it requires.</summary>
    /// <param name="words">The words that lead to it.</param>
    /// <param name="command">The command.</param>
    /// <param name="file">A file that exists, for arguments that name one.</param>
    public static string[] Line(string[] words, Command command, string file)
    {
        var line = new List<string>(words);
        foreach (var argument in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0))
            line.Add(Value(argument.Name, file));
        foreach (var option in command.Options.Where(option => option.Required))
            line.AddRange([option.Name, Value(option.Name, file)]);
        if (command.Options.Any(option => option.Name == "--yes"))
            line.Add("--yes");
        if (words is ["query", "create" or "preview"])
            line.AddRange(["--topic", "t", "--sql", "select 1", "--sink", "d"]);
        if (words is ["session", "end"])
            line.Add("--others");
        if (words is ["topic", "alter"])
            line.AddRange(["--retention", "1d"]);
        if (words is ["project", "alter"])
            line.AddRange(["--description", "x"]);
        return [.. line];
    }

    /// <summary>Checks commands, two at a time: most of it is the start of a process.</summary>
    public static async Task EachAsync(IEnumerable<(string[] Words, Command Command)> leaves, Func<string[], Command, Task> check)
    {
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(leaves, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (leaf, _) =>
        {
            try
            {
                await check(leaf.Words, leaf.Command);
            }
            catch (ShouldAssertException failure)
            {
                failures.Enqueue(failure.Message);
            }
        });
        failures.ShouldBeEmpty();
    }

    private static string Value(string name, string file) => name switch
    {
        "role" => "data-scientist",
        "kind" => "dataset",
        "days" => "30",
        "file" or "local" => file,
        _ => "x",
    };

    private static IEnumerable<(string[] Words, Command Command)> Walk(string[] words, Command command)
    {
        if (command.Subcommands.Count == 0 && !command.Hidden)
            yield return (words, command);
        foreach (var inner in command.Subcommands)
        {
            foreach (var leaf in Walk([.. words, inner.Name], inner))
                yield return leaf;
        }
    }
}
