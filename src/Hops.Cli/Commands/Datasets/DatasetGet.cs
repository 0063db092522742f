using System.CommandLine;

namespace Hops.Cli.Commands.Datasets;

/// <summary><c>hops dataset get</c></summary>
internal static class DatasetGet
{
    private static readonly Argument<string> Name = new("name") { Description = "The dataset" };

    public static Command Create() => UserCommand.Create(
        "get",
        "Show a dataset",
        [Name],
        async (context, arguments, cancellationToken) => context.Printer.Object(
            await context.GetAsync(context.InProject("datasets", arguments.GetValue(Name)!), cancellationToken)));
}
