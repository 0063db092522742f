using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>
/// DescribeLogDirs: what the topics of the caller's project hold. There is one directory, which has a name and no path, and nothing is told of
/// its volume: that is the machine's. A topic that is borrowed takes room of its owner and is left out, as is all that the caller may not know of.
/// </summary>
internal sealed class DescribeLogDirsHandler(TopicCatalog topics, TopicLogs logs)
{
    private const string Directory = "topics";

    public ValueTask<DescribeLogDirsResponse?> HandleAsync(Call call, DescribeLogDirsRequest request)
    {
        var directory = new DescribeLogDirsResponse.Result { LogDir = Directory };
        foreach (var (topic, partitions) in call.Each(Asked(call, request)))
        {
            var described = new DescribeLogDirsResponse.Result.Topic { Name = topic.Name };
            foreach (var index in partitions)
                described.Partitions.Add(new() { PartitionIndex = index, PartitionSize = logs.Find(topic, index)?.SizeBytes ?? 0 });
            directory.Topics.Add(described);
        }

        return new(new DescribeLogDirsResponse { Results = [directory] });
    }

    /// <summary>The partitions that are asked for and told, once each.</summary>
    private IEnumerable<(Topic Topic, IEnumerable<int> Partitions)> Asked(Call call, DescribeLogDirsRequest request)
    {
        var own = call.Names.ListOwn(topics).Where(topic => call.TopicError(Operation.Describe, topic.Name) == KafkaError.None);
        if (request.Topics is null)
            return own.Select(topic => (topic, Enumerable.Range(0, topic.PartitionCount)));
        var asked = request.Topics.ToLookup(topic => topic.Name, topic => topic.Partitions, StringComparer.Ordinal);
        return own.Where(topic => asked.Contains(topic.Name))
            .Select(topic => (topic, asked[topic.Name].SelectMany(partitions => partitions).Where(topic.HasPartition).Distinct()));
    }
}
