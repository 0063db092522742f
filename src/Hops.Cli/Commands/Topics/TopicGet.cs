using System.CommandLine;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic get</c></summary>
internal static class TopicGet
{
    private static readonly Argument<string> Name = new("name") { Description = "The topic" };

    public static Command Create() => UserCommand.Create(
        "get",
        "Show a topic",
        [Name],
        async (context, arguments, cancellationToken) => context.Printer.Object(
            await context.GetAsync(context.InProject("topics", arguments.GetValue(Name)!), cancellationToken)));
}
