using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class PostMember
{
    internal static async Task<Created<MemberView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostMemberRequest request, CancellationToken cancellationToken)
    {
        var member = await AddMember.RunAsync(platform, call.Actor, project, request.User, request.Role, cancellationToken);
        call.Tag(member.Revision);
        return TypedResults.Created($"/api/v1/projects/{project}/members/{request.User}", new MemberView(request.User, member.Role, member.Added));
    }
}

/// <summary>A member to be added.</summary>
/// <param name="User">User name.</param>
/// <param name="Role">DATA_OWNER or DATA_SCIENTIST.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostMemberRequest(string User, ProjectRole Role)
{
    internal MemberWish Wish => new(User, Role);
}

/// <summary>A member of a project.</summary>
/// <param name="User">User name.</param>
/// <param name="Role">DATA_OWNER or DATA_SCIENTIST.</param>
/// <param name="Added">Since when.</param>
public sealed record MemberView(string User, ProjectRole Role, DateTimeOffset Added);
