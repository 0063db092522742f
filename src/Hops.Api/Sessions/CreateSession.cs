using System.Text.Json.Serialization;
using Hops.Platform;
using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class CreateSession
{
    internal static async Task<Created<SessionView>> RunAsync(
        HopsPlatform platform, HttpContext http, CreateSessionRequest request, CancellationToken cancellationToken)
    {
        var (text, session, user) = await SignIn.RunAsync(platform, request.From(http), cancellationToken);
        return TypedResults.Created("/api/v1/me", new SessionView(text, session.Id, user.Name, session.Expires, user.MustChangePassword));
    }
}

/// <summary>Signing in.</summary>
/// <param name="User">User name.</param>
/// <param name="Password">Password.</param>
/// <param name="Code">
/// Code of the second factor, or a recovery code, of a user who has one: without it the answer is the problem <c>second-factor-required</c>.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateSessionRequest(string User, string Password, string? Code = null)
{
    internal SignInTry From(HttpContext http) => new(User, Password, CallerOrigin.Of(http), Code ?? "");
}

/// <summary>A session that has just begun.</summary>
/// <param name="Token">The bearer token, shown only now.</param>
/// <param name="Id">Id of the session.</param>
/// <param name="User">User name.</param>
/// <param name="Expires">When it ends at the latest.</param>
/// <param name="MustChangePassword">True if nothing but changing the password is possible yet.</param>
public sealed record SessionView(string Token, string Id, string User, DateTimeOffset Expires, bool MustChangePassword);
