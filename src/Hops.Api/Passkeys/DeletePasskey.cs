using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

internal static class DeletePasskey
{
    internal static async Task<NoContent> OwnAsync(HopsPlatform platform, ApiCall call, string passkey, CancellationToken cancellationToken)
    {
        await RemovePasskey.RunAsync(platform, call.Actor, PasskeyId.Of(passkey), cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> AllOfUserAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken)
    {
        await ResetPasskeys.RunAsync(platform, call.Actor, user, cancellationToken);
        return TypedResults.NoContent();
    }
}
