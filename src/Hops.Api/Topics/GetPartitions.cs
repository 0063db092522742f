using System.Globalization;
using Hops.Api.Http;
using Hops.Api.Messages;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

/// <summary>How the records of a topic lie in its partitions.</summary>
internal static class GetPartitions
{
    internal static Ok<Page<PartitionView>> Run(HopsPlatform platform, TopicLogs logs, ApiCall call, [AsParameters] TopicPath path)
    {
        var topic = ListTopics.Find(platform, call.Actor, path.Project, path.Topic).Row;
        return TypedResults.Ok(new Page<PartitionView>([.. Enumerable.Range(0, topic.PartitionCount).Select(index => PartitionView.Of(logs.Get(topic, index)))], null));
    }
}

/// <summary>One partition of a topic.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="BeginOffset">First offset that can be read.</param>
/// <param name="EndOffset">Offset of the next record.</param>
/// <param name="Records">Offsets from the first to the last: its records, but for those that were compacted away or are unreadable.</param>
/// <param name="SizeBytes">Bytes on disk.</param>
/// <param name="LastTime">Newest timestamp of its last batch; null if it is empty, or has none.</param>
/// <param name="IsDamaged">True if it takes no more records: its owner repairs it.</param>
public sealed record PartitionView(
    int Partition, string BeginOffset, string EndOffset, string Records, long SizeBytes, DateTimeOffset? LastTime, bool IsDamaged)
{
    internal static PartitionView Of(Partition log)
    {
        var (begin, end) = (log.LogStartOffset, log.HighWatermark);
        return new(
            log.Id.Partition, Text(begin), Text(end), Text(Math.Max(0, end - begin)), log.SizeBytes, end > begin ? LastTimeOf(log, end) : null, log.IsDamaged);
    }

    private static string Text(long offset) => offset.ToString(CultureInfo.InvariantCulture);

    /// <summary>That of the batch that holds the last offset: a header and no search.</summary>
    private static DateTimeOffset? LastTimeOf(Partition log, long end)
    {
        using var slice = log.Read(end - 1, maxBytes: 1, atLeastOne: true);
        return slice.LengthBytes > 0 && RecordBatchHeader.TryParse(slice.Buffers[0].Span, out var header) ? MessageView.TimeOf(header.MaxTimestamp) : null;
    }
}
