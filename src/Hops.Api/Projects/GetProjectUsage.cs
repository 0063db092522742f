using Hops.Api.Http;
using Hops.Metadata.Ownership;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class GetProjectUsage
{
    internal static async Task<Ok<UsageView>> RunAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        var uses = await GetUsage.RunAsync(platform, call.Actor, project, cancellationToken);
        return TypedResults.Ok(new UsageView([.. uses.Select(use => new UseView(use.Name, use.Unit, use.Used, use.Limit))]));
    }
}

/// <summary>What a project uses.</summary>
/// <param name="Items">Each kind once, in the order in which people read it.</param>
public sealed record UsageView(IReadOnlyList<UseView> Items);

/// <summary>How much of one kind a project uses.</summary>
/// <param name="Name">What it is: <c>file_bytes</c>, <c>topics</c>.</param>
/// <param name="Unit">In what it is counted.</param>
/// <param name="Used">How much, at this moment.</param>
/// <param name="Limit">The most that there may be; null if there is no limit.</param>
public sealed record UseView(string Name, UseUnit Unit, long Used, long? Limit);
