using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class GetProjectUsage
{
    internal static async Task<Ok<UsageView>> RunAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        var usage = await GetUsage.RunAsync(platform, call.Actor, project, cancellationToken);
        return TypedResults.Ok(new UsageView(usage.BytesLimit, usage.BytesUsed, usage.NamesUsed));
    }
}

/// <summary>What a project uses.</summary>
/// <param name="BytesLimit">Storage quota.</param>
/// <param name="BytesUsed">Bytes of its files.</param>
/// <param name="NamesUsed">Files and directories.</param>
public sealed record UsageView(long BytesLimit, long BytesUsed, long NamesUsed);
