using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic create</c></summary>
internal static class TopicCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the topic in the project" };

    private static readonly Option<int?> Partitions = new("--partitions") { Description = "Number of partitions", HelpName = "COUNT" };

    private static readonly Option<TimeSpan?> Retention = Duration.Option("--retention", "How long records are kept after their own timestamp (retention.ms)");

    private static readonly Option<string[]> Config = new("--config")
    {
        Description = "A setting by Apache Kafka's name, such as cleanup.policy=compact; may be given again",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string?> ValueSchema = new("--value-schema")
    {
        Description = "File with the Avro schema of its values, or - for standard input",
        HelpName = "FILE",
    };

    public static Command Create() => UserCommand.Create(
        "create", "Make a topic", [Name, Partitions, Retention, Config, ValueSchema], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new
        {
            name = arguments.GetValue(Name),
            partitions = arguments.GetValue(Partitions),
            config = ConfigOf(arguments),
            valueSchema = arguments.GetValue(ValueSchema) is { } file ? await TextInput.ReadAsync(file, cancellationToken) : null,
        };
        context.Printer.Object(await context.PostAsync(context.InProject("topics"), wish, cancellationToken));
    }

    private static Dictionary<string, string> ConfigOf(ParseResult arguments)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in arguments.GetValue(Config) ?? [])
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new PlatformException(ErrorCode.InvalidArgument, $"'{setting}' is not NAME=VALUE.");
            config[setting[..equals]] = setting[(equals + 1)..];
        }

        if (arguments.GetValue(Retention) is { } retention)
            config["retention.ms"] = ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return config;
    }
}
