using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Credentials;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Credentials;

internal static class DeleteCredential
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string user, CancellationToken cancellationToken)
    {
        await RevokeCredential.RunAsync(platform, call.Actor, new MemberName(project, user), cancellationToken);
        return TypedResults.NoContent();
    }
}
