using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Shares;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Shares;

internal static class PostShare
{
    internal static async Task<Created<ShareView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostShareRequest request, CancellationToken cancellationToken)
    {
        var kind = request.Kind == SharedKind.Topic ? ResourceKind.Topic : ResourceKind.Dataset;
        var rights = ShareAccesses.RightsOf(request.Rights ?? ShareAccess.Read);
        var wish = new ShareWish(kind, request.Name, request.To, rights, request.Expires, request.Note ?? "");
        var offer = await OfferShare.RunAsync(platform, call.Actor, project, wish, cancellationToken);
        call.Tag(offer.Revision);
        return TypedResults.Created($"/api/v1/projects/{project}/shares/{offer.Id}", ShareView.Of(platform, offer));
    }
}

/// <summary>Something to be offered to another project.</summary>
/// <param name="Kind">DATASET or TOPIC.</param>
/// <param name="Name">Its name in this project.</param>
/// <param name="To">Name of the project that may borrow it.</param>
/// <param name="Rights">READ (the default) or READ_WRITE.</param>
/// <param name="Expires">When it ends by itself; absent for no end.</param>
/// <param name="Note">What its owner says of it: one line of at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostShareRequest(
    SharedKind Kind, string Name, string To, ShareAccess? Rights = null, DateTimeOffset? Expires = null, string? Note = null);
