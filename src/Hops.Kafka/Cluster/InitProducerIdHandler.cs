using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Cluster;

/// <summary>
/// InitProducerId for idempotent producers: a new id, or the next epoch of one that recovers from a lost batch (KIP-360). A transactional id
/// is refused, because transactions are not offered.
/// </summary>
internal sealed class InitProducerIdHandler(MetadataStore store)
{
    private const short EpochMax = short.MaxValue - 1;

    public async ValueTask<InitProducerIdResponse?> HandleAsync(Call call, InitProducerIdRequest request)
    {
        if (request.TransactionalId is not null)
            return Refused(KafkaError.TransactionalIdAuthorizationFailed);
        var hasId = request.ProducerId >= 0;
        if (hasId != request.ProducerEpoch >= 0)
            return Refused(KafkaError.InvalidRequest);
        if (hasId && request.ProducerEpoch < EpochMax)
            return new() { ProducerId = request.ProducerId, ProducerEpoch = (short)(request.ProducerEpoch + 1) };
        return new() { ProducerId = await store.NextIdAsync("kafka_producer", call.Aborted), ProducerEpoch = 0 };
    }

    private static InitProducerIdResponse Refused(KafkaError error) => new() { ErrorCode = error, ProducerEpoch = -1 };
}
