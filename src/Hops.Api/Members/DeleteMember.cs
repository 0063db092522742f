using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class DeleteMember
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] MemberPath path, CancellationToken cancellationToken)
    {
        var name = new MemberName(path.Project, path.User);
        await RemoveMember.RunAsync(platform, call.Actor, name, call.RevisionExpected(), cancellationToken);
        return TypedResults.NoContent();
    }
}
