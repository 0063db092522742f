using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>Our own client signs in by every mechanism that it knows.</summary>
public sealed class OwnClientTests
{
    public static TheoryData<string> Mechanisms => ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public async Task The_right_secret_signs_in(string mechanism)
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("ledger", tenantId: 1);

        await using var connection = await OpenAsync(broker, "red__ann", "pencil", mechanism);

        var seen = await connection.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = null }, 12, CancellationToken.None);
        seen.Topics.Select(topic => topic.Name).ShouldBe(["ledger"]);
    }

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public async Task A_wrong_secret_and_an_unknown_name_are_refused_alike(string mechanism)
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());

        foreach (var (name, secret) in new[] { ("red__ann", "crayon"), ("red__nobody", "pencil") })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(() => OpenAsync(broker, name, secret, mechanism));
            refusal.Code.ShouldBe(ErrorCode.Unauthenticated);
        }
    }

    private static Task<BrokerConnection> OpenAsync(TestBroker broker, string name, string secret, string mechanism)
    {
        BrokerMechanism[] known = [BrokerMechanism.Plain, BrokerMechanism.ScramSha256, BrokerMechanism.ScramSha512];
        var credential = new BrokerCredential(name, secret) { Mechanism = known.Single(row => row.Name == mechanism) };
        return BrokerConnection.OpenAsync(new BrokerAddress("127.0.0.1", broker.Port), credential, CancellationToken.None);
    }
}
