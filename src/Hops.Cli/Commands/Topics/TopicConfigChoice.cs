using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary>The options by which settings of a topic are said, when it is made and later.</summary>
internal static class TopicConfigChoice
{
    public static readonly Option<TimeSpan?> Retention = Duration.Option("--retention", "How long records are kept after their own timestamp (retention.ms)");

    public static readonly Option<bool?> ValidateSchema = new("--validate-schema")
    {
        Description = "Take only records whose value begins with the id of a schema that is registered as NAME-value (confluent.value.schema.validation); '--validate-schema false' ends it",
        HelpName = "BOOL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<string[]> Config = new("--config")
    {
        Description = "A setting by Apache Kafka's name, such as retention.bytes=1000000000; may be given again",
        HelpName = "NAME=VALUE",
    };

    /// <summary>The settings that a command line says.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public static Dictionary<string, string> Of(ParseResult arguments)
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
        if (arguments.GetValue(ValidateSchema) is { } isValidated)
            config["confluent.value.schema.validation"] = isValidated ? "true" : "false";
        return config;
    }
}
