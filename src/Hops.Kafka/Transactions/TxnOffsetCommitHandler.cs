using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>TxnOffsetCommit: offsets of a group that become its own when the transaction is committed (KIP-98, KIP-447).</summary>
internal sealed class TxnOffsetCommitHandler(
    TransactionDirectory transactions, TransactionCoordinator coordinator, GroupDirectory groups, TopicCatalog topics, TimeProvider clock)
{
    private const int VersionOfOpening = 5;

    public async ValueTask<TxnOffsetCommitResponse?> HandleAsync(Call call, TxnOffsetCommitRequest request)
    {
        var refusal = Enter(call, request);
        var accepted = new Dictionary<GroupPartition, CommittedOffset>();
        var response = new TxnOffsetCommitResponse();
        foreach (var topic in call.Each(request.Topics))
            response.Topics.Add(Check(call, request.GroupId, topic, refusal, accepted));
        if (accepted.Count == 0)
            return response;
        var error = !HasRoomFor(call, request.GroupId, accepted) ? KafkaError.OffsetMetadataTooLarge
            : call.Names.Find(transactions, request.TransactionalId) is { } transaction
            ? await coordinator.CommitAsync(transaction, request.ProducerId, request.ProducerEpoch, accepted, call.Version >= VersionOfOpening, call.Aborted)
            : KafkaError.InvalidProducerIdMapping;

        // Clients know the older of the two codes here.
        error = error == KafkaError.ProducerFenced ? KafkaError.InvalidProducerEpoch : error;
        foreach (var partition in response.Topics.SelectMany(topic => topic.Partitions).Where(partition => partition.ErrorCode == KafkaError.None))
            partition.ErrorCode = error;
        return response;
    }

    /// <summary>A producer that names no member commits for the group from outside, as those before KIP-447 do.</summary>
    private KafkaError Enter(Call call, TxnOffsetCommitRequest request)
    {
        var refusal = call.TransactionalIdError(Operation.Write, request.TransactionalId);
        if (refusal == KafkaError.None)
            refusal = call.GroupError(Operation.Read, request.GroupId);
        if (refusal != KafkaError.None)
            return refusal;
        var isOutside = request is { GenerationId: < 0, MemberId: "", GroupInstanceId: null };
        if (isOutside)
            return call.Names.FindOrAdd(groups, request.GroupId) is null ? KafkaError.PolicyViolation : KafkaError.None;
        return call.Names.Find(groups, request.GroupId) is { } group
            ? group.CheckTransactionalCommit(request.MemberId, request.GroupInstanceId, request.GenerationId)
            : KafkaError.IllegalGeneration;
    }

    private bool HasRoomFor(Call call, string groupId, Dictionary<GroupPartition, CommittedOffset> accepted) =>
        call.Names.Find(groups, groupId)?.HasRoomFor([.. accepted.Select(offset => KeyValuePair.Create(offset.Key.Partition, offset.Value))]) != false;

    private TxnOffsetCommitResponse.Topic Check(
        Call call, string groupId, TxnOffsetCommitRequest.Topic asked, KafkaError refusal, Dictionary<GroupPartition, CommittedOffset> accepted)
    {
        var answer = new TxnOffsetCommitResponse.Topic { Name = asked.Name };
        var intake = new OffsetIntake(call, topics, asked.Name, refusal, clock.GetUtcNow());
        foreach (var partition in asked.Partitions)
        {
            var error = intake.Check(partition.PartitionIndex, partition.CommittedMetadata);
            if (error == KafkaError.None)
            {
                accepted[new(groupId, intake.Partition(partition.PartitionIndex))] =
                    intake.Take(partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata);
            }

            answer.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
        }

        return answer;
    }
}
