using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>AddPartitionsToTxn: all partitions of a transaction or none of them.</summary>
internal sealed class AddPartitionsToTxnHandler(TransactionDirectory transactions, TransactionCoordinator coordinator, TopicCatalog topics)
{
    private const int VersionOfBatches = 4;
    private const int VersionOfFenced = 2;

    public async ValueTask<AddPartitionsToTxnResponse?> HandleAsync(Call call, AddPartitionsToTxnRequest request)
    {
        var response = new AddPartitionsToTxnResponse();
        if (call.Version < VersionOfBatches)
        {
            var only = new AddPartitionsToTxnRequest.Transaction
            {
                TransactionalId = request.TransactionalId, ProducerId = request.ProducerId, ProducerEpoch = request.ProducerEpoch, Topics = request.Topics,
            };
            response.ResultsByTopic = await AddAsync(call, only);
            return response;
        }

        foreach (var asked in call.Each(request.Transactions))
            response.ResultsByTransaction.Add(new() { TransactionalId = asked.TransactionalId, TopicResults = await AddAsync(call, asked) });
        return response;
    }

    private async Task<List<AddPartitionsToTxnResponse.Topic>> AddAsync(Call call, AddPartitionsToTxnRequest.Transaction asked)
    {
        var refusal = call.TransactionalIdError(Operation.Write, asked.TransactionalId);
        if (refusal != KafkaError.None)
            return [.. asked.Topics.Select(topic => Answer(topic, _ => refusal))];
        var partitions = new HashSet<TopicPartition>();
        var answers = asked.Topics.Select(topic => Check(call, topic, partitions)).ToList();
        if (answers.Any(topic => topic.Partitions.Any(partition => partition.ErrorCode != KafkaError.None)))
            return Settle(answers, KafkaError.OperationNotAttempted);
        var error = call.Names.Find(transactions, asked.TransactionalId) is not { } transaction ? KafkaError.InvalidProducerIdMapping
            : asked.VerifyOnly ? Verify(transaction.State, asked, partitions)
            : await coordinator.AddAsync(transaction, asked.ProducerId, asked.ProducerEpoch, partitions, call.Aborted);
        return Settle(answers, error.For(call, VersionOfFenced));
    }

    private AddPartitionsToTxnResponse.Topic Check(Call call, AddPartitionsToTxnRequest.Topic asked, HashSet<TopicPartition> partitions)
    {
        var error = call.TopicError(Operation.Write, asked.Name);
        var topic = call.Names.Find(topics, asked.Name);
        if (error != KafkaError.None || topic is null)
            return Answer(asked, _ => error != KafkaError.None ? error : KafkaError.UnknownTopicOrPartition);
        return Answer(asked, index =>
        {
            if (!topic.HasPartition(index))
                return KafkaError.UnknownTopicOrPartition;
            partitions.Add(new TopicPartition(topic.Id, index));
            return KafkaError.None;
        });
    }

    private static KafkaError Verify(TransactionState state, AddPartitionsToTxnRequest.Transaction asked, HashSet<TopicPartition> partitions) =>
        partitions.Select(partition => state.Takes(asked.ProducerId, asked.ProducerEpoch, partition)).FirstOrDefault(error => error != KafkaError.None);

    private static AddPartitionsToTxnResponse.Topic Answer(AddPartitionsToTxnRequest.Topic asked, Func<int, KafkaError> error) => new()
    {
        Name = asked.Name,
        Partitions = [.. asked.Partitions.Select(index => new AddPartitionsToTxnResponse.Topic.Partition { PartitionIndex = index, ErrorCode = error(index) })],
    };

    /// <summary>Gives an error to those that have none.</summary>
    private static List<AddPartitionsToTxnResponse.Topic> Settle(List<AddPartitionsToTxnResponse.Topic> answers, KafkaError error)
    {
        foreach (var partition in answers.SelectMany(topic => topic.Partitions).Where(partition => partition.ErrorCode == KafkaError.None))
            partition.ErrorCode = error;
        return answers;
    }
}
