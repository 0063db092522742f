using System.CommandLine;

namespace Hops.Cli.Commands.Datasets;

/// <summary><c>hops dataset create</c></summary>
internal static class DatasetCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Lower case letters, digits and single underscores" };

    private static readonly Option<bool> ReadOnly = new("--read-only") { Description = "Let its maker alone write" };

    private static readonly Option<string?> Description = new("--description") { Description = "What it holds", HelpName = "TEXT" };

    public static Command Create() => UserCommand.Create("create", "Make a dataset", [Name, ReadOnly, Description], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new
        {
            name = arguments.GetValue(Name),
            access = arguments.GetValue(ReadOnly) ? "READ_ONLY" : "EDITABLE",
            description = arguments.GetValue(Description),
        };
        context.Printer.Object(await context.PostAsync(context.InProject("datasets"), wish, cancellationToken));
    }
}
