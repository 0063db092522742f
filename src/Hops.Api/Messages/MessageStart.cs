using System.Globalization;
using Hops.Core.Errors;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;

namespace Hops.Api.Messages;

/// <summary>Where a reading of a topic begins: which of its partitions, at which offset of each, and in which direction.</summary>
internal static class MessageStart
{
    /// <summary>Partitions that are read at once; of a topic with more, one is named.</summary>
    private const int PartitionsMax = 200;
    private const string Newest = "newest";
    internal const string Oldest = "oldest";
    private const string OffsetPrefix = "offset:";
    private const string TimePrefix = "time:";

    /// <summary>The walk that is asked for.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>field</c>; <c>NotFound</c>: the partition.</exception>
    internal static async ValueTask<(MessageWalk Walk, bool IsBackward)> WalkAsync(
        ITopicRecords records, Topic topic, MessagesRequest request, CancellationToken cancellationToken)
    {
        if (request.Cursor is { } cursor)
        {
            var (isBackward, positions) = MessageCursor.Parse(cursor, topic);
            var ends = await records.EndsAsync([.. positions.Keys], cancellationToken);
            return (new MessageWalk(records, [.. ends.Select(end => (end, positions[end.Partition]))], isBackward), isBackward);
        }

        return await BeginAsync(records, topic, request.Partition, request.Start ?? Newest, cancellationToken);
    }

    /// <summary>The walk from a place on.</summary>
    /// <param name="records">Records of the topic.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">Its partition; null for all of them.</param>
    /// <param name="start">The place, as <see cref="MessagesRequest.Start"/> names it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>field</c>; <c>NotFound</c>: the partition.</exception>
    internal static async ValueTask<(MessageWalk Walk, bool IsBackward)> BeginAsync(
        ITopicRecords records, Topic topic, int? partition, string start, CancellationToken cancellationToken)
    {
        var partitions = PartitionsOf(topic, partition).ToList();
        var ends = await records.EndsAsync(partitions, cancellationToken);
        var positionOf = await PositionsAsync(records, partitions, start, isOne: partition is not null, cancellationToken);
        return (new MessageWalk(records, [.. ends.Select(end => (end, positionOf(end)))], start == Newest), start == Newest);
    }

    /// <summary>The partitions that are meant.</summary>
    internal static IEnumerable<int> PartitionsOf(Topic topic, int? partition)
    {
        if (partition is { } one)
        {
            return topic.HasPartition(one)
                ? [one]
                : throw new PlatformException(
                    ErrorCode.NotFound, $"The topic '{topic.Name}' has no partition {one.ToString(CultureInfo.InvariantCulture)}; they are 0 to {topic.PartitionCount - 1}.");
        }

        return topic.PartitionCount <= PartitionsMax
            ? Enumerable.Range(0, topic.PartitionCount)
            : throw new PlatformException(ErrorCode.InvalidArgument, $"At most {PartitionsMax} partitions are read at once: say which.").With("field", "partition");
    }

    private static async ValueTask<Func<PartitionEnds, long>> PositionsAsync(
        ITopicRecords records, IReadOnlyCollection<int> partitions, string start, bool isOne, CancellationToken cancellationToken)
    {
        if (start == Newest)
            return static ends => ends.EndOffset;
        if (start == Oldest)
            return static ends => ends.StartOffset;
        if (start.StartsWith(OffsetPrefix, StringComparison.Ordinal)
            && long.TryParse(start.AsSpan(OffsetPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return isOne ? _ => offset : throw Wrong("An offset is one of a partition: say which.");
        }

        if (start.StartsWith(TimePrefix, StringComparison.Ordinal)
            && DateTimeOffset.TryParse(start.AsSpan(TimePrefix.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            var found = await records.FindByTimeAsync(partitions, time.ToUnixTimeMilliseconds(), cancellationToken);
            return ends => found.TryGetValue(ends.Partition, out var first) ? first : ends.EndOffset;
        }

        throw Wrong("start is newest, oldest, offset:N or time:2026-11-21T12:00:00Z.");
    }

    private static PlatformException Wrong(string message) => new PlatformException(ErrorCode.InvalidArgument, message).With("field", "start");
}
