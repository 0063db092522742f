using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.DeleteRecords;

/// <summary>DeleteRecords: moves the start of logs, durably, before it answers.</summary>
internal sealed class DeleteRecordsHandler(TopicLogs logs)
{
    public async ValueTask<DeleteRecordsResponse?> HandleAsync(Call call, DeleteRecordsRequest request)
    {
        var response = new DeleteRecordsResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new DeleteRecordsResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in call.Each(topic.Partitions))
            {
                var (error, start) = await DeleteAsync(call, topic.Name, partition);
                answers.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error, LowWatermark = start });
            }
        }

        return response;
    }

    private async ValueTask<(KafkaError Error, long Start)> DeleteAsync(Call call, string name, DeleteRecordsRequest.Topic.Partition wanted)
    {
        if (call.TopicError(Operation.Delete, name) is not KafkaError.None and var denied)
            return (denied, -1);
        if (call.Names.Find(logs, name, wanted.PartitionIndex) is not { } log)
            return (KafkaError.UnknownTopicOrPartition, -1);
        var deleted = await log.DeleteRecordsAsync(wanted.Offset);
        if (deleted.Error == KafkaError.None)
            call.NoteChange("topic.truncate", ResourceKind.Topic, name);
        return deleted;
    }
}
