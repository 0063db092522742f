using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Cluster;

public sealed class InitProducerIdTests
{
    [Theory]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(7, 3)]
    public async Task Each_producer_without_a_transactional_id_is_given_an_id_of_its_own_whichever_it_names(long producerId, short epoch)
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);
        var request = new InitProducerIdRequest { ProducerId = producerId, ProducerEpoch = epoch };

        var first = await client.AskAsync<InitProducerIdRequest, InitProducerIdResponse>(request, version: 4);
        var second = await client.AskAsync<InitProducerIdRequest, InitProducerIdResponse>(request, version: 4);

        (first.ErrorCode, first.ProducerEpoch, second.ErrorCode, second.ProducerEpoch).ShouldBe((KafkaError.None, (short)0, KafkaError.None, (short)0));
        second.ProducerId.ShouldBeGreaterThan(first.ProducerId);
    }
}
