using System.Globalization;
using Hops.Api.Http;
using Hops.Api.Messages;
using Hops.Kafka.Reading;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

/// <summary>How the records of a topic lie in its partitions.</summary>
internal static class GetPartitions
{
    internal static async Task<Ok<Page<PartitionView>>> RunAsync(
        HopsPlatform platform, RecordsOf recordsOf, ApiCall call, [AsParameters] TopicPath path, CancellationToken cancellationToken)
    {
        var topic = ListTopics.Find(platform, call.Actor, path.Project, path.Topic).Row;
        return TypedResults.Ok(new Page<PartitionView>([.. (await recordsOf(topic).StandingsAsync(cancellationToken)).Select(PartitionView.Of)], null));
    }
}

/// <summary>One partition of a topic.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="BeginOffset">First offset that can be read.</param>
/// <param name="EndOffset">Offset of the next record.</param>
/// <param name="Records">Offsets from the first to the last: its records, but for those that were compacted away or are unreadable.</param>
/// <param name="SizeBytes">Bytes on disk, of one copy.</param>
/// <param name="LastTime">Newest timestamp of its last batch, or of all where the topics are in a Kafka cluster; null if it is empty, or has none.</param>
/// <param name="IsDamaged">True if it takes no more records: its owner repairs it, or, where the topics are in a Kafka cluster, has to see there.</param>
public sealed record PartitionView(
    int Partition, string BeginOffset, string EndOffset, string Records, long SizeBytes, DateTimeOffset? LastTime, bool IsDamaged)
{
    internal static PartitionView Of(PartitionStanding partition)
    {
        var (begin, end) = (partition.Ends.StartOffset, partition.Ends.EndOffset);
        return new(
            partition.Ends.Partition,
            Text(begin),
            Text(end),
            Text(Math.Max(0, end - begin)),
            partition.SizeBytes,
            partition.LastTimestampMs is { } time ? MessageView.TimeOf(time) : null,
            partition.IsDamaged);
    }

    private static string Text(long offset) => offset.ToString(CultureInfo.InvariantCulture);
}
