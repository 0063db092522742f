using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query get</c></summary>
internal static class QueryGet
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    public static Command Create() => UserCommand.Create(
        "get",
        "Show a query and what it is at",
        [Name],
        async (context, arguments, cancellationToken) => context.Printer.Object(
            await context.GetAsync(context.InProject("queries", arguments.GetValue(Name)!), cancellationToken)));
}
