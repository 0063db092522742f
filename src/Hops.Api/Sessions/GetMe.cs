using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class GetMe
{
    internal static Ok<MeView> Run(HopsPlatform platform, ApiCall call)
    {
        var actor = call.Actor;
        var user = platform.Roster.Now.Users[actor.UserId];
        var project = actor.ProjectId == 0 ? null : actor.ProjectName;
        var mustEnrol = platform.Roster.Now.MustEnrol(actor, user);
        return TypedResults.Ok(new MeView(
            actor.Name, actor.UserName, project, user.Email, user.IsAdministrator, user.HasPassword, user.MustChangePassword, mustEnrol, ScopeText.Of(actor.Scopes)));
    }
}

/// <summary>Who the caller is.</summary>
/// <param name="Name">Identity: <c>project__user</c> if the credential is bound to a project.</param>
/// <param name="User">User name.</param>
/// <param name="Project">Project of the credential, or null.</param>
/// <param name="Email">Address of mail that the user has confirmed, or null.</param>
/// <param name="IsAdministrator">True if it administers the platform.</param>
/// <param name="HasPassword">False if it signs in by an issuer alone; it may choose a password.</param>
/// <param name="MustChangePassword">True if nothing but changing the password is possible yet.</param>
/// <param name="MustEnrolSecondFactor">True if nothing but that and enrolling a second factor is possible yet.</param>
/// <param name="Scopes">What the credential may be used for.</param>
public sealed record MeView(
    string Name, string User, string? Project, string? Email, bool IsAdministrator, bool HasPassword, bool MustChangePassword, bool MustEnrolSecondFactor, IReadOnlyList<string> Scopes);

/// <summary>Scopes as text.</summary>
internal static class ScopeText
{
    private static readonly TokenScopes[] Single = [TokenScopes.Read, TokenScopes.Write, TokenScopes.Run, TokenScopes.Manage];

    internal static IReadOnlyList<string> Of(TokenScopes scopes) =>
        Single.Where(scope => scopes.HasFlag(scope)).Select(scope => scope.ToString().ToUpperInvariant()).ToList();

    internal static TokenScopes Parse(IReadOnlyList<string> texts)
    {
        var scopes = TokenScopes.None;
        foreach (var text in texts)
        {
            var found = Single.FirstOrDefault(scope => string.Equals(scope.ToString().ToUpperInvariant(), text, StringComparison.Ordinal));
            if (found == TokenScopes.None)
                throw new Core.Errors.PlatformException(Core.Errors.ErrorCode.InvalidArgument, "Scopes are READ, WRITE, RUN and MANAGE.").With("field", "scopes");
            scopes |= found;
        }

        return scopes;
    }
}
