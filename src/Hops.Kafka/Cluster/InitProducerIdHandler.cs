using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Cluster;

/// <summary>
/// InitProducerId: for idempotent producers a new id, whichever they name, for they count up their epoch by themselves (KIP-360) and some name one
/// that is not theirs; for a transactional id what its coordinator gives it, after the end of what the last producer left open.
/// </summary>
internal sealed class InitProducerIdHandler(MetadataStore store, TransactionCoordinator coordinator, BrokerOptions options)
{
    private const int VersionOfFenced = 4;
    private const int TransactionalIdCharactersMax = 1024;

    public async ValueTask<InitProducerIdResponse?> HandleAsync(Call call, InitProducerIdRequest request)
    {
        var hasId = request.ProducerId >= 0;
        if (hasId != request.ProducerEpoch >= 0)
            return Refused(KafkaError.InvalidRequest);
        if (request.TransactionalId is { } transactionalId)
            return await BeginAsync(call, transactionalId, request);
        return new() { ProducerId = await store.NextIdAsync(ProducerIds.Sequence, call.Aborted), ProducerEpoch = 0 };
    }

    private async Task<InitProducerIdResponse> BeginAsync(Call call, string transactionalId, InitProducerIdRequest request)
    {
        if (transactionalId.Length is 0 or > TransactionalIdCharactersMax)
            return Refused(KafkaError.InvalidRequest);
        var refusal = call.TransactionalIdError(Operation.Write, transactionalId);
        if (refusal != KafkaError.None)
            return Refused(refusal);
        var timeout = TimeSpan.FromMilliseconds(request.TransactionTimeoutMs);
        if (timeout <= TimeSpan.Zero || timeout > options.TransactionTimeoutMax)
            return Refused(KafkaError.InvalidTransactionTimeout);
        var known = request.ProducerId >= 0 ? (request.ProducerId, request.ProducerEpoch) : ((long, short)?)null;
        var (error, state) = await coordinator.InitializeAsync(call.Principal, transactionalId, timeout, known, call.Aborted);
        if (error == KafkaError.None)
            return new() { ProducerId = state.ProducerId, ProducerEpoch = state.ProducerEpoch };
        return Refused(error.For(call, VersionOfFenced));
    }

    private static InitProducerIdResponse Refused(KafkaError error) => new() { ErrorCode = error, ProducerEpoch = -1 };
}
