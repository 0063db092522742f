using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class PutPassword
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, PutPasswordRequest request, CancellationToken cancellationToken)
    {
        await ChangePassword.RunAsync(platform, call.Actor, request.PasswordNow, request.PasswordNext, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A change of the caller's own password.</summary>
/// <param name="PasswordNow">The present one.</param>
/// <param name="PasswordNext">The new one: 12 characters or more, not a common one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutPasswordRequest(string PasswordNow, string PasswordNext);
