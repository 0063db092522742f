using Hops.Core.Identity;

namespace Hops.Platform.Tokens;

/// <summary>The live sessions and API tokens of the caller.</summary>
public static class ListTokens
{
    /// <summary>All of them, oldest first: the limit on tokens keeps it short.</summary>
    public static IReadOnlyList<Token> Run(HopsPlatform platform, Principal actor)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var now = platform.Time.GetUtcNow();
        return platform.Roster.Now.Tokens.Values
            .Where(token => token.UserId == actor.UserId && token.Kind != TokenKind.Runner && token.Expires > now)
            .Where(token => actor.ProjectId == 0 || token.ProjectId == actor.ProjectId)
            .OrderBy(token => token.Created)
            .ThenBy(token => token.Id, StringComparer.Ordinal)
            .ToList();
    }
}
