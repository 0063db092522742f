using Hops.Cli.Commands.Credentials;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Commands.Credentials;

public sealed class KafkaClientFileTests
{
    [Theory]
    [InlineData("java")]
    [InlineData("librdkafka")]
    public void What_is_printed_for_clients_is_read_back(string client)
    {
        var lines = KafkaProperties.Lines(client, "kafka1:9093,[::1]:9094", ("shop__ann", "s3=cret"), ("SASL_SSL", "SCRAM-SHA-512"));

        var file = KafkaClientFile.Parse("file", "# of the cluster\r\n" + string.Join("\r\n", lines) + "\r\nssl.ca.location = /etc/ca.pem\r\n");

        file.Brokers.ShouldBe([new BrokerAddress("kafka1", 9093) { Tls = new BrokerTls { AuthorityFile = "/etc/ca.pem" } }, new BrokerAddress("::1", 9094) { Tls = new BrokerTls { AuthorityFile = "/etc/ca.pem" } }]);
        file.Credential.ShouldBe(new BrokerCredential("shop__ann", "s3=cret") { Mechanism = BrokerMechanism.ScramSha512 });
    }

    [Theory]
    [InlineData("", "sasl.mechanisms")]
    [InlineData("sasl.mechanism=GSSAPI", "SCRAM-SHA-512")]
    [InlineData("sasl.mechanism=PLAIN\nsecurity.protocol=SSL", "SASL_PLAINTEXT")]
    [InlineData("sasl.mechanism=PLAIN\nsecurity.protocol=SASL_SSL\nbootstrap.servers=a:1\nsasl.username=u", "sasl.password")]
    public void What_is_missing_or_cannot_be_used_is_said(string text, string said)
    {
        var refusal = Should.Throw<PlatformException>(() => KafkaClientFile.Parse("client.properties", text));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain("client.properties");
        refusal.Message.ShouldContain(said);
    }
}
