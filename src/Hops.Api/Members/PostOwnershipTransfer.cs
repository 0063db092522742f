using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class PostOwnershipTransfer
{
    internal static async Task<Ok<MemberView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostOwnershipTransferRequest request, CancellationToken cancellationToken)
    {
        var successor = new MemberName(project, request.To);
        var owner = await TransferOwnership.RunAsync(platform, call.Actor, successor, request.Leave, cancellationToken);
        return TypedResults.Ok(new MemberView(request.To, owner.Role, owner.Added));
    }
}

/// <summary>A project to be handed over.</summary>
/// <param name="To">The member who is a Data Owner from then on.</param>
/// <param name="Leave">True if the caller leaves the project; otherwise the caller is a Data Scientist from then on.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostOwnershipTransferRequest(string To, bool Leave = false);
