using System.Globalization;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Messages;

/// <summary>
/// Writes messages of a topic again, to it or to another one: key, value and headers byte for byte, with the time of now. Or says only what it
/// would write.
/// </summary>
internal static class PostReplay
{
    internal static async Task<Ok<ReplayView>> RunAsync(
        HopsPlatform platform, RecordsOf recordsOf, MessageReads reads, ApiCall call, [AsParameters] TopicPath path, PostReplayRequest request,
        CancellationToken cancellationToken)
    {
        var from = ListTopics.Find(platform, call.Actor, path.Project, path.Topic).Row;
        var to = request.To is null ? from : ListTopics.Find(platform, call.Actor, path.Project, request.To).Row;
        var (source, target) = (ResourceOf(from), ResourceOf(to));
        platform.Demand(call.Actor, Operation.Write, target);
        DemandSource(platform, call.Actor, source, target);
        using var place = await reads.EnterExportAsync(cancellationToken);
        var chosen = await ReplayChoice.OfAsync(platform, recordsOf(from), reads, from, request, cancellationToken);
        var plan = new ReplayWriting(to, isSamePlace: from.PartitionCount == to.PartitionCount, chosen.Messages);
        if (request.DryRun)
            return ViewOf(plan.Planned());
        try
        {
            return ViewOf(await plan.RunAsync(recordsOf(to), platform.Time));
        }
        finally
        {
            if (plan.IsBegun)
                Note(platform, call.Actor, (source, target), plan.SizeBytes);
        }

        Ok<ReplayView> ViewOf(IReadOnlyList<ReplayPartitionView> partitions) =>
            TypedResults.Ok(new ReplayView(request.To ?? path.Topic, request.DryRun, chosen.Messages.Count, plan.SizeBytes, chosen.IsMore, partitions));
    }

    private static void Note(HopsPlatform platform, Principal actor, (Resource Source, Resource Target) topics, long sizeBytes)
    {
        platform.Gate.NoteChange(actor, "topic.replay", topics.Target, sizeBytes);
        if (topics.Source.ProjectId != topics.Target.ProjectId)
            platform.Gate.NoteExport(actor, topics.Source, sizeBytes);
    }

    /// <summary>Who may not take a topic out may still write it within its project: nothing leaves that.</summary>
    private static void DemandSource(HopsPlatform platform, Principal actor, Resource source, Resource target)
    {
        var decision = platform.Gate.Decide(actor, Operation.Read, source);
        if (!decision.Allowed && !(decision.IsExport && source.ProjectId == target.ProjectId && actor.ProjectId == source.ProjectId))
            throw platform.Gate.Refuse(actor, Operation.Read, source, decision);
    }

    private static Resource ResourceOf(Topic topic) => new(ResourceKind.Topic, topic.TenantId, topic.Name);
}

/// <summary>Which messages are written again: some by their places, or those that a reading finds.</summary>
/// <param name="To">Topic that takes them; the same one if absent.</param>
/// <param name="DryRun">True to say only what would be written.</param>
/// <param name="Messages">At most 500 messages by their places; instead of the rest.</param>
/// <param name="Partition">Partition to read; all of them if absent.</param>
/// <param name="Start">Where to begin, as for <c>readMessages</c>; <c>oldest</c> if absent. <c>newest</c> means the last ones.</param>
/// <param name="Filter">Text that the key or the value as shown has, in any case; none if absent.</param>
/// <param name="Limit">Most messages, 1 to 10,000; 10,000 if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostReplayRequest(
    string? To = null, bool DryRun = false, IReadOnlyList<MessagePlace>? Messages = null, int? Partition = null, string? Start = null, string? Filter = null,
    int? Limit = null);

/// <summary>Where a message is.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset there.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MessagePlace(int Partition, string Offset)
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal long Number() => long.TryParse(Offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new PlatformException(ErrorCode.InvalidArgument, "An offset is a whole number of at least 0.").With("field", "messages");
}

/// <summary>What was written again, or would be.</summary>
/// <param name="To">The topic that takes it.</param>
/// <param name="IsDryRun">True if nothing was written.</param>
/// <param name="Count">Messages.</param>
/// <param name="SizeBytes">Bytes of their keys, values and headers.</param>
/// <param name="IsMore">True if there are more than one request writes: what is meant further on is not among them.</param>
/// <param name="Partitions">Which partitions take them.</param>
public sealed record ReplayView(string To, bool IsDryRun, int Count, long SizeBytes, bool IsMore, IReadOnlyList<ReplayPartitionView> Partitions);

/// <summary>What a partition takes of messages that are written again.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Count">Messages that are meant for it.</param>
/// <param name="FirstOffset">Offset of the first that was written; null if none was.</param>
/// <param name="LastOffset">Offset of the last that was written.</param>
/// <param name="Error">Why it has not taken all; null if it has, or nothing was written.</param>
public sealed record ReplayPartitionView(int Partition, int Count, string? FirstOffset, string? LastOffset, string? Error);
