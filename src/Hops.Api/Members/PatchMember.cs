using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class PatchMember
{
    internal static async Task<Ok<MemberView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] MemberPath path, PatchMemberRequest request, CancellationToken cancellationToken)
    {
        var name = new MemberName(path.Project, path.User);
        var changed = await ChangeRole.RunAsync(platform, call.Actor, name, request.Role, call.RevisionExpected(), cancellationToken);
        call.Tag(changed.Revision);
        return TypedResults.Ok(new MemberView(path.User, changed.Role, changed.Added));
    }
}

/// <summary>A change of a member.</summary>
/// <param name="Role">DATA_OWNER or DATA_SCIENTIST.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PatchMemberRequest(ProjectRole Role);

/// <summary>Route parameters of a member.</summary>
public readonly record struct MemberPath(string Project, string User);
