using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>DescribeTransactions: the state of transactional ids, and of the partitions of each those whose topic the caller may know of (KIP-664).</summary>
internal sealed class DescribeTransactionsHandler(TransactionDirectory transactions, TopicCatalog topics)
{
    public ValueTask<DescribeTransactionsResponse?> HandleAsync(Call call, DescribeTransactionsRequest request)
    {
        var response = new DescribeTransactionsResponse();
        foreach (var id in call.Each(request.TransactionalIds.Distinct(StringComparer.Ordinal)))
            response.TransactionStates.Add(Describe(call, id));
        return new(response);
    }

    private DescribeTransactionsResponse.TransactionState Describe(Call call, string id)
    {
        var answer = new DescribeTransactionsResponse.TransactionState { TransactionalId = id, ErrorCode = call.TransactionalIdError(Operation.Describe, id) };
        if (answer.ErrorCode != KafkaError.None)
            return answer;
        if (call.Names.Find(transactions, id)?.State is not { ProducerId: >= 0 } state)
        {
            answer.ErrorCode = KafkaError.TransactionalIdNotFound;
            return answer;
        }

        answer.State = state.Status.ToString();
        answer.TransactionTimeoutMs = (int)state.Timeout.TotalMilliseconds;
        answer.TransactionStartTimeMs = state.StartedAt?.ToUnixTimeMilliseconds() ?? -1;
        (answer.ProducerId, answer.ProducerEpoch) = (state.ProducerId, state.ProducerEpoch);
        foreach (var ofTopic in state.Partitions.GroupBy(partition => partition.TopicId))
        {
            if (call.Names.Find(topics, ofTopic.Key) is not { } topic)
                continue;
            var name = call.Names.NameOf(topic)!;
            if (call.TopicError(Operation.Describe, name) == KafkaError.None)
                answer.Topics.Add(new() { Name = name, Partitions = [.. ofTopic.Select(partition => partition.Index).Order()] });
        }

        return answer;
    }
}
