using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Credentials;

/// <summary>Client settings that sign in to the broker as a project-user.</summary>
internal static class KafkaProperties
{
    public static readonly string[] Clients = ["java", "librdkafka"];

    /// <summary>Protocol and mechanism of a server: a Kafka cluster says its own mechanism.</summary>
    /// <param name="server">What the server says of itself.</param>
    public static (string Protocol, string Mechanism) Security(JsonElement server) => (
        server.GetProperty("kafkaTls").GetBoolean() ? "SASL_SSL" : "SASL_PLAINTEXT",
        Cluster(server)?.GetProperty("saslMechanism").GetString() ?? "SCRAM-SHA-256");

    /// <summary>What somebody has to know besides, as comments: in a Kafka cluster names are longer.</summary>
    public static IEnumerable<string> Head(JsonElement server, string project) => Cluster(server) is { } cluster
        ? [$"# Names of topics, groups and transactional ids of the project begin with {cluster.GetProperty("namePrefix").GetString()}{project}."]
        : [];

    /// <summary>What the server says of a Kafka cluster in place of the embedded broker; null if there is none.</summary>
    public static JsonElement? Cluster(JsonElement server) =>
        server.TryGetProperty("kafkaCluster", out var cluster) && cluster.ValueKind == JsonValueKind.Object ? cluster : null;

    /// <summary>The settings as the lines of a properties file.</summary>
    /// <param name="client"><c>java</c>: Apache Kafka's client, which takes a JAAS line; <c>librdkafka</c>: kcat, Python, Go, .NET.</param>
    /// <param name="bootstrap">The broker, as <c>host:port</c>.</param>
    /// <param name="credential">Identity <c>project__user</c>, and its secret.</param>
    /// <param name="security">See <see cref="Security"/>.</param>
    public static IEnumerable<string> Lines(
        string client, string bootstrap, (string Name, string Secret) credential, (string Protocol, string Mechanism) security)
    {
        var (name, secret) = credential;

        // A line end or a quote would end the setting and begin another.
        if (string.Concat(bootstrap, name, secret).Any(character => char.IsControl(character) || character is '"' or '\\'))
            throw new PlatformException(ErrorCode.InvalidArgument, "The name, the secret or the address cannot be written in a properties file.");
        yield return $"bootstrap.servers={bootstrap}";
        yield return $"security.protocol={security.Protocol}";
        if (client == "java")
        {
            yield return $"sasl.mechanism={security.Mechanism}";
            yield return "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
                + $"username=\"{name}\" password=\"{secret}\";";
        }
        else
        {
            yield return $"sasl.mechanisms={security.Mechanism}";
            yield return $"sasl.username={name}";
            yield return $"sasl.password={secret}";
        }
    }
}
