using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Demo;

/// <summary><c>hops demo</c>: the main job from end to end on a server of its own in a temporary directory.</summary>
internal static class DemoCommand
{
    private const string Sample = "samples/departures.csv.gz";

    private static readonly Option<string?> Csv = new("--csv")
    {
        Description = "CSV file to replay instead of New York's departures; needs a column of times and one of numbers",
        HelpName = "FILE",
    };

    private static readonly Option<bool?> Stay = new("--stay")
    {
        Description = "Leave the server running at the end, to look at in the browser, until Enter is pressed; by default where both input and output are a terminal",
        HelpName = "true|false",
    };

    public static Command Create()
    {
        var command = new Command("demo", "Run the main job from end to end on a temporary server, and prove the result") { Options = { Csv, Stay } };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var directory = Directory.CreateTempSubdirectory("hops-demo-").FullName;
            var console = new DemoConsole();
            try
            {
                var table = DemoTable.Load(arguments.GetValue(Csv) is { Length: > 0 } path ? path : FindSample());
                console.Step($"{table.Rows.Count} events of {table.Name}, from {DemoFigures.Day(table.Millis(table.Rows[0]))} "
                    + $"to {DemoFigures.Day(table.Millis(table.Rows[^1]))}, in the order of {table.TimeColumn.Name}");
                await using var server = new DemoServer(Path.Combine(directory, "data"));
                using var owner = await new DemoStory(server, table, console).RunAsync(cancellationToken);
                console.Conclude();
                if (DemoVisit.IsWished(arguments.GetValue(Stay)))
                    await DemoVisit.WaitAsync(server, owner, DemoStory.Page, cancellationToken);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }

            return console.AllHeld ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The sample lies in the checkout, above the executable.</summary>
    private static string FindSample()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            var path = Path.Combine(directory, Sample);
            if (File.Exists(path))
                return path;
        }

        throw new PlatformException(ErrorCode.NotFound, $"{Sample} is not here: name a CSV file with --csv.");
    }
}
