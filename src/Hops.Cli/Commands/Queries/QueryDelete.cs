using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query delete</c></summary>
internal static class QueryDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    public static Command Create() => UserCommand.Create("delete", "Delete a query; what it wrote stays", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes query {name} and its progress; what it wrote stays", name);
        await context.ChangeAsync(HttpMethod.Delete, context.InProject("queries", name), null, cancellationToken);
        Printer.Note($"Deleted query {name}.");
    }
}
