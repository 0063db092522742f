using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema delete</c></summary>
internal static class SchemaDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "The subject" };

    public static Command Create() => UserCommand.Create("delete", "Delete a subject with all its versions", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes subject {name} with all its versions", name);
        await context.DeleteAsync(context.InProject("schemas", name), cancellationToken);
        Printer.Note($"Deleted schema {name}.");
    }
}
