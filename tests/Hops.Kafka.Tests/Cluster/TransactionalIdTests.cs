using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

/// <summary>Transactional ids of any name are nobody's: no producer of another project can be fenced by one.</summary>
public sealed class TransactionalIdTests
{
    private const sbyte TransactionKey = 1;

    [Theory]
    [InlineData("payments")]
    [InlineData("red__payments")]
    [InlineData("blue__payments")]
    [InlineData("")]
    public async Task None_is_coordinated_or_given_a_producer(string id)
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        using var red = await SignedInClient.OpenAsync(broker.Port, "red__ann");

        var found = await red.SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(new() { KeyType = TransactionKey, CoordinatorKeys = [id] }, 5);
        var begun = await red.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new() { TransactionalId = id, TransactionTimeoutMs = 1_000, ProducerId = -1, ProducerEpoch = -1 }, 4);

        found.Coordinators.Single().ErrorCode.ShouldBe(KafkaError.TransactionalIdAuthorizationFailed);
        begun.ErrorCode.ShouldBe(KafkaError.TransactionalIdAuthorizationFailed);
        begun.ProducerId.ShouldBeLessThanOrEqualTo(0, "no id to write with");
    }
}
