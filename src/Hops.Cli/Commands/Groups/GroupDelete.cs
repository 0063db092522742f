using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Groups;

/// <summary><c>hops group delete</c></summary>
internal static class GroupDelete
{
    private static readonly Argument<string> Name = new("group") { Description = "The consumer group" };

    public static Command Create() => UserCommand.Create("delete", "Delete a consumer group that nobody is in, with its offsets", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes group {name}: who reads under its name begins anew", name);
        await context.DeleteAsync(context.InProject("groups", name), cancellationToken);
        Printer.Note($"Deleted group {name}.");
    }
}
