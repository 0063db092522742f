using System.CommandLine;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic list</c></summary>
internal static class TopicList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the topics of the project",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("topics"), null, cancellationToken), "name", "partitions", "rights", "config", "createdBy", "created"));
}
