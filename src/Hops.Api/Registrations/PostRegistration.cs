using System.Text.Json.Serialization;
using Hops.Api.Sessions;
using Hops.Platform;
using Hops.Platform.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Registrations;

internal static class PostRegistration
{
    internal static async Task<Accepted> RunAsync(HopsPlatform platform, HttpContext http, EmailRequest request, CancellationToken cancellationToken)
    {
        await BeginRegistration.RunAsync(platform, request.Email, CallerOrigin.Of(http), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }
}

/// <summary>An address of mail to which a link is to be sent. The answer is the same whether an account has it or not.</summary>
/// <param name="Email">The address.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailRequest(string Email);
