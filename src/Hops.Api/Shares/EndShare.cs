using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Shares;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

/// <summary>Ends a share, from either side; one that a query of the borrower uses only if it is forced.</summary>
internal static class EndShare
{
    internal static async Task<NoContent> RevokeAsync(
        HopsPlatform platform, ApiCall call, string project, string share, bool? force, CancellationToken cancellationToken)
    {
        var revision = call.RevisionExpected();
        if (force != true)
            await ShareUse.CheckAsync(platform, await ListShares.FindGivenAsync(platform, call.Actor, project, share, cancellationToken), cancellationToken);
        await RevokeShare.RunAsync(platform, call.Actor, (project, share), revision, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> LeaveAsync(
        HopsPlatform platform, ApiCall call, string project, string share, bool? force, CancellationToken cancellationToken)
    {
        var revision = call.RevisionExpected();
        if (force != true)
            await ShareUse.CheckAsync(platform, await ListShares.FindReceivedAsync(platform, call.Actor, project, share, cancellationToken), cancellationToken);
        await LeaveShare.RunAsync(platform, call.Actor, (project, share), revision, cancellationToken);
        return TypedResults.NoContent();
    }
}
