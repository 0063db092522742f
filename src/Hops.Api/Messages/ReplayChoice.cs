using System.Globalization;
using Hops.Core.Errors;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Platform;

namespace Hops.Api.Messages;

/// <summary>The messages that are to be written again, copied out of their topic: at most so many, and so many bytes.</summary>
internal static class ReplayChoice
{
    private const int PlacesMax = 500;
    private const int MessagesMax = 10_000;
    private const long MaxBytes = 16L << 20;

    /// <summary>Most messages that are looked at for those that have a text.</summary>
    private const long ScannedMax = 200_000;

    /// <summary>Offsets up to which a walk goes on to the next message that is named; farther away another one begins.</summary>
    private const long NearOffsets = 500;

    /// <summary>Finds them.</summary>
    /// <returns>Them, the oldest of a partition first; and true if there are more that are meant.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>; <c>NotFound</c>: one that is named is not there; <c>TooLarge</c>.</exception>
    internal static async ValueTask<(IReadOnlyList<StoredMessage> Messages, bool IsMore)> OfAsync(
        HopsPlatform platform, ITopicRecords records, MessageReads reads, Topic topic, PostReplayRequest request, CancellationToken cancellationToken)
    {
        if (request.Messages is { } places)
        {
            if (request is { Partition: null, Start: null, Filter: null, Limit: null } && places.Count is > 0 and <= PlacesMax)
                return (await NamedAsync(records, topic, places, cancellationToken), false);
            throw new PlatformException(ErrorCode.InvalidArgument, $"Name 1 to {PlacesMax} messages and nothing else, or say where to read.").With("field", "messages");
        }

        if (request.Limit is < 1 or > MessagesMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"limit is 1 to {MessagesMax}.").With("field", "limit");
        var (walk, isBackward) = await MessageStart.BeginAsync(records, topic, request.Partition, request.Start ?? MessageStart.Oldest, cancellationToken);
        var selection = new MessageSelection(walk, new PayloadText(platform.Schemas, topic.TenantId), MessagesRequest.WantedIn(request.Filter), ScannedMax);
        var (found, sizeBytes, limit) = (new List<StoredMessage>(), 0L, request.Limit ?? MessagesMax);
        while (!selection.IsAtEnd && found.Count < limit)
        {
            foreach (var (message, _) in await selection.NextAsync(reads, limit - found.Count, cancellationToken))
            {
                Bound(sizeBytes += message.SizeBytes);
                found.Add(message);
            }
        }

        if (isBackward)
            found.Reverse();
        return (found, await walk.PeekAsync(cancellationToken) is not null);
    }

    private static async ValueTask<List<StoredMessage>> NamedAsync(
        ITopicRecords records, Topic topic, IReadOnlyList<MessagePlace> places, CancellationToken cancellationToken)
    {
        var (found, sizeBytes) = (new List<StoredMessage>(), 0L);
        foreach (var partition in places.GroupBy(place => place.Partition, place => place.Number()).OrderBy(partition => partition.Key))
        {
            var index = MessageStart.PartitionsOf(topic, partition.Key).Single();
            MessageWalk? walk = null;
            foreach (var offset in partition.Distinct().Order())
            {
                if (walk is null || await walk.PeekAsync(cancellationToken) is not { } at || offset - at.Offset > NearOffsets)
                    walk = new MessageWalk(records, [((await records.EndsAsync([index], cancellationToken))[0], offset)], isBackward: false);
                while (await walk.PeekAsync(cancellationToken) is { } before && before.Offset < offset)
                    walk.Take();
                if (await walk.PeekAsync(cancellationToken) is not { } message || message.Offset != offset)
                    throw Gone(topic, index, offset);
                Bound(sizeBytes += message.SizeBytes);
                found.Add(message);
                walk.Take();
            }
        }

        return found;
    }

    private static void Bound(long sizeBytes)
    {
        if (sizeBytes > MaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"These are more than {MaxBytes >> 20} MiB: take fewer messages at a time.").With("limit", MaxBytes);
    }

    private static PlatformException Gone(Topic topic, int partition, long offset) => new PlatformException(
        ErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"The topic '{topic.Name}' has no message {offset} in partition {partition}, or no longer: read it again."))
        .With("field", "messages");
}
