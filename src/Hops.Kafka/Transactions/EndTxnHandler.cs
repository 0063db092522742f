using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>EndTxn: commits or aborts; from version 5 on the producer gets another epoch with the answer (KIP-890).</summary>
internal sealed class EndTxnHandler(TransactionDirectory transactions, TransactionCoordinator coordinator)
{
    private const int VersionOfFenced = 2;
    private const int VersionOfBump = 5;

    public async ValueTask<EndTxnResponse?> HandleAsync(Call call, EndTxnRequest request)
    {
        var refusal = call.TransactionalIdError(Operation.Write, request.TransactionalId);
        if (refusal != KafkaError.None)
            return new() { ErrorCode = refusal };
        if (call.Names.Find(transactions, request.TransactionalId) is not { } transaction)
            return new() { ErrorCode = KafkaError.InvalidProducerIdMapping };
        var bumps = call.Version >= VersionOfBump;
        var (error, state) = await coordinator.EndAsync(transaction, request.ProducerId, request.ProducerEpoch, request.Committed, bumps, call.Aborted);
        if (error != KafkaError.None)
            return new() { ErrorCode = error.For(call, VersionOfFenced) };
        var (producerId, epoch) = bumps ? state.Producer : (-1, (short)-1);
        return new() { ProducerId = producerId, ProducerEpoch = epoch };
    }
}
