using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class DeleteMember
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string user, CancellationToken cancellationToken)
    {
        await RemoveMember.RunAsync(platform, call.Actor, new MemberName(project, user), call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
