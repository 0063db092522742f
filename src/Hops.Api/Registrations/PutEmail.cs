using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Registrations;

internal static class PutEmail
{
    internal static async Task<Accepted> RunAsync(HopsPlatform platform, ApiCall call, PutEmailRequest request, CancellationToken cancellationToken)
    {
        await ChangeEmail.BeginAsync(platform, call.Actor, request.Email, request.Password, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    internal static async Task<NoContent> ConfirmAsync(HopsPlatform platform, LinkRequest request, CancellationToken cancellationToken)
    {
        await ChangeEmail.ConfirmAsync(platform, request.Token, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>An address for the caller's account. It counts once a link that is mailed to it was brought back.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The present password.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutEmailRequest(string Email, string Password);

/// <summary>A mailed link that is brought back.</summary>
/// <param name="Token">What stands behind the # of the link.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LinkRequest(string Token);
