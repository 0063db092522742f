using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>AddOffsetsToTxn: opens the transaction, if none is, for offsets of a group. Which group says TxnOffsetCommit again.</summary>
internal sealed class AddOffsetsToTxnHandler(TransactionDirectory transactions, TransactionCoordinator coordinator)
{
    private const int VersionOfFenced = 2;

    public async ValueTask<AddOffsetsToTxnResponse?> HandleAsync(Call call, AddOffsetsToTxnRequest request)
    {
        var error = call.TransactionalIdError(Operation.Write, request.TransactionalId);
        if (error == KafkaError.None)
            error = call.GroupError(Operation.Read, request.GroupId);
        if (error == KafkaError.None)
        {
            error = call.Names.Find(transactions, request.TransactionalId) is { } transaction
                ? await coordinator.AddAsync(transaction, request.ProducerId, request.ProducerEpoch, [], call.Aborted)
                : KafkaError.InvalidProducerIdMapping;
        }

        return new() { ErrorCode = error.For(call, VersionOfFenced) };
    }
}
