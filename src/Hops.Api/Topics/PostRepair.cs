using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Topics;

internal static class PostRepair
{
    internal static async Task<Ok<RepairView>> RunAsync(
        HopsPlatform platform, [FromServices] TopicLogs logs, ApiCall call, [AsParameters] TopicPath path, PostRepairRequest request,
        CancellationToken cancellationToken)
    {
        var apply = request.Apply ?? false;
        var repairs = await RepairTopic.RunAsync(platform, logs, call.Actor, (path.Project, path.Topic), apply, cancellationToken);
        return TypedResults.Ok(new RepairView(apply, repairs.All(repair => repair.IsSound), [.. repairs.Select(PartitionRepairView.Of)]));
    }
}

/// <summary>Where a topic is.</summary>
/// <param name="Project">The project.</param>
/// <param name="Topic">The topic.</param>
internal sealed record TopicPath(string Project, string Topic);

/// <summary>How to repair a topic.</summary>
/// <param name="Apply">True to do it; false or absent to say only what it would drop.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostRepairRequest(bool? Apply = null);

/// <summary>What the repair of a topic dropped, or would drop.</summary>
/// <param name="Applied">True if it was done.</param>
/// <param name="Sound">True if there was nothing to repair.</param>
/// <param name="Partitions">Each partition, in order.</param>
public sealed record RepairView(bool Applied, bool Sound, IReadOnlyList<PartitionRepairView> Partitions);

/// <summary>What the repair of one partition dropped, or would drop.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Dropped">Offsets whose records go; none if the log is sound.</param>
/// <param name="DroppedBytes">Bytes of its files that are not kept.</param>
/// <param name="LogStartOffset">First offset afterwards.</param>
/// <param name="EndOffset">Offset of the next record afterwards.</param>
public sealed record PartitionRepairView(
    int Partition, IReadOnlyList<DroppedOffsets> Dropped, long DroppedBytes, long LogStartOffset, long EndOffset)
{
    internal static PartitionRepairView Of(PartitionRepair repair) => new(
        repair.Partition,
        [.. repair.Drops.Select(gap => new DroppedOffsets(gap.FromOffset, gap.ToOffset - 1, gap.Reason))],
        repair.DroppedBytes,
        repair.LogStartOffset,
        repair.EndOffset);
}

/// <summary>Offsets whose records cannot be read.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record DroppedOffsets(long From, long To, string Reason);
