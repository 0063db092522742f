using System.Text.Json.Serialization;
using Hops.Api.Sessions;
using Hops.Platform;
using Hops.Platform.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Registrations;

internal static class PostConfirmation
{
    internal static async Task<Created<RegisteredAccountView>> RunAsync(
        HopsPlatform platform, HttpContext http, ConfirmRegistrationRequest request, CancellationToken cancellationToken)
    {
        var wish = new RegistrationWish(request.Token, request.Name, request.Password);
        var user = await ConfirmRegistration.RunAsync(platform, wish, CallerOrigin.Of(http), cancellationToken);
        return TypedResults.Created("/api/v1/me", new RegisteredAccountView(user.Name, user.Email ?? "", user.IsPending));
    }
}

/// <summary>An account to be made by who has brought a mailed link back.</summary>
/// <param name="Token">What stands behind the # of the link.</param>
/// <param name="Name">Name of the user.</param>
/// <param name="Password">Its password: 12 characters or more, not a common one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConfirmRegistrationRequest(string Token, string Name, string Password);

/// <summary>An account that has just been made.</summary>
/// <param name="Name">Name of the user.</param>
/// <param name="Email">Its address of mail.</param>
/// <param name="IsPending">True if an administrator has to let it in first.</param>
public sealed record RegisteredAccountView(string Name, string Email, bool IsPending);
