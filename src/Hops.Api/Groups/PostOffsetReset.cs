using System.Globalization;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Groups;

/// <summary>Lets a group that nobody is in go on elsewhere in a topic, or says what that would change.</summary>
internal static class PostOffsetReset
{
    internal static async Task<Ok<OffsetResetView>> RunAsync(
        HopsPlatform platform, IConsumerGroups groups, RecordsOf recordsOf, ApiCall call, [AsParameters] GroupPath path, PostOffsetResetRequest request,
        CancellationToken cancellationToken)
    {
        var names = GetGroups.NamesIn(platform, call, path.Project);
        var group = await GetGroups.FindAsync(groups, names, path.Group, cancellationToken);
        var topic = ListTopics.Find(platform, call.Actor, path.Project, request.Topic).Row;
        var target = new ResetTarget(recordsOf(topic), request, index => group.Offsets.GetValueOrDefault(new TopicPartition(topic.Id, index))?.Offset);
        var changes = await target.ChangesAsync([.. PartitionsOf(topic, request.Partition)], cancellationToken);

        if (group.Members.Count > 0)
            throw ActiveGroup.Refusal(group);
        if (!request.DryRun)
        {
            if (!await groups.ResetAsync(names, path.Group, topic, changes.ToDictionary(change => change.Partition, change => change.After)))
                throw ActiveGroup.Refusal(await GetGroups.FindAsync(groups, names, path.Group, cancellationToken));
            platform.Gate.NoteChange(call.Actor, "group.reset", new Resource(ResourceKind.Group, names.ProjectId, path.Group), 0);
        }

        return TypedResults.Ok(new OffsetResetView(!request.DryRun, [.. changes.Select(OffsetChangeView.Of)]));
    }

    private static IEnumerable<int> PartitionsOf(Topic topic, int? partition)
    {
        if (partition is not { } one)
            return Enumerable.Range(0, topic.PartitionCount);
        return topic.HasPartition(one)
            ? [one]
            : throw new PlatformException(ErrorCode.NotFound, $"The topic '{topic.Name}' has the partitions 0 to {topic.PartitionCount - 1}.");
    }
}

/// <summary>Refuses what needs that nobody is in a group, and says who is.</summary>
internal static class ActiveGroup
{
    private const int NamedMax = 5;

    internal static PlatformException Refusal(GroupReport group)
    {
        var members = group.Members.Select(member => $"{(member.ClientId.Length > 0 ? member.ClientId : member.MemberId)} from {member.ClientHost}").ToList();
        var named = string.Join(", ", members.Take(NamedMax)) + (members.Count > NamedMax ? ", ..." : "");
        return new PlatformException(
            ErrorCode.Conflict,
            members.Count == 0 ? $"The group '{group.GroupId}' is changing at this moment: try again." : $"The group '{group.GroupId}' is read by {named}: stop that first.")
            .With("members", members);
    }
}

/// <summary>Where the offsets of a group in a topic are to go.</summary>
/// <param name="records">The topic.</param>
/// <param name="request">Where to.</param>
/// <param name="beforeOf">Where they are, by partition; null for nowhere.</param>
internal sealed class ResetTarget(ITopicRecords records, PostOffsetResetRequest request, Func<int, long?> beforeOf)
{
    /// <summary>The new offsets of some partitions, within these.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: what goes with the target is missing.</exception>
    internal async ValueTask<IReadOnlyList<OffsetChange>> ChangesAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken)
    {
        Check();
        var ends = await records.EndsAsync(partitions, cancellationToken);
        var timed = request.To == OffsetTarget.Time ? await records.FindByTimeAsync(partitions, request.Time!.Value.ToUnixTimeMilliseconds(), cancellationToken) : null;
        return [.. ends.Select(end => new OffsetChange(end.Partition, beforeOf(end.Partition), Math.Clamp(Wish(end, timed), end.StartOffset, end.EndOffset)))];
    }

    private long Wish(PartitionEnds ends, IReadOnlyDictionary<int, long>? timed) => request.To switch
    {
        OffsetTarget.Earliest => ends.StartOffset,
        OffsetTarget.Latest => ends.EndOffset,
        OffsetTarget.Time => timed!.TryGetValue(ends.Partition, out var first) ? first : ends.EndOffset,
        OffsetTarget.Shift => Shifted(beforeOf(ends.Partition) ?? ends.StartOffset, Number(request.By)!.Value),
        _ => Number(request.Offset)!.Value,
    };

    private void Check()
    {
        var missing = request.To switch
        {
            OffsetTarget.Time when request.Time is null => "time",
            OffsetTarget.Shift when Number(request.By) is null => "by",
            OffsetTarget.Offset when request.Partition is null => "partition",
            OffsetTarget.Offset when Number(request.Offset) is null => "offset",
            _ => null,
        };
        if (missing is not null)
            throw Missing(missing);
    }

    private static long Shifted(long offset, long by) => (long)Int128.Clamp((Int128)offset + by, 0, long.MaxValue);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static PlatformException Missing(string field) =>
        new PlatformException(ErrorCode.InvalidArgument, $"This reset needs '{field}'.").With("field", field);
}

/// <summary>Where a group is to go on.</summary>
/// <param name="Topic">In which topic.</param>
/// <param name="To">Where to.</param>
/// <param name="Partition">In which partition; in all if absent.</param>
/// <param name="Time">With TIME: the first record at or after it, or the end.</param>
/// <param name="By">With SHIFT: by so many records, back if negative; as text.</param>
/// <param name="Offset">With OFFSET, which needs a partition: the offset, as text.</param>
/// <param name="DryRun">True to change nothing and to say what would be changed.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostOffsetResetRequest(
    string Topic, OffsetTarget To, int? Partition = null, DateTimeOffset? Time = null, string? By = null, string? Offset = null, bool DryRun = false);

/// <summary>Where an offset goes.</summary>
public enum OffsetTarget
{
    /// <summary>To the first record.</summary>
    Earliest,

    /// <summary>Behind the last record.</summary>
    Latest,

    /// <summary>To a time.</summary>
    Time,

    /// <summary>By a number of records.</summary>
    Shift,

    /// <summary>To an offset.</summary>
    Offset,
}

/// <summary>What a reset has changed, or would change.</summary>
/// <param name="Applied">True if it was done.</param>
/// <param name="Partitions">The partitions of the topic that it is about.</param>
public sealed record OffsetResetView(bool Applied, IReadOnlyList<OffsetChangeView> Partitions);

/// <summary>The offset of a partition before and after a reset.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Before">Offset with which the group would have gone on; null if it had none.</param>
/// <param name="After">Offset with which it goes on.</param>
public sealed record OffsetChangeView(int Partition, string? Before, string After)
{
    internal static OffsetChangeView Of(OffsetChange change) => new(
        change.Partition, change.Before?.ToString(CultureInfo.InvariantCulture), change.After.ToString(CultureInfo.InvariantCulture));
}

/// <summary>As <see cref="OffsetChangeView"/>, in numbers.</summary>
internal readonly record struct OffsetChange(int Partition, long? Before, long After);
