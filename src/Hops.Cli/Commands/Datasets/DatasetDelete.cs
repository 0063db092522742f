using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Datasets;

/// <summary><c>hops dataset delete</c></summary>
internal static class DatasetDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "The dataset" };

    public static Command Create() => UserCommand.Create("delete", "Delete a dataset with all its files", [Name, Confirmation.Yes, Confirmation.Force], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes dataset {name} with all its files", name);
        await Confirmation.DeleteUsedAsync(
            arguments, name, force => context.ChangeAsync(HttpMethod.Delete, context.InProject("datasets", name) + force, null, cancellationToken));
        Printer.Note($"Deleted dataset {name}.");
    }
}
