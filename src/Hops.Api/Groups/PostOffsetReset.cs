using System.Globalization;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
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
        HopsPlatform platform, GroupDirectory groups, TopicLogs logs, ApiCall call, [AsParameters] GroupPath path, PostOffsetResetRequest request)
    {
        var id = platform.FindProject(call.Actor, path.Project).Row.Id;
        var group = GetGroups.Find(groups, id, path.Group);
        var topic = ListTopics.Find(platform, call.Actor, path.Project, request.Topic).Row;
        var changes = new List<OffsetChangeView>();
        var offsets = new Dictionary<TopicPartition, CommittedOffset>();
        foreach (var index in PartitionsOf(topic, request.Partition))
        {
            var (key, log) = (new TopicPartition(topic.Id, index), logs.Get(topic, index));
            var before = group.Offsets.GetValueOrDefault(key)?.Offset;
            var after = await ResetTarget.OfAsync(log, request, before);
            changes.Add(new OffsetChangeView(index, before?.ToString(CultureInfo.InvariantCulture), after.ToString(CultureInfo.InvariantCulture)));
            offsets[key] = new CommittedOffset(after, log.EpochAt(after), "", platform.Time.GetUtcNow());
        }

        if (group.Members.Count > 0)
            throw ActiveGroup.Refusal(group);
        if (!request.DryRun)
        {
            if (!await GroupReport.ResetAsync(groups, id, path.Group, offsets))
                throw ActiveGroup.Refusal(GetGroups.Find(groups, id, path.Group));
            platform.Gate.NoteChange(call.Actor, "group.reset", new Resource(ResourceKind.Group, id, path.Group), 0);
        }

        return TypedResults.Ok(new OffsetResetView(!request.DryRun, changes));
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

/// <summary>Where an offset is to go.</summary>
internal static class ResetTarget
{
    /// <summary>The new offset of a partition, within its log.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: what goes with the target is missing, or the group has no offset to be shifted.</exception>
    internal static async ValueTask<long> OfAsync(Partition log, PostOffsetResetRequest request, long? before)
    {
        var wish = request.To switch
        {
            OffsetTarget.Earliest => log.LogStartOffset,
            OffsetTarget.Latest => log.HighWatermark,
            OffsetTarget.Time when request.Time is { } time =>
                (await log.FindByTimeAsync(time.ToUnixTimeMilliseconds(), static () => ValueTask.CompletedTask))?.Offset ?? log.HighWatermark,
            OffsetTarget.Shift when Number(request.By) is { } by => Shifted(before ?? log.LogStartOffset, by),
            OffsetTarget.Offset when request.Partition is not null && Number(request.Offset) is { } offset => offset,
            OffsetTarget.Time => throw Missing("time"),
            OffsetTarget.Shift => throw Missing("by"),
            _ => throw Missing(request.Partition is null ? "partition" : "offset"),
        };
        return Math.Clamp(wish, log.LogStartOffset, log.HighWatermark);
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
public sealed record OffsetChangeView(int Partition, string? Before, string After);
