using System.CommandLine;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Credentials;

/// <summary>
/// Settings of a Kafka client in a file, as <c>hops credential rotate --kafka-properties</c> prints them and clients take them: where brokers are, and with
/// which secret a project-user signs in.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Brokers">Some brokers.</param>
/// <param name="Credential">Project-user and secret.</param>
internal sealed record KafkaClientFile(string Path, IReadOnlyList<BrokerAddress> Brokers, BrokerCredential Credential)
{
    public static readonly Option<string?> Option = new("--kafka-properties")
    {
        Description = "Sign in to Kafka with the settings in this file, which 'hops credential rotate --kafka-properties' prints (or HOPS_KAFKA_PROPERTIES)",
        HelpName = "FILE",
    };

    /// <summary>The file that the command line or the environment names; null if neither does.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is not one that can be used.</exception>
    public static async Task<KafkaClientFile?> FindAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) =>
        (arguments.GetValue(Option) ?? context.Profiles.KafkaProperties) is { } path ? Parse(path, await TextInput.ReadAsync(path, cancellationToken)) : null;

    /// <summary>Reads <c>name=value</c> lines of librdkafka or of Java's client.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal static KafkaClientFile Parse(string path, string text)
    {
        var settings = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or '!'))
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1].Trim(), StringComparer.Ordinal);
        var jaas = settings.GetValueOrDefault("sasl.jaas.config");
        var mechanism = BrokerMechanism.Find(Needed("sasl.mechanisms", "sasl.mechanism")) ?? throw Wrong("sasl.mechanism is PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        var tls = Needed("security.protocol") switch
        {
            "SASL_SSL" => new BrokerTls { AuthorityFile = settings.GetValueOrDefault("ssl.ca.location") ?? settings.GetValueOrDefault("ssl.truststore.location") },
            "SASL_PLAINTEXT" => null,
            _ => throw Wrong("security.protocol is SASL_SSL or SASL_PLAINTEXT"),
        };
        return new KafkaClientFile(
            path,
            [.. Needed("bootstrap.servers").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(server => BrokerAddress.Parse(server) with { Tls = tls })],
            new BrokerCredential(OfJaas(jaas, "username") ?? Needed("sasl.username"), OfJaas(jaas, "password") ?? Needed("sasl.password")) { Mechanism = mechanism });

        string Needed(params string[] names) =>
            names.Select(name => settings.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? throw Wrong($"it has no {names[0]}");

        PlatformException Wrong(string what) => new(
            ErrorCode.InvalidArgument, $"The settings in {path} cannot be used: {what}. Make the file by 'hops credential rotate --kafka-properties librdkafka'.");
    }

    /// <summary>A value of the line of Java's client (JAAS), which has <c>username="..."</c> and <c>password="..."</c>; null if it is not there.</summary>
    private static string? OfJaas(string? line, string name)
    {
        var begin = line?.IndexOf($" {name}=\"", StringComparison.Ordinal) ?? -1;
        return begin < 0 ? null : line![(begin + name.Length + 3)..].Split('"')[0];
    }
}
