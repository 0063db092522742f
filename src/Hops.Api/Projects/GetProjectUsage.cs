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
        return TypedResults.Ok(new UsageView([.. uses.Select(UseView.Of)]));
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
/// <param name="Remaining">What is left, never less than nothing; null if there is no limit.</param>
/// <param name="Warning">What members should know of it, in words; null if all is well.</param>
/// <param name="Forecast">How much it will be at the end of the month if it goes on so; null for what has no month, and on its first day.</param>
/// <param name="IsOfSettings">True if an administrator can set the limit for the project and has not: that of the settings is in force, also where that is none.</param>
public sealed record UseView(string Name, UseUnit Unit, long Used, long? Limit, long? Remaining, string? Warning, long? Forecast, bool IsOfSettings)
{
    internal static UseView Of(ResourceUse use) =>
        new(use.Name, use.Unit, use.Used, use.Limit, use.Limit is { } limit ? Math.Max(0, limit - use.Used) : null, use.Warning, use.Forecast, use.IsOfSettings);
}
