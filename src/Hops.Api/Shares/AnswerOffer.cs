using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Shares;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

internal static class AnswerOffer
{
    internal static async Task<Ok<ShareView>> AcceptAsync(
        HopsPlatform platform, ApiCall call, string project, string share, CancellationToken cancellationToken) =>
        GetShares.One(platform, call, await AcceptShare.RunAsync(platform, call.Actor, project, share, cancellationToken));

    internal static async Task<Ok<ShareView>> RejectAsync(
        HopsPlatform platform, ApiCall call, string project, string share, RejectOfferRequest request, CancellationToken cancellationToken) =>
        GetShares.One(
            platform, call, await RejectShare.RunAsync(platform, call.Actor, (project, share), request.Reason ?? "", cancellationToken));
}

/// <summary>A rejection.</summary>
/// <param name="Reason">Why, for the owner of the thing: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RejectOfferRequest(string? Reason = null);
