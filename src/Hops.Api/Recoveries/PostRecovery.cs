using System.Text.Json.Serialization;
using Hops.Api.Registrations;
using Hops.Api.Sessions;
using Hops.Platform;
using Hops.Platform.Recoveries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Recoveries;

internal static class PostRecovery
{
    internal static async Task<Accepted> RunAsync(HopsPlatform platform, HttpContext http, EmailRequest request, CancellationToken cancellationToken)
    {
        await BeginRecovery.RunAsync(platform, request.Email, CallerOrigin.Of(http), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    internal static async Task<NoContent> CompleteAsync(
        HopsPlatform platform, HttpContext http, CompleteRecoveryRequest request, CancellationToken cancellationToken)
    {
        var wish = new RecoveryWish(request.Token, request.Password, request.Code ?? "", request.EndsTokens);
        await CompleteRecovery.RunAsync(platform, wish, CallerOrigin.Of(http), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A password to take the place of one that was forgotten.</summary>
/// <param name="Token">What stands behind the # of the mailed link.</param>
/// <param name="Password">The new one: 12 characters or more, not a common one.</param>
/// <param name="Code">Code of the second factor, or a recovery code, of a user who has one.</param>
/// <param name="EndsTokens">True to end the user's API tokens besides all its sessions.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CompleteRecoveryRequest(string Token, string Password, string? Code = null, bool EndsTokens = false);
