using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query estimate</c></summary>
internal static class QueryEstimate
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    public static Command Create() => UserCommand.Create(
        "estimate",
        "Show what an hour of a query would cost now, as on the days on which it ran last",
        [Name],
        async (context, arguments, cancellationToken) => context.Printer.Object(
            await context.GetAsync(context.InProject("queries", arguments.GetValue(Name)!, "estimate"), cancellationToken)));
}
