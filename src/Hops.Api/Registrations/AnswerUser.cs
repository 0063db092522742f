using Hops.Api.Http;
using Hops.Api.Users;
using Hops.Platform;
using Hops.Platform.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Registrations;

internal static class AnswerUser
{
    internal static async Task<Ok<UserView>> ApproveAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken)
    {
        var approved = await AnswerRegistration.ApproveAsync(platform, call.Actor, user, cancellationToken);
        call.Tag(approved.Revision);
        return TypedResults.Ok(UserView.Of(platform, approved));
    }

    internal static async Task<NoContent> RejectAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken)
    {
        await AnswerRegistration.RejectAsync(platform, call.Actor, user, cancellationToken);
        return TypedResults.NoContent();
    }
}
