using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.Sessions;

/// <summary>The sessions by which the caller is signed in somewhere at this moment.</summary>
public static class ListSessions
{
    /// <summary>All that are neither old nor idle for too long, the newest first: the limit on sessions keeps it short.</summary>
    public static IReadOnlyList<Token> Run(HopsPlatform platform, Principal actor)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        return platform.Roster.Now.Tokens.Values
            .Where(token => IsOf(actor, token) && platform.Bearers.FindToken(token.Id) is not null)
            .OrderByDescending(token => token.Created)
            .ThenBy(token => token.Id, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>True for a session of the caller. What is bound to a project sees none: they reach beyond it.</summary>
    internal static bool IsOf(Principal actor, Token token) =>
        token.Kind == TokenKind.Session && token.UserId == actor.UserId && actor.ProjectId == 0;
}
