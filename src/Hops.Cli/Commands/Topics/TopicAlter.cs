using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic alter</c></summary>
internal static class TopicAlter
{
    private static readonly Argument<string> Name = new("name") { Description = "The topic" };

    private static readonly Option<string[]> Unset = new("--unset")
    {
        Description = "A setting by Apache Kafka's name that is to have its default again; may be given again",
        HelpName = "NAME",
    };

    public static Command Create() => UserCommand.Create(
        "alter",
        "Change settings of a topic",
        [Name, TopicConfigChoice.Retention, TopicConfigChoice.ValidateSchema, TopicConfigChoice.Config, Unset],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = TopicConfigChoice.Of(arguments);
        var unset = arguments.GetValue(Unset) ?? [];
        if (config.Count == 0 && unset.Length == 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "What is to change? Say --retention, --validate-schema, --config or --unset.");
        var route = context.InProject("topics", arguments.GetValue(Name)!);
        context.Printer.Object((await context.Server.CallAsync(HttpMethod.Patch, route, new { config, unset }, cancellationToken: cancellationToken)).Body);
    }
}
