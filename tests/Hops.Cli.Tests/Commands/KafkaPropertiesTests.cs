using System.Text.Json;
using Hops.Cli.Commands.Credentials;

namespace Hops.Cli.Tests.Commands;

/// <summary>How the settings of Kafka clients are made of what a server says of itself.</summary>
public sealed class KafkaPropertiesTests
{
    [Theory]
    [InlineData("""{"kafkaTls":false,"kafkaCluster":null}""", "SASL_PLAINTEXT", "SCRAM-SHA-256")]
    [InlineData("""{"kafkaTls":true,"kafkaCluster":null}""", "SASL_SSL", "SCRAM-SHA-256")]
    [InlineData("""{"kafkaTls":true}""", "SASL_SSL", "SCRAM-SHA-256")]
    [InlineData("""{"kafkaTls":true,"kafkaCluster":{"saslMechanism":"SCRAM-SHA-512"}}""", "SASL_SSL", "SCRAM-SHA-512")]
    public void A_client_encrypts_where_the_server_does(string server, string protocol, string mechanism)
    {
        using var document = JsonDocument.Parse(server);

        KafkaProperties.Security(document.RootElement).ShouldBe((protocol, mechanism));
    }
}
