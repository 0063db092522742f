using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Platform.Tokens;

/// <summary>
/// Credentials of runners: they act as <c>project__user</c> over <see cref="Channel.Runner"/>, so that what they read stays inside. They
/// are in memory only: a runner dies with the server that started it, and so does its token.
/// </summary>
public static class RunnerTokens
{
    /// <summary>Most runners at a time.</summary>
    private const int LiveMax = 10_000;

    /// <summary>Makes a token for one runner, which is sent to it on an inherited descriptor.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="projectId">Project in which it acts.</param>
    /// <param name="userId">User for whom it acts, a member.</param>
    /// <param name="executionId">Query or statement that it runs; several runners one after the other may have the same.</param>
    /// <param name="lifetime">When the token ends even if nobody revokes it.</param>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the user is no member any more; <c>LimitExceeded</c>.</exception>
    public static string Issue(HopsPlatform platform, long projectId, long userId, string executionId, TimeSpan lifetime)
    {
        if (platform.Roster.Now.RoleOf(projectId, userId) == ProjectRole.None)
            throw new PlatformException(ErrorCode.AccessDenied, "The user as whom this runs is not an active member of the project any more.");
        if (platform.Roster.Now.Tokens.Values.Count(token => token.Kind == TokenKind.Runner) >= LiveMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "Too many queries and statements run at this moment.").With("limit", LiveMax);
        var made = TokenText.Make();
        var now = platform.Time.GetUtcNow();
        var token = new Token
        {
            UserId = userId,
            Id = made.Id,
            Kind = TokenKind.Runner,
            SecretSha256 = made.SecretSha256,
            ProjectId = projectId,
            Scopes = TokenScopes.Read | TokenScopes.Write,
            Created = now,
            Expires = now + lifetime,
            ExecutionId = executionId,
        };
        platform.Roster.Apply(roster => roster.WithToken(token));
        return made.Text;
    }

    /// <summary>Ends the tokens of an execution: its process has ended or must not go on.</summary>
    public static void Revoke(HopsPlatform platform, long projectId, string executionId)
    {
        var ids = platform.Roster.Now.Tokens.Values
            .Where(token => token.Kind == TokenKind.Runner && token.ProjectId == projectId)
            .Where(token => string.Equals(token.ExecutionId, executionId, StringComparison.Ordinal))
            .Select(token => token.Id)
            .ToList();
        platform.Roster.Apply(roster => roster.WithoutTokens(ids));
        platform.Roster.ForgetUse(ids);
    }
}
