using Hops.Core.Errors;

namespace Hops.Cli.Commands.Credentials;

/// <summary>Client settings that sign in to the broker as a project-user.</summary>
internal static class KafkaProperties
{
    public static readonly string[] Clients = ["java", "librdkafka"];

    /// <summary>The settings as the lines of a properties file.</summary>
    /// <param name="client"><c>java</c>: Apache Kafka's client, which takes a JAAS line; <c>librdkafka</c>: kcat, Python, Go, .NET.</param>
    /// <param name="bootstrap">The broker, as <c>host:port</c>.</param>
    /// <param name="name">Identity <c>project__user</c>.</param>
    /// <param name="secret">Its secret.</param>
    public static IEnumerable<string> Lines(string client, string bootstrap, string name, string secret)
    {
        // A line end or a quote would end the setting and begin another.
        if (string.Concat(bootstrap, name, secret).Any(character => char.IsControl(character) || character is '"' or '\\'))
            throw new PlatformException(ErrorCode.InvalidArgument, "The name, the secret or the address cannot be written in a properties file.");
        yield return $"bootstrap.servers={bootstrap}";
        yield return "security.protocol=SASL_PLAINTEXT";
        if (client == "java")
        {
            yield return "sasl.mechanism=SCRAM-SHA-256";
            yield return "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
                + $"username=\"{name}\" password=\"{secret}\";";
        }
        else
        {
            yield return "sasl.mechanisms=SCRAM-SHA-256";
            yield return $"sasl.username={name}";
            yield return $"sasl.password={secret}";
        }
    }
}
