using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Fetch;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.ListOffsets;

/// <summary>ListOffsets: the offset of a time, or of an end of the log.</summary>
internal sealed class ListOffsetsHandler(BrokerState state, TopicLogs logs)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long LargestTime = -3;
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;

    public async ValueTask<ListOffsetsResponse?> HandleAsync(Call call, ListOffsetsRequest request)
    {
        var response = new ListOffsetsResponse();
        var seen = new HashSet<(string, int)>();
        foreach (var topic in request.Topics)
        {
            var answers = new ListOffsetsResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in call.Each(topic.Partitions))
            {
                var answer = new ListOffsetsResponse.Topic.Partition { PartitionIndex = partition.PartitionIndex };
                answers.Partitions.Add(answer);
                answer.ErrorCode = seen.Add((topic.Name, partition.PartitionIndex))
                    ? await FindAsync(call, topic.Name, partition, answer, isCommitted: request.IsolationLevel != 0)
                    : KafkaError.InvalidRequest;
            }
        }

        return response;
    }

    private async ValueTask<KafkaError> FindAsync(
        Call call, string name, ListOffsetsRequest.Topic.Partition wanted, ListOffsetsResponse.Topic.Partition answer, bool isCommitted)
    {
        if (call.TopicError(Operation.Describe, name) is not KafkaError.None and var denied)
            return denied;
        if (call.Names.Find(logs, name, wanted.PartitionIndex) is not { } log)
            return KafkaError.UnknownTopicOrPartition;
        if (Fences.Check(wanted.CurrentLeaderEpoch, state.LeaderEpoch) is not KafkaError.None and var fenced)
            return fenced;
        switch (wanted.Timestamp)
        {
            case Latest:
                (answer.Offset, answer.LeaderEpoch) = (isCommitted ? log.LastStableOffset : log.HighWatermark, log.LeaderEpoch);
                return KafkaError.None;
            case Earliest or EarliestLocal:
                (answer.Offset, answer.LeaderEpoch) = (log.LogStartOffset, log.EpochAt(log.LogStartOffset));
                return KafkaError.None;
            case LatestTiered:
                return KafkaError.None;
            case LargestTime:
                return await SearchAsync(call, log.FindLargestTimeAsync, isCommitted ? log.LastStableOffset : long.MaxValue, answer);
            case < 0:
                return KafkaError.UnsupportedVersion;
            default:
                return await SearchAsync(call, pause => log.FindByTimeAsync(wanted.Timestamp, pause), isCommitted ? log.LastStableOffset : long.MaxValue, answer);
        }
    }

    /// <summary>
    /// Searches in turns with others; a search whose connection is gone ends at its next turn. What earlier versions took need not
    /// decompress: that is an error of the partition, and not of the connection that asks.
    /// </summary>
    private static async ValueTask<KafkaError> SearchAsync(
        Call call, Func<Func<ValueTask>, ValueTask<RecordPosition?>> search, long end, ListOffsetsResponse.Topic.Partition answer)
    {
        call.Aborted.ThrowIfCancellationRequested();
        var turn = await call.TurnAsync();
        try
        {
            var found = await search(async () =>
            {
                turn.Dispose();
                turn = default;
                call.Aborted.ThrowIfCancellationRequested();
                turn = await call.TurnAsync();
            });
            if (found is { } record && record.Offset < end)
                (answer.Offset, answer.Timestamp, answer.LeaderEpoch) = (record.Offset, record.TimestampMs, record.LeaderEpoch);
            return KafkaError.None;
        }
        catch (PlatformException undecodable)
        {
            return Refusals.ToKafka(undecodable);
        }
        finally
        {
            turn.Dispose();
        }
    }
}
